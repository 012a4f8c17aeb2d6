import { expect, it } from 'vitest';
import { earlierExternalIds } from '../../src/evaluate/earlier-external-ids.ts';
import type { Baseline } from '../../src/model/baseline.ts';

const ROLE = 'arn:aws:iam::111122223333:role/monitoring';
const BEFORE = {
  run: { startedAt: '2026-06-01T00:00:00.000Z' },
  externalIdKey: 'key-one',
  roles: [
    {
      roleArn: ROLE,
      digests: {
        externalIds: [
          { party: 'Other', fingerprints: ['id:0'], inAnyCase: ['id:0'] },
          { party: 'Nimbus', fingerprints: ['id:1'], inAnyCase: ['id:2'] },
        ],
      },
    },
    { roleArn: `${ROLE}-without` },
  ],
} as unknown as Baseline;
const keyNamed = (id: string) => ({ id, fingerprint: (value: string) => `id:${value}` });

it('knows what a role asked of a party, by fingerprint', () => {
  const earlier = earlierExternalIds(BEFORE, keyNamed('key-one'));
  expect(earlier.since).toBe('2026-06-01T00:00:00.000Z');
  expect([earlier.of(ROLE, 'Nimbus'), earlier.inAnyCase?.(ROLE, 'Nimbus')]).toEqual([['id:1'], ['id:2']]);
  expect(earlier.fingerprint?.('x')).toBe('id:x');
});

it.each([
  ['another party', ROLE, 'Nobody'],
  ['a role whose external IDs were not read', `${ROLE}-without`, 'Nimbus'],
  ['a role that was not there', `${ROLE}-new`, 'Nimbus'],
])('knows nothing of %s', (_who, role, party) => {
  const earlier = earlierExternalIds(BEFORE, keyNamed('key-one'));
  expect([earlier.of(role, party), earlier.inAnyCase?.(role, party)]).toEqual([undefined, undefined]);
});

it.each([
  ['another key', keyNamed('key-two')],
  ['no key', undefined],
])('compares no fingerprints with %s', (_which, key) => {
  expect(earlierExternalIds(BEFORE, key)).not.toHaveProperty('fingerprint');
});
