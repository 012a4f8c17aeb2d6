import { expect, it } from 'vitest';
import { shardAsked } from '../../src/cli/shards.ts';

it.each([
  ['none, by itself', {}, {}, undefined],
  ['the one that is named', { shard: { shard: 2, of: 3 } }, {}, { shard: 2, of: 3 }],
  ['the next of an array job, which counts from 0', {}, { AWS_BATCH_JOB_ARRAY_INDEX: '0' }, { shard: 1 }],
  [
    'the one that is named, also in an array job',
    { shard: { shard: 2, of: 3 } },
    { AWS_BATCH_JOB_ARRAY_INDEX: '0' },
    { shard: 2, of: 3 },
  ],
  ['none, where the index is no number', {}, { AWS_BATCH_JOB_ARRAY_INDEX: 'first' }, undefined],
])('scans %s', (_, options, environment, asked) => {
  expect(shardAsked(options, environment)).toEqual(asked);
});

it.each([
  ['a place without a shard', { place: '/plan' }, '--place goes with --shard.'],
  ['a shard that leaves accounts out', { shard: { shard: 1 }, leaveOut: ['1'] }, 'A shard goes by its plan'],
  ['a shard in a new chain', { shard: { shard: 1 }, newChain: true }, 'A shard goes by its plan'],
  ['a shard that takes facts over', { shard: { shard: 1 }, sinceLast: true }, 'A shard goes by its plan'],
])('refuses %s', (_, options, message) => {
  expect(() => shardAsked(options, {})).toThrow(message);
});
