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

describe('what is said of an access point, which Access Analyzer reports as access to its bucket', () => {
  const [bucket, point] = ['arn:aws:s3:::ledger', `arn:aws:s3:${REGION}:${HERE}:accesspoint/readers`];
  const looked = new Set([`s3 ${REGION}`, `access-analyzer ${REGION}`, `on-bucket ${point} ${bucket}`]);
  const through = failure(resourceThirdParty as Check, stranger, point, 'AWS::S3::AccessPoint');
  const reported = failure(externalAccessFinding as Check, stranger, bucket, 'AWS::S3::Bucket');
  const another = failure(externalAccessFinding as Check, ANYONE, bucket, 'AWS::S3::Bucket');
  const shown = { ...resource, resourceArn: point, resourceType: 'AWS::S3::AccessPoint' };

  test.each<[string, Failure[], object, string[], RegExp[]]>([
    ['by both', [through, reported], {}, [], [/reports this access too/, /as read, shows this access/]],
    ['by us alone', [through], {}, [], [/has no active finding/]],
    ['by it alone', [reported], {}, [], [/find no such access/]],
    ['of another party', [through, another], {}, [], [/has no active finding/, /find no such access/]],
    [
      'by it, of what we let pass',
      [reported],
      { partyResources: [{ party: stranger, resource: shown }] },
      [],
      [/shows this access too/],
    ],
    ['by it, of what we could not read', [reported], {}, [point], [/could not be read or understood/]],
  ])('%s', (_what, failures, more, unanswered, expected) => {
    const said = words(failures, looked, more, unanswered);
    expect(said).toHaveLength(expected.length);
    for (const [index, one] of expected.entries()) expect(said[index]).toMatch(one);
  });
});

describe('what is said service by service, where only one of both finds something', () => {
  const analyzed = 'has no active finding of it';
  test.each<[string, string, string, string]>([
    ['s3', 'AWS::S3::Bucket', 'arn:aws:s3:::b', analyzed],
    ['kms', 'AWS::KMS::Key', `arn:aws:kms:${REGION}:${HERE}:key/1`, analyzed],
    ['sns', 'AWS::SNS::Topic', `arn:aws:sns:${REGION}:${HERE}:t`, analyzed],
    ['sqs', 'AWS::SQS::Queue', QUEUE, analyzed],
    [
      'secretsmanager',
      'AWS::SecretsManager::Secret',
      `arn:aws:secretsmanager:${REGION}:${HERE}:secret:s`,
      analyzed,
    ],
    ['lambda', 'AWS::Lambda::Function', `arn:aws:lambda:${REGION}:${HERE}:function:f`, analyzed],
    ['lambda', 'AWS::Lambda::Alias', `arn:aws:lambda:${REGION}:${HERE}:function:f:live`, ''],
    ['lambda', 'AWS::Lambda::LayerVersion', `arn:aws:lambda:${REGION}:${HERE}:layer:l:1`, ''],
    ['ecr', 'AWS::ECR::Repository', `arn:aws:ecr:${REGION}:${HERE}:repository/r`, analyzed],
    ['events', 'AWS::Events::EventBus', `arn:aws:events:${REGION}:${HERE}:event-bus/b`, ''],
    ['backup', 'AWS::Backup::BackupVault', `arn:aws:backup:${REGION}:${HERE}:backup-vault:v`, ''],
  ])('of %s: %s', (service, type, arn, expected) => {
    const both = new Set([`${service} ${REGION}`, `access-analyzer ${REGION}`]);
    const [byUs] = words([failure(resourceThirdParty as Check, stranger, arn, type)], both);
    expect(byUs).toContain(expected);
    if (expected === '') expect(byUs).toBe('');
    const other = expected === '' ? /^$/ : /find no such access/;
    const only = words([failure(externalAccessFinding as Check, stranger, arn, type)], both);
    if (type !== 'AWS::Events::EventBus' && type !== 'AWS::Backup::BackupVault')
      expect(only[0]).toMatch(other);
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
