import { expect, it } from 'vitest';
import { publishedActionsSource } from './published-actions-source.ts';

it('the list of published actions is that of the installed data (vitest -u writes it anew)', async () => {
  await expect(await publishedActionsSource()).toMatchFileSnapshot(
    '../../../src/policy/permissions/published-actions.ts',
  );
});
