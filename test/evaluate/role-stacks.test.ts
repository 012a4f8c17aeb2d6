import { expect, it } from 'vitest';
import { stacksByRole } from '../../src/evaluate/role-stacks.ts';
import type { FactRecord } from '../../src/model/fact.ts';
import { indexFacts } from '../../src/model/fact-index.ts';
import { studyOf } from '../../src/model/study.ts';

const ROLE = 'arn:aws:iam::111122223333:role/r';
const REGIONS = ['eu-west-1', 'us-east-1'];
const STACK = { stackId: 'arn:s', stackName: 'vendors', logicalId: 'Role', physicalId: 'r' };
const NONE = { status: 'COLLECTED', value: null };
const OWNED = { status: 'COLLECTED', value: STACK };
const REFUSED = { status: 'NOT_COLLECTED', reason: 'ACCESS_DENIED', message: 'no' };

/** What is known of the role's stack, where each Region answered so. */
function known(...answers: object[]) {
  const records = answers.map((fact, index) => ({
    fact: 'role-stacks',
    region: REGIONS[index],
    ...(fact === REFUSED
      ? REFUSED
      : { status: 'COLLECTED', value: { perResource: [{ resource: ROLE, fact }] } }),
  }));
  const account = { accountId: '111122223333', name: 'a', partition: 'aws', tags: {}, regions: REGIONS };
  const study = studyOf({ account, parties: {}, asOf: '2026-06-01T00:00:00Z' } as never);
  return stacksByRole(indexFacts(records as unknown as FactRecord[]), study);
}

const OWNER = { stackName: 'vendors', region: 'us-east-1', logicalId: 'Role' };

it.each<[string, object[], Array<[string, object | null]>]>([
  ['is the one that has it', [NONE, OWNED], [[ROLE, OWNER]]],
  ['is none, where all Regions say so', [NONE, NONE], [[ROLE, null]]],
  ['is known also where another Region was not read', [REFUSED, OWNED], [[ROLE, OWNER]]],
  ['is not known where a Region was not read', [NONE, REFUSED], []],
  ['is not known where a Region was not asked', [NONE], []],
  ['is not known where one was asked and did not say', [NONE, { ...REFUSED }], []],
])('the stack of a role %s', (_what, answers, stacks) => {
  expect([...known(...answers)]).toEqual(stacks);
});
