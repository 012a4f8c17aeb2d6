import { describe, expect, it, test } from 'vitest';
import { unusedServices } from '../../../src/checks/usage/unused-services.ts';
import type { Failed, Outcome } from '../../../src/model/check.ts';
import type { Fact } from '../../../src/model/fact.ts';
import type { ManagedPolicy, Role } from '../../../src/model/facts/authorization-details.ts';
import type { LastAccessReport, ServiceLastAccess } from '../../../src/model/facts/service-last-accessed.ts';
import { resolvePointer } from '../../../src/model/json-pointer.ts';
import { allow, deny, type Held, managed } from '../../policy/permissions/roles.ts';
import { partyRole } from '../support/third-party-permissions.ts';
import {
  contextOf,
  finding,
  type Given,
  OWN,
  REGISTERED,
  STRANGER,
  statuses,
} from '../support/trust-fixtures.ts';

const COMPLETED = '2026-06-01T10:00:00.000Z';
const LATELY = '2026-05-20T08:00:00.000Z';
/** 91 days before the report, and the last moment that counts. */
const LONG_AGO = '2026-03-02T09:59:59.000Z';
const JUST_IN_TIME = '2026-03-03T10:00:00.000Z';

/** Services with their last use; with actions where they are tracked. */
type Use = Record<string, string | null | { at: string | null; actions: Record<string, string | null> }>;

function report(use: Use): LastAccessReport {
  return {
    completedAt: COMPLETED,
    services: Object.entries(use).map(([namespace, given]): ServiceLastAccess => {
      const { at, actions } =
        typeof given === 'object' && given !== null ? given : { at: given, actions: {} };
      return {
        namespace,
        name: `Amazon ${namespace}`,
        lastAccessedAt: at,
        region: at === null ? null : 'eu-west-1',
        actions: Object.entries(actions).map(([name, lastAccessedAt]) => ({ name, lastAccessedAt })),
      };
    }),
  };
}

interface Setup extends Given {
  held?: Held;
  party?: { role: Role; policies: ManagedPolicy[] };
  role?: Partial<Role>;
  fact?: Fact<LastAccessReport>;
  days?: number;
}

const READS = allow(['s3:GetObject', 'sqs:ListQueues', 'kms:Decrypt']);

function judge(
  use: Use | undefined,
  { held = { inline: READS }, role = {}, fact, days = 90, ...given }: Setup = {},
) {
  const party = given.party ?? partyRole([STRANGER], held);
  const judged = { ...party.role, ...role };
  const collected = {
    status: 'COLLECTED' as const,
    collectedAt: COMPLETED,
    source: 'iam',
  };
  const facts = {
    'authorization-details': { roles: [judged], policies: party.policies },
    'service-last-accessed': {
      perResource:
        use === undefined && fact === undefined
          ? []
          : [{ resource: judged.arn, fact: fact ?? { ...collected, value: report(use ?? {}) } }],
    },
  };
  const outcomes = unusedServices.evaluate(facts, {
    ...contextOf({ ...given, parameters: { days } }),
    parameters: { days },
  });
  for (const outcome of outcomes) expectPointers(outcome, facts);
  return outcomes;
}

function expectPointers(outcome: Outcome, facts: object): void {
  if (outcome.status !== 'FAIL') return;
  for (const { fact, pointer, value } of outcome.evidence)
    expect(resolvePointer(Reflect.get(facts, fact), pointer), pointer).toEqual(value);
}

function policyOf(found: Failed): unknown {
  const text = found.fixes?.().find(({ kind }) => kind === 'policy')?.text;
  return text === undefined ? undefined : JSON.parse(text);
}

function commandsOf(found: Failed): string {
  return (found.fixes?.() ?? []).flatMap(({ kind, text }) => (kind === 'cli' ? [text] : [])).join('\n');
}

it('fails for services that were not touched, and says of what, since when, and what IAM does not tell', () => {
  const found = finding(judge({ s3: LATELY, sqs: LONG_AGO }));
  expect(found.detail).toBe(
    `By this role account ${STRANGER} may use, by its policies and boundary, 1 service that it did not touch in the 90 days up to 2026-06-01: sqs. It used s3 (last on 2026-05-20). IAM tracks no use of kms, so that is not judged. Refused attempts count as uses, and a use of the last four hours may be missing.`,
  );
  expect(found.thirdParty).toMatchObject({ kind: 'unknown' });
  expect(found.discriminator).toBeUndefined();
  expect(found.evidence.map(({ fact, pointer }) => `${fact} ${pointer}`)).toEqual([
    'service-last-accessed /perResource/0/fact/value/services/1',
    'authorization-details /roles/0/inlinePolicies/0/document/Statement',
  ]);
  expect(found.evidence[1]?.marks).toEqual(['/Action/1']);
});

describe('the answer', () => {
  test.each<[string, Use | undefined, Setup, Outcome['status'], RegExp]>([
    ['all used', { s3: LATELY, sqs: LATELY, kms: LATELY }, {}, 'PASS', /used every service in the 90 days/],
    ['used just in time', { s3: JUST_IN_TIME, sqs: LATELY }, {}, 'PASS', /IAM tracks no use of kms/],
    [
      'none of its services in the report',
      {},
      {},
      'UNKNOWN',
      /may use kms, s3 and sqs, and the report of IAM lists none of these/,
    ],
    ['no service at all', {}, { held: { inline: deny('*') } }, 'NOT_APPLICABLE', /no service whose use/],
    [
      'an action used, whatever is said of its service',
      { s3: { at: null, actions: { GetObject: LATELY } }, sqs: LATELY },
      {},
      'PASS',
      /used every service/,
    ],
    [
      'nothing used at all',
      { s3: null, sqs: LONG_AGO },
      {},
      'FAIL',
      /s3 and sqs\. It used nothing else either\./,
    ],
    ['a longer period', { s3: LATELY, sqs: LONG_AGO }, { days: 92 }, 'PASS', /92 days/],
    [
      'longer than IAM tracks',
      { s3: LATELY, sqs: null },
      { days: 4000 },
      'FAIL',
      /in the 400 days up to 2026-06-01: sqs/,
    ],
    [
      'younger than the period',
      { s3: LATELY, sqs: null },
      { role: { createdAt: '2026-04-01T00:00:00Z' } },
      'NOT_APPLICABLE',
      /made on 2026-04-01, within the 90 days/,
    ],
    ['no report', undefined, {}, 'UNKNOWN', /not known: no report was asked for/],
    [
      'a report that failed',
      undefined,
      { fact: { status: 'NOT_COLLECTED', reason: 'FAILED', message: 'IAM could not.' } },
      'UNKNOWN',
      /not known: IAM could not\./,
    ],
    [
      'own accounts alone',
      { s3: null },
      { party: partyRole([OWN], { inline: READS }) },
      'NOT_APPLICABLE',
      /No third party/,
    ],
    [
      'a trust policy that is not understood',
      { s3: LATELY },
      { party: partyRole('{', { inline: READS }) },
      'UNKNOWN',
      /could not be understood/,
    ],
    [
      'a service that the boundary takes back',
      { s3: LATELY, sqs: null },
      { held: { inline: READS, boundary: managed('edge', allow('s3:*')) } },
      'PASS',
      /used every service/,
    ],
    [
      'a service that a Deny takes back',
      { s3: LATELY, sqs: null },
      { held: { inline: [READS, deny('sqs:*')] } },
      'PASS',
      /used every service/,
    ],
    [
      'passing a role, which no list of uses shows',
      { s3: LATELY, iam: null },
      { held: { inline: allow(['s3:GetObject', 'iam:PassRole']) } },
      'PASS',
      /used every service/,
    ],
    [
      'a service of no published list',
      { s3: LATELY, brandnew: null },
      { held: { inline: allow(['s3:GetObject', 'brandnew:*']) } },
      'FAIL',
      /: brandnew\./,
    ],
    [
      'such a service, and a boundary',
      { s3: LATELY, brandnew: null },
      { held: { inline: allow(['s3:GetObject', 'brandnew:*']), boundary: managed('edge', allow('*')) } },
      'UNKNOWN',
      /Whether the role may use brandnew/,
    ],
    [
      'a policy that was not collected, of which IAM knows',
      { s3: LATELY, sqs: null },
      { held: { inline: allow('s3:GetObject'), missing: ['arn:aws:iam::aws:policy/Some'] } },
      'FAIL',
      /: sqs\./,
    ],
  ])('%s: %#', (_what, use, setup, status, says) => {
    const outcomes = judge(use, setup);
    expect(statuses(outcomes)).toEqual([status]);
    expect(outcomes[0]?.detail).toMatch(says);
  });

  it('is one for a role, whoever may come', () => {
    const outcomes = judge({ s3: null }, { party: partyRole([STRANGER, REGISTERED], { inline: READS }) });
    expect(statuses(outcomes)).toEqual(['FAIL']);
    expect(finding(outcomes).thirdParty).toBeUndefined();
    expect(finding(outcomes).detail).toContain('Auditors Ltd');
  });

  it('counts a service with several names as used where one of them was', () => {
    const [one] = report({ sqs: null }).services;
    const [other] = report({ sqs: LATELY }).services;
    if (one === undefined || other === undefined) throw new Error('No service.');
    const value = {
      completedAt: COMPLETED,
      services: [
        { ...one, name: 'A' },
        { ...other, name: 'B' },
      ],
    };
    const fact = { status: 'COLLECTED' as const, collectedAt: COMPLETED, source: 'iam', value };
    expect(statuses(judge(undefined, { fact, held: { inline: allow('sqs:*') } }))).toEqual(['PASS']);
  });

  it('takes a namespace for a name, whatever it holds', () => {
    const outcomes = judge(
      { '*': null, 's3:*': null, '': null, s3: LATELY },
      { held: { inline: allow('s3:*') } },
    );
    expect(statuses(outcomes)).toEqual(['FAIL']);
    expect(() => finding(outcomes).fixes?.()).not.toThrow();
  });
});

describe('the policy of what was used', () => {
  const MORE = managed('more', [
    allow(['ec2:Describe*', 'sqs:*'], '*', {
      Sid: 'More',
      Condition: { Bool: { 'aws:SecureTransport': 'true' } },
    }),
    deny('ec2:DescribeVpcs', '*', { Sid: 'More' }),
  ]);

  it('leaves out what was not touched, keeps conditions, resources and Deny statements, and stands in place of the others', () => {
    const held = {
      inline: [allow(['s3:GetObject', 'kms:Decrypt'], 'arn:aws:s3:::logs/*'), allow('dynamodb:*')],
      attached: [MORE, managed('used', allow('s3:ListBucket'))],
    };
    const found = finding(judge({ s3: LATELY, sqs: null, ec2: LATELY, dynamodb: null }, { held }));
    expect(policyOf(found)).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['s3:GetObject', 'kms:Decrypt'], Resource: 'arn:aws:s3:::logs/*' },
        {
          Effect: 'Allow',
          Action: ['ec2:Describe*'],
          Resource: '*',
          Sid: 'More',
          Condition: { Bool: { 'aws:SecureTransport': 'true' } },
        },
        { Effect: 'Deny', Action: 'ec2:DescribeVpcs', Resource: '*' },
      ],
    });
    expect(commandsOf(found)).toBe(
      [
        `aws iam put-role-policy --role-name 'vendor' --policy-name 'countersign-used' --policy-document file://used-policy.json`,
        `aws iam delete-role-policy --role-name 'vendor' --policy-name 'own'`,
        `aws iam detach-role-policy --role-name 'vendor' --policy-arn 'arn:aws:iam::111122223333:policy/more'`,
      ].join(' &&\n'),
    );
  });

  it('has no commands where IAM would not take it beside those that it replaces', () => {
    const many = Array.from(
      { length: 150 },
      (_, index) => `arn:aws:s3:::a-bucket-with-a-long-name-${index}/*`,
    );
    const held = { inline: [allow('sqs:*'), allow('s3:GetObject', many)] };
    const found = finding(judge({ s3: LATELY, sqs: null }, { held }));
    expect(policyOf(found)).toBeDefined();
    expect(commandsOf(found)).toBe('');
  });

  it('has no commands where an external ID has to be put in first', () => {
    const asks = allow('sts:AssumeRole', '*', {
      Condition: { StringEquals: { 'sts:ExternalId': 'of-their-own-1' } },
    });
    const found = finding(judge({ sts: LATELY, sqs: null }, { held: { inline: [asks, allow('sqs:*')] } }));
    expect(JSON.stringify(policyOf(found))).toContain('<the external ID in force');
    expect(commandsOf(found)).toBe('');
  });

  it('keeps an action that was used of one of the services that share its namespace', () => {
    const [one] = report({
      s3: { at: LATELY, actions: { CreateBucket: null, DeleteBucket: null } },
    }).services;
    const [other] = report({ s3: { at: LATELY, actions: { CreateBucket: LATELY } } }).services;
    const [idle] = report({ sqs: null }).services;
    if (one === undefined || other === undefined || idle === undefined) throw new Error('No service.');
    const value = { completedAt: COMPLETED, services: [one, { ...other, name: 'B' }, idle] };
    const fact = { status: 'COLLECTED' as const, collectedAt: COMPLETED, source: 'iam', value };
    const held = { inline: allow(['s3:CreateBucket', 's3:DeleteBucket', 'sqs:*']) };
    expect(policyOf(finding(judge(undefined, { fact, held })))).toMatchObject({
      Statement: [{ Action: ['s3:CreateBucket'] }],
    });
  });

  it('leaves out actions that IAM tracks and did not see, but none that it does not track', () => {
    const held = { inline: allow(['s3:*Bucket', 's3:GetObject', 'sqs:*']) };
    const actions = { CreateBucket: LATELY, DeleteBucket: null };
    const found = finding(judge({ s3: { at: LATELY, actions }, sqs: null }, { held }));
    const { Statement: statements } = policyOf(found) as { Statement: Array<{ Action: string[] }> };
    const [only] = statements;
    expect(only?.Action).toContain('s3:CreateBucket');
    expect(only?.Action).toContain('s3:ListBucket');
    expect(only?.Action).toContain('s3:GetObject');
    expect(only?.Action).not.toContain('s3:DeleteBucket');
    expect(only?.Action.every((one) => !one.includes('*'))).toBe(true);
  });

  it('writes a wildcard over services out: those used, and those that IAM does not track', () => {
    const found = finding(
      judge({ s3: LATELY, sqs: null, brandnew: LATELY }, { held: { inline: allow('*:List*') } }),
    );
    const { Statement: statements } = policyOf(found) as { Statement: Array<{ Action: string[] }> };
    const actions = statements[0]?.Action ?? [];
    expect(actions).toContain('s3:List*');
    expect(actions.some((one) => one.startsWith('kms:'))).toBe(true);
    expect(actions.some((one) => one.startsWith('sqs:'))).toBe(false);
  });

  it.each<[string, Use, Held]>([
    [
      'a policy is not known',
      { s3: LATELY, sqs: null },
      { inline: READS, missing: ['arn:aws:iam::aws:policy/X'] },
    ],
    [
      'variables of an older version would mean something else',
      { s3: LATELY, sqs: null },
      {
        inline: JSON.stringify({
          Version: '2008-10-17',
          Statement: [allow('sqs:*'), allow('s3:GetObject', 'arn:aws:s3:::${aws:username}/*')],
        }),
      },
    ],
    [
      'such a variable is written by an escape',
      { s3: LATELY, sqs: null },
      {
        inline: JSON.stringify({
          Version: '2008-10-17',
          Statement: [allow('sqs:*'), allow('s3:GetObject', 'arn:aws:s3:::${aws:username}/*')],
        }).replace('${', '\\u0024{'),
      },
    ],
    [
      'no inline policy is as long',
      { s3: LATELY, sqs: null },
      {
        inline: [
          allow('sqs:*'),
          allow(
            's3:GetObject',
            Array.from({ length: 300 }, (_, index) => `arn:aws:s3:::a-bucket-with-a-long-name-${index}/*`),
          ),
        ],
      },
    ],
  ])('is not offered where %s', (_why, use, held) => {
    expect(finding(judge(use, { held })).fixes?.() ?? []).toEqual([]);
  });

  it('is none for a role that used nothing: that is shut, and then removed', () => {
    const found = finding(judge({ s3: null }));
    expect(policyOf(found)).toBeUndefined();
    expect(commandsOf(found)).toMatch(/AWSDenyAll[\s\S]*aws iam delete-role /);
  });

  it('takes itself up where it is there already and gives more than is used now', () => {
    const party = partyRole([STRANGER], { inline: READS });
    const inlinePolicies = party.role.inlinePolicies.map((one) => ({ ...one, name: 'countersign-used' }));
    const found = finding(judge({ s3: LATELY, sqs: null }, { party, role: { inlinePolicies } }));
    expect(commandsOf(found)).toMatch(/^aws iam put-role-policy [^\n]*$/);
  });
});
