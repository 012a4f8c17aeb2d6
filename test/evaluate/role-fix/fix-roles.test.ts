import { expect, it } from 'vitest';
import type { AccountJudgement } from '../../../src/evaluate/account.ts';
import { fingerprintOf } from '../../../src/evaluate/fingerprint.ts';
import { fixRoles } from '../../../src/evaluate/role-fix/fix-roles.ts';
import { isFailure } from '../../../src/evaluate/role-fix/judge-role.ts';
import type { Check } from '../../../src/model/check.ts';
import type { FactRecord } from '../../../src/model/fact.ts';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import type { Fix } from '../../../src/model/fix.ts';
import { studyOf } from '../../../src/model/study.ts';
import { allow, contextOf, HERE, OWN, REGISTERED, role } from '../../checks/support/trust-fixtures.ts';
import { madeUp } from './made-up.ts';

const REGION = 'eu-west-1';
const copied = (kind: Fix['kind']): Fix => ({ kind, title: kind, text: kind });
const fixes = () => [copied('policy'), copied('configuration')];
/** Takes the mark off that it finds. */
const BAD = madeUp('bad', ({ trustPolicy }) =>
  trustPolicy.includes('"Bad"')
    ? { fixes, corrects: { trust: (document) => ({ ...document, Statement: [allow(REGISTERED)] }) } }
    : undefined,
);
const LEFT = madeUp('left', ({ trustPolicy }) => ({
  fixes: () => [{ ...copied('policy'), text: trustPolicy.includes('"Bad"') ? 'before' : 'after' }],
}));
const MARKED = role({ ...allow(REGISTERED), Sid: 'Bad' });

function fixed(
  roles: Role[],
  checks: Check[],
  { threw = [], isRead = true, stackName }: { threw?: string[]; isRead?: boolean; stackName?: string } = {},
) {
  const { account, parties, asOf } = contextOf();
  const record = (fact: string, region: string, value: unknown) =>
    ({ fact, region, status: 'COLLECTED', collectedAt: asOf, source: 'the test', value }) as FactRecord;
  const stack = stackName && { stackId: `arn:${stackName}`, stackName, logicalId: 'R', physicalId: 'r' };
  const facts = [
    ...(isRead ? [record('authorization-details', 'global', { roles, policies: [] })] : []),
    record('role-settings', 'global', { roles: [] }),
    ...(stack
      ? [
          record('role-stacks', REGION, {
            perResource: roles.map(({ arn }) => ({ resource: arn, fact: record('', REGION, stack) })),
          }),
        ]
      : []),
  ];
  const failures = checks.flatMap((check) =>
    [
      ...check.evaluate(
        { 'authorization-details': { roles, policies: [] }, 'role-settings': { roles: [] } } as never,
        {} as never,
      ),
    ]
      .filter((outcome) => isFailure({ check, outcome, resourceArn: '' }))
      .map((outcome) => ({ check, outcome, accountId: HERE, region: 'global', evidenceAccountId: HERE })),
  ) as AccountJudgement['results']['failures'];
  const unanswered = threw.map((checkId) => ({ checkId, status: 'ERROR' }));
  const others = [{ checkId: 'left', status: 'UNKNOWN' }];
  const config = { checks: {}, drift: { mode: 'off' }, report: { externalIds: 'full' } };
  const faults: string[] = [];
  const about = studyOf({ account: { ...account, regions: [REGION] }, parties, asOf });
  const found = fixRoles(
    about,
    facts,
    { results: { failures, unanswered: [...unanswered, ...others] } } as unknown as AccountJudgement,
    { checks, parties, asOf, config } as never,
    (error, failure) => faults.push(`${failure.check.id}: ${error}`),
  );
  return { ...found, faults, all: failures };
}

it('makes the one fix of a role, and offers beside it nothing that would undo it', () => {
  const { made, failures, all } = fixed([MARKED], [BAD, LEFT]);
  const [bad, left] = all.map(fingerprintOf);
  expect(made.map(({ fix }) => [fix.clears, fix.remains.map(({ fingerprint }) => fingerprint)])).toEqual([
    [[bad], [left]],
  ]);
  expect(failures.map(({ outcome }) => outcome.fixes?.().map(({ text }) => text))).toEqual([
    ['configuration'],
    ['after'],
  ]);
});

it('leaves what a finding offers where the role has no fix that changes anything', () => {
  const { failures } = fixed([MARKED], [madeUp('other', () => ({ fixes }))]);
  expect(failures[0]?.outcome.fixes?.()).toHaveLength(2);
});

it('offers nothing beside it where a finding offered nothing', () => {
  const { failures } = fixed([MARKED], [BAD, madeUp('bare', () => ({}))]);
  expect(failures.at(-1)?.outcome.fixes).toBeUndefined();
});

it.each<[words: string, one: Role, checks: Check[], count: number]>([
  ['a role on which something was found', MARKED, [BAD], 1],
  // Its external ID may turn out to be used elsewhere.
  ['a role of a third party on which nothing was found', role(allow(REGISTERED)), [BAD], 1],
  ['no other role on which nothing was found', role(allow(OWN)), [BAD], 0],
])('makes a fix of %s', (_, one, checks, count) => {
  expect(fixed([one], checks).made).toHaveLength(count);
});

it('makes none where the roles were not read', () => {
  const { made, failures } = fixed([MARKED], [BAD], { isRead: false });
  expect([made.length, failures.length]).toEqual([0, 1]);
});

it('does not ask again a check that threw, and says so', () => {
  const thrower = madeUp('thrower', () => undefined, { severity: 'low' });
  const follows = (threw: string[]) =>
    fixed([MARKED], [BAD, thrower], { threw }).made[0]?.fix.follows.map(({ checkId }) => checkId);
  expect([follows([]), follows(['thrower'])]).toEqual([[], ['thrower']]);
});

it('names the stack of the role', () => {
  expect(fixed([MARKED], [BAD], { stackName: 'app' }).made[0]?.fix.stack).toMatchObject({
    stackName: 'app',
    logicalId: 'R',
  });
});

it('tells of a fix that it could not make, once, and makes the others', () => {
  const broken = madeUp('broken', ({ name }) =>
    name === 'second'
      ? {
          corrects: {
            trust: () => {
              throw new Error('no');
            },
          },
        }
      : undefined,
  );
  const second = role({ ...allow(REGISTERED), Sid: 'Bad' }, { name: 'second' });
  const { made, faults, failures } = fixed([second, MARKED], [broken, BAD]);
  expect(made.map(({ fix }) => fix.roleName)).toEqual(['access']);
  expect(faults).toEqual(['broken: Error: no']);
  expect(failures).toHaveLength(3);
});
