import type { KeyObject } from 'node:crypto';
import type { Config } from '../../config/schema.ts';
import type { EvidenceReader } from '../../evidence/evidence-reader.ts';
import type { NoticeOutcome } from '../../model/notice.ts';
import type { NoticeKind } from '../../model/notice-kinds.ts';
import type { AuditReport } from '../../model/report.ts';
import { UserError } from '../../model/user-error.ts';
import { metricsOf } from '../../report/notice/metrics.ts';
import { noticeOf } from '../../report/notice/notice.ts';
import { demandIntact } from '../intact.ts';
import { readReport } from '../known.ts';
import type { ScanRequest } from '../scan-request.ts';
import { carry, whyNotTold } from './carry.ts';
import { bringToHubs } from './hubs.ts';
import { type Sink, sinksOfKind } from './sinks.ts';
import { someOf, withCarriage } from './tell.ts';

export interface PublishRequest extends Pick<ScanRequest, 'version' | 'aws'> {
  config: Config;
  to: NoticeKind;
  trusted: readonly KeyObject[] | undefined;
}

/** What came of publishing a run by hand. */
export interface Published {
  runId: string;
  outcomes: NoticeOutcome[];
  /** Of Security Hub, over all accounts. */
  findings?: { imported: number; archived: number };
}

/**
 * Tells those of one kind of a run that is there, whether it has news or not. What fails is not kept: whoever asks for it
 * sees it. Throws `EvidenceDamaged`, and `UserError` where there is nobody to tell.
 */
export async function publishRun(run: EvidenceReader, request: PublishRequest): Promise<Published> {
  const { config, to, trusted } = request;
  const sinks = sinksOfKind(config.notify, to);
  if (sinks.length === 0)
    throw new UserError(
      'NO_TARGET',
      `The configuration names nobody to tell by ${to}: add an entry to notify, with "to: ${to}" and a target.`,
    );
  await demandIntact([run], trusted);
  const report = await readReport(run);
  if (report === undefined)
    throw new UserError('NOT_A_RUN', `${run.location} is not a finished run: it holds no report.json.`);
  const { runId } = report.run;
  const where = run.location.startsWith('s3://') ? run.location : undefined;
  let findings: Published['findings'];
  const outcomes = await withCarriage(request, runId, async (carriage) => {
    const all: NoticeOutcome[] = [];
    for (const sink of sinks) {
      const problems: string[] = [];
      try {
        if (to === 'securityhub') {
          const { aws } = carriage;
          const { problems: met, ...counts } = await bringToHubs(report, {
            ...{ config, aws, region: sink.entry.target },
          });
          findings = counts;
          problems.push(...met);
        } else await carry({ key: sink.key, runId, ...contentFor(sink, report, where) }, sink, carriage);
      } catch (error) {
        problems.push(whyNotTold(error));
      }
      all.push(outcomeOf(sink, problems));
    }
    return all;
  });
  return { runId, outcomes, ...(findings === undefined ? {} : { findings }) };
}

function contentFor({ entry }: Sink, report: AuditReport, where: string | undefined) {
  return entry.to === 'metrics'
    ? { measured: metricsOf(report) }
    : { notice: noticeOf(report, { owner: entry.owner, where }) };
}

function outcomeOf({ name, entry }: Sink, problems: readonly string[]): NoticeOutcome {
  const { to, owner = null } = entry;
  const status = problems.length === 0 ? 'told' : 'not-told';
  return { name, to, owner, status, caughtUp: 0, problems: someOf(problems), kept: false };
}
