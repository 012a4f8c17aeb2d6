import { expect, it, test } from 'vitest';
import { resourceBeyondRegister } from '../../../src/checks/resources/resource-beyond-register.ts';
import { ENTRY, REGISTERED, STRANGER } from '../support/trust-fixtures.ts';
import { block, brief, bucket, judgeThese, key, REFUSED, reads } from './support.ts';

const of = (given: ReturnType<typeof bucket>, entry = ENTRY) =>
  brief(judgeThese(resourceBeyondRegister, [given], { entry }));
const who = { AWS: REGISTERED };
const beyond = [`FAIL ${REGISTERED}`];
const writes = { Action: ['s3:GetObject', 's3:PutObject'] };

test.each<[string, ReturnType<typeof bucket>, string | undefined, string[]]>([
  ['what it reads', bucket([reads(who)]), undefined, ['PASS']],
  ['what it writes', bucket([reads(who, writes)]), undefined, beyond],
  ['what it may write', bucket([reads(who, writes)]), 'write', ['PASS']],
  ['the policy itself', bucket([reads(who, { Action: 's3:*' })]), 'write', beyond],
  ['all of it, which is agreed', bucket([reads(who, { Action: 's3:*' })]), 'admin', ['PASS']],
  ['what it reads, where it may list', bucket([reads(who)]), 'list', beyond],
  ['what a grant on a key gives', key(`arn:aws:iam::${REGISTERED}:root`), 'list', beyond],
  [
    'what one has whom nobody registered',
    bucket([reads({ AWS: STRANGER }, writes)]),
    undefined,
    ['NOT_APPLICABLE'],
  ],
  [
    'what Block Public Access takes away',
    bucket([reads('*'), reads(who, writes)], { block: block({ restrictPublicBuckets: true }) }),
    undefined,
    ['NOT_APPLICABLE'],
  ],
])('%s', (_what, given, maxAccess, expected) => {
  const entry = maxAccess === undefined ? ENTRY : { ...ENTRY, maxAccess: maxAccess as 'read' };
  expect(of(given, entry)).toEqual(expected);
});

it('names the access levels', () => {
  const [found] = judgeThese(resourceBeyondRegister, [bucket([reads(who, writes)])]);
  expect(found?.detail).toContain(
    'more than the read access that holds where the register says nothing: s3 (write)',
  );
});

it('gives no answer to what was not read', () => {
  expect(of(bucket([], {}, { missing: [{ resource: 'x', part: 'policy', ...REFUSED }] }))).toEqual([
    'UNKNOWN',
  ]);
});
