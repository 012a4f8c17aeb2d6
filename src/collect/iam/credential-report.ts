import { required, time, UnusableAnswer } from '../../aws/answer.ts';
import { AwsCallError } from '../../aws/errors.ts';
import type { CredentialReport } from '../../model/facts/credential-report.ts';
import type { CollectContext, Collector } from '../collector.ts';
import { longerWait } from '../longer-wait.ts';
import { readCredentialTable } from './credential-table.ts';

const FIRST_WAIT_MS = 250;
const LONGEST_IN_ALL_MS = 300_000;

/** What GetCredentialReport says where there is no report to be had yet, or no more: one has to be asked for again. */
const NONE_YET = new Set(['ReportInProgress', 'ReportNotPresent', 'ReportExpired']);

/** One report for all users of the account; IAM makes it when it is asked to, and takes some seconds. */
export const credentialReport: Collector<'credential-report'> = {
  fact: 'credential-report',
  requires: [],
  actions: () => ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
  plan: () => [
    // To start it, and to hear that it is made. Where there is one of the last four hours, one call less.
    { service: 'iam', operation: 'GenerateCredentialReport', calls: 2 },
    { service: 'iam', operation: 'GetCredentialReport', calls: 1 },
  ],
  async collect(context) {
    let waited = 0;
    for (let wait = FIRST_WAIT_MS; ; wait = longerWait(wait)) {
      const report = await reportIfMade(context);
      if (report !== undefined) return report;
      if (waited >= LONGEST_IN_ALL_MS) {
        throw new AwsCallError({
          reason: 'TIMED_OUT',
          action: 'iam:GenerateCredentialReport',
          message: `The credential report was not made within ${LONGEST_IN_ALL_MS / 1000} seconds.`,
        });
      }
      const rest = Math.min(wait, LONGEST_IN_ALL_MS - waited);
      await context.clock.sleep(rest);
      waited += rest;
    }
  },
};

/** The report of the last four hours, or undefined while IAM is making one. */
async function reportIfMade({ caller }: CollectContext): Promise<CredentialReport | undefined> {
  const { State } = await caller.call('iam', 'GenerateCredentialReport', 'global', {});
  if (required(State, 'the state of the credential report') !== 'COMPLETE') return undefined;
  try {
    const { Content, GeneratedTime } = await caller.call('iam', 'GetCredentialReport', 'global', {});
    return {
      generatedAt: time(GeneratedTime, 'the time of the credential report'),
      users: readCredentialTable(textOf(required(Content, 'the credential report'))),
    };
  } catch (error) {
    if (error instanceof AwsCallError && NONE_YET.has(error.code)) return undefined;
    throw error;
  }
}

function textOf(content: unknown): string {
  if (!(content instanceof Uint8Array)) throw new UnusableAnswer('the credential report is no text');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw new UnusableAnswer('the credential report is no UTF-8');
  }
}
