import { describe, expect, it } from 'vitest';
import type { AccountJudgement } from '../../../src/evaluate/account.ts';
import { fingerprintOf } from '../../../src/evaluate/fingerprint.ts';
import type { Failure } from '../../../src/evaluate/results.ts';
import { settledFixes } from '../../../src/evaluate/role-fix/settle.ts';
import { findingShape } from '../../../src/model/finding.ts';
import { type RoleFix, roleFixShape } from '../../../src/model/role-fix.ts';
import { AS_THEY_ARE, withoutKnownIds } from '../../../src/policy/external-ids/known-ids.ts';
import {
  allow,
  contextOf,
  HERE,
  OWN,
  REGISTERED,
  rootOf,
  STRANGER,
  VENDOR,
  withExternalId,
} from '../../checks/support/trust-fixtures.ts';
import { sampleOf } from '../../support/sample.ts';

const ARN = `arn:aws:iam::${HERE}:role/access`;
const [ONE, TWO] = ['‹external ID 1›', '‹external ID 2›'];
const CHANGES = 'external-id-change';

const printed = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement }, null, 2);

function input(placeholder: string): RoleFix['inputs'][number] {
  return { placeholder, kind: 'in-force', says: '', at: '' };
}

interface Given {
  /** What is in force, and what the fix of the account left of it. */
  before?: object[];
  after?: object[];
  /** Whether that fix changed it. */
  isChanged?: boolean;
  inputs?: string[];
  more?: Partial<RoleFix>;
  /** Parties that a finding of reuse asks for a new external ID, for each of them. */
  asked?: string[][];
  /** Fingerprints of other findings that stand in the report. */
  standing?: string[];
  checks?: string[];
  known?: string[];
}

const reuse = (newExternalId: string[], index: number) =>
  ({
    check: { id: 'external-id-reuse' },
    accountId: HERE,
    region: 'global',
    outcome: {
      status: 'FAIL',
      resource: { arn: ARN, type: 'AWS::IAM::Role' },
      discriminator: String(index),
      corrects: { newExternalId },
    },
  }) as unknown as Failure;

function settled({
  after = [],
  before = after,
  isChanged = false,
  inputs = [ONE, TWO],
  more = {},
  asked = [],
  standing = [],
  checks = [CHANGES],
  known,
}: Given) {
  const { parties, asOf } = contextOf();
  const trustPolicy = {
    change: { before: printed(...before), after: printed(...after), digest: 'd' },
    inputs: inputs.map(input),
  };
  const fix = sampleOf(roleFixShape, {
    ...{ accountId: HERE, roleArn: ARN, roleName: 'access' },
    ...(isChanged ? { trustPolicy: trustPolicy.change, inputs: trustPolicy.inputs } : {}),
    ...more,
  });
  const subject = { accountId: HERE, name: 'here', partition: 'aws', tags: {}, regions: [] };
  const failures = asked.map(reuse);
  const fingerprints = [...failures.map(fingerprintOf), ...standing];
  const findings = fingerprints.map((fingerprint) =>
    sampleOf(findingShape, { fingerprint, resourceArn: ARN, checkId: 'c', remediation: 'do it' }),
  );
  const rules = { parties, asOf, checks: checks.map((id) => ({ id })) as never };
  const knownIds = known === undefined ? AS_THEY_ARE : withoutKnownIds(known, () => 'id:x');
  const judgements = [{ subject, roleFixes: [{ fix, trustPolicy }] }] as unknown as AccountJudgement[];
  const [settledFix] = settledFixes(judgements, failures, findings, { rules, knownIds });
  const ids = [...(settledFix?.trustPolicy?.after ?? '').matchAll(/"sts:ExternalId": "([^"]*)"/g)];
  return {
    fix: settledFix,
    /** What is asked of those whom the statements admit. */
    ids: ids.map(([, id]) => id),
    fresh: settledFix?.inputs.filter(({ kind }) => kind === 'new-external-id') ?? [],
    cleared: settledFix?.clears.map((one) => fingerprints.indexOf(one)) ?? [],
    follows: settledFix?.follows.map(({ checkId }) => checkId) ?? [],
  };
}

const BOTH = [withExternalId(STRANGER, ONE), withExternalId(VENDOR, TWO)];
const SHARED = [withExternalId(STRANGER, ONE), withExternalId(VENDOR, ONE)];
const NEW = '‹new external ID 3›';

describe('a new external ID', () => {
  it.each<[words: string, given: Given, ids: string[], parties: string[]]>([
    ['is for those alone who need one', { after: BOTH, asked: [[STRANGER]] }, [NEW, TWO], [STRANGER]],
    [
      'is one for all who need it together',
      { after: BOTH, asked: [[VENDOR, STRANGER]] },
      [NEW, NEW],
      [`${STRANGER}, Datadog`],
    ],
    [
      'is one for each finding',
      { after: BOTH, asked: [[STRANGER], [VENDOR]] },
      [NEW, '‹new external ID 4›'],
      [STRANGER, 'Datadog'],
    ],
    [
      'names once whom two statements admit',
      { after: [BOTH[0] ?? {}, withExternalId(STRANGER, TWO)], asked: [[STRANGER]] },
      [NEW, NEW],
      [STRANGER],
    ],
    [
      'stands where the fix has changed the policy already',
      { before: [allow(STRANGER)], after: BOTH, isChanged: true, asked: [[STRANGER]] },
      [NEW, TWO],
      [STRANGER],
    ],
    [
      'is one for all, though one of them has one already',
      {
        after: [withExternalId(STRANGER, '‹new external ID 2›'), withExternalId(VENDOR, ONE)],
        asked: [[STRANGER, VENDOR]],
      },
      [NEW, NEW],
      [`${STRANGER}, Datadog`],
    ],
    [
      'is not asked for again where there is one already',
      { after: [withExternalId(STRANGER, '‹new external ID 2›')], asked: [[STRANGER]] },
      ['‹new external ID 2›'],
      [],
    ],
  ])('%s', (_words, given, ids, parties) => {
    const settledOnes = settled(given);
    expect(settledOnes.ids).toEqual(ids);
    expect(settledOnes.fresh.map(({ party }) => party)).toEqual(parties);
    expect(settledOnes.cleared).toEqual((given.asked ?? []).map((_, index) => index));
    expect(settledOnes.follows).toEqual([CHANGES]);
  });

  it('is asked for under a name of its own, beside what the policy in force asks for', () => {
    const { fix, fresh } = settled({ after: BOTH, asked: [[STRANGER]] });
    expect(fresh).toMatchObject([{ placeholder: NEW, variable: 'EXTERNAL_ID_3' }]);
    expect(fix?.inputs.map(({ placeholder }) => placeholder)).toEqual([ONE, TWO, NEW]);
    expect(fix?.trustPolicy).toMatchObject({ before: printed(...BOTH), digest: 'd' });
  });

  it.each<[words: string, after: object[]]>([
    ['who is not let in any more', [withExternalId(VENDOR, TWO)]],
    [
      'who is let in by none of the names that a statement gives',
      [
        {
          ...allow(STRANGER),
          Principal: undefined,
          NotPrincipal: { AWS: rootOf(OWN) },
          Condition: { StringEquals: { 'sts:ExternalId': ONE, 'aws:PrincipalAccount': STRANGER } },
        },
      ],
    ],
    [
      'where the policy would be too long for IAM',
      [{ ...withExternalId(STRANGER, ONE), Sid: 'x'.repeat(1_900) }],
    ],
  ])('is for nobody %s: the finding is left', (_words, after) => {
    const { fix, ids, cleared } = settled({
      ...{ after, isChanged: true, asked: [[STRANGER]], standing: ['s'], more: { clears: ['s'] } },
      before: [],
    });
    expect(ids).not.toContain(NEW);
    expect(cleared).toEqual([1]);
    expect(fix?.follows).toEqual([]);
  });

  it.each<[words: string, given: Given, follows: string[]]>([
    ['once', { more: { follows: [{ checkId: CHANGES, severity: 'medium', detail: '' }] } }, [CHANGES]],
    [
      'beside what else follows',
      { more: { follows: [{ checkId: 'stale-role', severity: 'low', detail: '' }] } },
      ['stale-role', CHANGES],
    ],
    ['not where no check does', { checks: ['stale-role'] }, []],
  ])('is told of by the next run %s', (_words, given, follows) => {
    expect(settled({ after: BOTH, asked: [[STRANGER]], ...given }).follows).toEqual(follows);
  });
});

it.each<[words: string, given: Given, follows: string[]]>([
  ['one of two gets another', { after: SHARED, asked: [[STRANGER]] }, [CHANGES, 'external-id-reuse']],
  ['both get the same', { after: SHARED, asked: [[STRANGER, VENDOR]] }, [CHANGES]],
  [
    'two stay together, and a third gets another',
    { after: [...SHARED, withExternalId(REGISTERED, TWO)], asked: [[REGISTERED]] },
    [CHANGES],
  ],
  [
    'the only one with an ID is shut out',
    {
      ...{ before: [withExternalId(STRANGER, ONE), allow(VENDOR)], after: [allow(VENDOR)] },
      ...{ isChanged: true, standing: ['s'], more: { clears: ['s'] } },
    },
    [],
  ],
  ['each had its own', { after: BOTH, asked: [[STRANGER]] }, [CHANGES]],
  [
    'one of three gets another',
    { after: [...SHARED, withExternalId(REGISTERED, ONE)], asked: [[REGISTERED]] },
    [CHANGES, 'external-id-reuse'],
  ],
  [
    'one is shut out',
    { before: SHARED, after: SHARED.slice(0, 1), isChanged: true, standing: ['s'], more: { clears: ['s'] } },
    ['external-id-reuse'],
  ],
])('those who had one external ID were one vendor, and may be two now: %s', (_words, given, follows) => {
  expect(settled(given).follows).toEqual(follows);
});

const CHANGED: Given = { before: [], after: BOTH, isChanged: true };

describe('a fix', () => {
  it.each<[words: string, given: Given, isOne: boolean]>([
    ['a change that clears something', { ...CHANGED, standing: ['s'], more: { clears: ['s'] } }, true],
    ['a change that clears nothing', { ...CHANGED, standing: ['s'] }, false],
    [
      'a change that clears what stands in no report',
      { ...CHANGED, standing: ['s'], more: { clears: ['t'] } },
      false,
    ],
    ['no change', { after: BOTH, standing: ['s'], more: { clears: ['s'] } }, false],
    ['a change of a role without findings', { ...CHANGED, more: { clears: ['s'] } }, false],
    [
      'a change with what is an external ID elsewhere',
      {
        ...CHANGED,
        after: [{ ...allow(STRANGER), Sid: 'agreed-7' }],
        standing: ['s'],
        more: { clears: ['s'] },
        known: ['agreed-7'],
      },
      false,
    ],
    [
      'a change of what was denied, with one',
      {
        ...{ standing: ['s'], known: ['agreed-7'] },
        more: {
          clears: ['s'],
          inlinePolicy: { policyName: 'p', before: '{"Sid":"agreed-7"}', after: '{}', digest: null },
        },
      },
      false,
    ],
    [
      'a change of what is denied, with the name of the role alone',
      {
        ...{ standing: ['s'], known: ['access'] },
        more: {
          clears: ['s'],
          inlinePolicy: { policyName: 'p', before: null, after: '{"Sid":"access"}', digest: null },
        },
      },
      true,
    ],
  ])('is: %s', (_words, given, isOne) => {
    expect(settled(given).fix !== undefined).toBe(isOne);
  });

  it('says in the order of the report what becomes of each finding, and of what is left why', () => {
    const remains = [{ fingerprint: 'b', checkId: 'c', why: 'asks agreed-7 of access' }];
    const follows = [{ checkId: 'c', severity: 'low' as const, detail: 'agreed-7' }];
    const { fix } = settled({
      ...{
        ...CHANGED,
        after: [allow(STRANGER)],
        standing: ['d', 'b', 'c', 'a'],
        known: ['agreed-7', 'access'],
      },
      more: { clears: ['a', 'gone', 'd'], remains, follows },
    });
    expect(fix?.clears).toEqual(['d', 'a']);
    expect(fix?.remains).toEqual([
      { fingerprint: 'b', checkId: 'c', why: 'asks id:x of access' },
      { fingerprint: 'c', checkId: 'c', why: 'do it' },
    ]);
    expect(fix?.follows.map(({ detail }) => detail)).toEqual(['id:x']);
  });
});

it('comes by account, and in it by role', () => {
  const { parties, asOf } = contextOf();
  const made = (accountId: string, name: string) => {
    const change = { before: '{}', after: printed(...BOTH), digest: null };
    const roleArn = `arn:aws:iam::${accountId}:role/${name}`;
    const fix = sampleOf(roleFixShape, {
      accountId,
      roleArn,
      roleName: name,
      trustPolicy: change,
      clears: [roleArn],
    });
    return { fix, trustPolicy: { change, inputs: [] } };
  };
  const judgements = [
    { subject: { accountId: OWN }, roleFixes: [made(OWN, 'a')] },
    { subject: { accountId: HERE }, roleFixes: [made(HERE, 'z'), made(HERE, 'b')] },
    { subject: { accountId: STRANGER } },
  ] as unknown as AccountJudgement[];
  const findings = judgements
    .flatMap(({ roleFixes = [] }) => roleFixes)
    .map(({ fix: { roleArn } }) => sampleOf(findingShape, { fingerprint: roleArn, resourceArn: roleArn }));
  const rules = { parties, asOf, checks: [] };
  const fixes = settledFixes(judgements, [], findings, { rules, knownIds: AS_THEY_ARE });
  expect(fixes.map(({ accountId, roleName }) => [accountId, roleName])).toEqual([
    [HERE, 'b'],
    [HERE, 'z'],
    [OWN, 'a'],
  ]);
});
