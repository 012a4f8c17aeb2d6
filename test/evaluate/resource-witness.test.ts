import { describe, expect, it, test } from 'vitest';
import { externalAccessFinding } from '../../src/checks/access-analyzer/external-access-finding.ts';
import { resourcePublic } from '../../src/checks/resources/resource-public.ts';
import { resourceThirdParty } from '../../src/checks/resources/resource-third-party.ts';
import { lookedAt, withOtherWord } from '../../src/evaluate/resource-witness.ts';
import type { Failure } from '../../src/evaluate/results.ts';
import type { Check } from '../../src/model/check.ts';
import type { FactRecord } from '../../src/model/fact.ts';
import { indexFacts } from '../../src/model/fact-index.ts';
import { ANYONE, type ThirdPartyRef, thirdPartyRef } from '../../src/model/party.ts';
import { contextOf, HERE, STRANGER } from '../checks/support/trust-fixtures.ts';

const REGION = 'eu-west-1';
const QUEUE = `arn:aws:sqs:${REGION}:${HERE}:orders`;
const stranger = thirdPartyRef('unknown', STRANGER, { accountId: STRANGER });

function failure(check: Check, thirdParty: ThirdPartyRef, arn = QUEUE, type = 'AWS::SQS::Queue'): Failure {
  const outcome = {
    status: 'FAIL' as const,
    resource: { arn, type },
    detail: 'It is.',
    evidence: [],
    thirdParty,
  };
  return { check, accountId: HERE, region: REGION, outcome, evidenceAccountId: HERE };
}

const ours = failure(resourceThirdParty as Check, stranger);
const open = failure(resourcePublic as Check, ANYONE);
const theirs = failure(externalAccessFinding as Check, stranger);
const resource = {
  ...{ accountId: HERE, region: REGION, resourceArn: QUEUE, resourceType: 'AWS::SQS::Queue' },
  highestAccess: 'read' as const,
};
const BOTH = new Set([`sqs ${REGION}`, `access-analyzer ${REGION}`]);

function words(
  failures: Failure[],
  looked: ReadonlySet<string>,
  more: object = {},
  unanswered: string[] = [],
) {
  const open = unanswered.map((resourceArn) => ({
    ...{ checkId: 'resource-public', resourceArn, accountId: HERE, region: REGION },
    ...{ status: 'UNKNOWN' as const, detail: '', resourceType: '' },
  }));
  const judgement = { partyResources: [], lookedAt: looked, ...more };
  return withOtherWord(failures, judgement, { unanswered: open as never }).map(({ outcome }) =>
    outcome.detail.replace('It is.', '').trim(),
  );
}

describe('what Access Analyzer and the checks on policies say of each other', () => {
  test.each<[string, Failure[], ReadonlySet<string>, RegExp[]]>([
    [
      'of the same access',
      [ours, theirs],
      BOTH,
      [/^IAM Access Analyzer reports this/, /as read, shows this access/],
    ],
    ['of one that only we find', [ours], BOTH, [/has no active finding of it/]],
    ['of one that only it finds', [theirs], BOTH, [/find no such access/]],
    ['of other parties', [open, theirs], BOTH, [/has no active finding/, /find no such access/]],
    ['where no analyzer is', [ours], new Set([`sqs ${REGION}`]), [/^$/]],
    ['where policies were not read', [theirs], new Set([`access-analyzer ${REGION}`]), [/^$/]],
    [
      'of what it does not analyse',
      [failure(resourcePublic as Check, ANYONE, 'arn:b', 'AWS::Backup::BackupVault')],
      new Set([`backup ${REGION}`, `access-analyzer ${REGION}`]),
      [/^$/],
    ],
    [
      'of roles',
      [failure(externalAccessFinding as Check, stranger, 'arn:r', 'AWS::IAM::Role')],
      BOTH,
      [/^$/],
    ],
  ])('%s', (_what, failures, looked, expected) => {
    const said = words(failures, looked);
    expect(said).toHaveLength(expected.length);
    for (const [index, one] of expected.entries()) expect(said[index]).toMatch(one);
  });

  it('knows access that is no finding of ours, and policies that were not understood', () => {
    const partyResources = [{ party: stranger, resource }];
    expect(words([theirs], BOTH, { partyResources })).toEqual([
      expect.stringMatching(/shows this access too/),
    ]);
    expect(words([theirs], BOTH, {}, [QUEUE])).toEqual([
      expect.stringMatching(/could not be read or understood/),
    ]);
  });
});

it('looked where services were listed and analyzers are active', () => {
  const refused = { status: 'NOT_COLLECTED', reason: 'ACCESS_DENIED', message: '' };
  const perResource = [{ resource: `arn:aws:sns:${REGION}:${HERE}:*`, fact: refused }];
  const policies = { services: ['sqs', 'sns'], perResource };
  const analyzers = { analyzers: [{ type: 'ACCOUNT', status: 'ACTIVE' }] };
  const records = [
    { fact: 'resource-policies', region: REGION, status: 'COLLECTED', value: policies },
    { fact: 'analyzers', region: REGION, status: 'COLLECTED', value: analyzers },
    { fact: 'analyzers', region: 'us-east-1', status: 'COLLECTED', value: analyzers },
  ] as unknown as FactRecord[];
  const { study } = contextOf({ account: { regions: [REGION, 'us-east-1'] } });
  expect([...lookedAt(indexFacts(records), study)]).toEqual([...BOTH]);
});
