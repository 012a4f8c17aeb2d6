import { expect, test } from 'vitest';
import { collect, member, record, stage, target, world } from './support.ts';

test('the home Region of a partition that is not known is a gap and not another partition’s', async () => {
  const account = await collect(await stage({ world: world(member({})) }), target({ partition: 'aws-new' }));
  const found = record(account, 'unused-access-findings');
  expect(JSON.stringify(found)).toContain(
    'The partition aws-new is not known to this version, nor is its home Region.',
  );
});
