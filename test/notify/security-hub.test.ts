import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import { describe, expect, it } from 'vitest';
import { AwsCallError } from '../../src/aws/errors.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { AuditReport } from '../../src/model/report.ts';
import { batchesOf } from '../../src/notify/batches.ts';
import { bringToHub, type HubSetup } from '../../src/notify/security-hub.ts';
import { asffFindings } from '../../src/report/asff.ts';
import { auditReport } from '../report/fixture.ts';
import { fixedClock } from '../support/fixed-clock.ts';

const report = auditReport();
const [finding] = report.findings.filter(({ status, region }) => status === 'OPEN' && region === 'global');
if (finding === undefined) throw new Error('The fixture has no finding.');
const account = report.scope.accounts.find(({ accountId }) => accountId === finding.accountId);
if (account === undefined) throw new Error('The fixture lacks an account.');
const only = { ...account, regions: ['us-east-1'] };

function reportOf(findings: Finding[], resolved: Finding[] = []): AuditReport {
  return { ...report, findings, resolved, scope: { ...report.scope, accounts: [only] } };
}

/** A Security Hub of one Region, in which findings stand, and which refuses some once or for ever. */
function hub(
  there: AwsSecurityFinding[],
  refuse: (finding: AwsSecurityFinding, time: number) => boolean = () => false,
) {
  const imported: AwsSecurityFinding[] = [];
  let times = 0;
  const caller = {
    async call(
      _service: string,
      _operation: string,
      _region: string,
      { Findings = [] }: { Findings?: AwsSecurityFinding[] },
    ) {
      times += 1;
      const failed = Findings.filter((one) => refuse(one, times));
      imported.push(...Findings.filter((one) => !failed.includes(one)));
      return {
        FailedFindings: failed.map(({ Id }) => ({ Id, ErrorCode: 'InternalError', ErrorMessage: 'no' })),
      };
    },
    list: async () => there,
  } as unknown as HubSetup['caller'];
  return { imported, setup: { caller, clock: fixedClock('2026-11-22T07:00:00Z'), isNotKnown: () => false } };
}

/** The finding as an earlier run left it. */
function stored(change: Partial<AwsSecurityFinding> = {}): AwsSecurityFinding {
  const [one] = asffFindings(reportOf([{ ...finding, fingerprint: 'abcdef' } as Finding]));
  return { ...one, UpdatedAt: '2026-11-15T06:00:00Z', ...change } as AwsSecurityFinding;
}

describe('the Security Hub of an account', () => {
  it('gets what the run found, and what is gone as archived', async () => {
    const { imported, setup } = hub([stored()]);
    const result = await bringToHub(only, reportOf([finding]), setup);
    expect(result).toEqual({ imported: 1, archived: 1, problems: [] });
    expect(imported.map(({ RecordState, UpdatedAt }) => [RecordState, UpdatedAt])).toEqual([
      ['ACTIVE', report.run.asOf],
      ['ARCHIVED', report.run.asOf],
    ]);
    expect(imported[1]?.Compliance?.Status).toBe('FAILED');
    expect(imported[1]).not.toHaveProperty('Workflow');
  });

  it('says passed where the run itself says that it is gone', async () => {
    const { imported, setup } = hub([stored()]);
    await bringToHub(only, reportOf([], [{ ...finding, fingerprint: 'abcdef' }]), setup);
    expect(imported.map(({ RecordState, Compliance }) => [RecordState, Compliance?.Status])).toEqual([
      ['ARCHIVED', 'PASSED'],
    ]);
  });

  it.each<[string, AwsSecurityFinding, boolean]>([
    ['of which the run cannot tell', stored(), true],
    ['of which a later run has spoken', stored({ UpdatedAt: '2026-12-01T00:00:00Z' }), false],
    ['without a time', stored({ UpdatedAt: 'soon' }), false],
    [
      'of another product',
      stored({ ProductArn: 'arn:aws:securityhub:us-east-1::product/aws/guardduty' }),
      false,
    ],
    ['of another tool', stored({ GeneratorId: 'other/check' }), false],
    ['that is archived already', stored({ RecordState: 'ARCHIVED' }), false],
    ['with an id that is none of ours', stored({ Id: 'countersign/x' }), false],
    ['without our fields', stored({ ProductFields: {} }), false],
  ])('leaves a finding %s', async (_what, there, isNotKnown) => {
    const { imported, setup } = hub([there]);
    const result = await bringToHub(only, reportOf([]), { ...setup, isNotKnown: () => isNotKnown });
    expect([result.archived, imported]).toEqual([0, []]);
  });

  it('tries again what was refused, and names what stays so', async () => {
    const once = hub([], (_one, time) => time === 1);
    expect(await bringToHub(only, reportOf([finding]), once.setup)).toMatchObject({
      imported: 1,
      problems: [],
    });
    const always = hub([], () => true);
    const { imported, problems } = await bringToHub(only, reportOf([finding]), always.setup);
    expect(imported).toBe(0);
    expect(problems).toEqual([
      `us-east-1: countersign/${finding.accountId}/${finding.fingerprint} was refused: InternalError: no.`,
    ]);
  });

  it('that is switched off is a problem where findings belong there alone', async () => {
    const off = hub([]);
    off.setup.caller.list = async () => {
      const failure = { reason: 'FAILED' as const, action: 'securityhub:GetFindings', message: 'no' };
      throw new AwsCallError(failure, 'InvalidAccessException');
    };
    expect((await bringToHub(only, reportOf([]), off.setup)).problems).toEqual([]);
    expect((await bringToHub(only, reportOf([finding]), off.setup)).problems).toEqual([
      'Security Hub is not enabled in us-east-1, where a finding belongs.',
    ]);
  });

  it('takes all findings into one Region where that is named', async () => {
    const { imported, setup } = hub([]);
    await bringToHub(only, reportOf([finding]), { ...setup, region: 'eu-west-1' });
    expect(imported.map(({ Region, ProductArn }) => [Region, ProductArn])).toEqual([
      [
        'eu-west-1',
        `arn:aws:securityhub:eu-west-1:${finding.accountId}:product/${finding.accountId}/default`,
      ],
    ]);
  });
});

it('batches are within what is taken at once: 100 findings, 6 MB', () => {
  const [one] = asffFindings(reportOf([finding]));
  if (one === undefined) throw new Error('Nothing was made.');
  expect([...batchesOf(Array(250).fill(one))].map(({ length }) => length)).toEqual([100, 100, 50]);
  const large = { ...one, Description: 'x'.repeat(200_000) };
  const batches = [...batchesOf(Array(100).fill(large))];
  expect(batches.map((batch) => JSON.stringify(batch).length).every((size) => size < 6_000_000)).toBe(true);
  expect(batches.flat()).toHaveLength(100);
});
