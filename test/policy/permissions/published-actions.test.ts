import { expect } from 'vitest';
import { oneIn } from '../../support/thorough.ts';
import { publishedActionsSource } from './published-actions-source.ts';

oneIn(5)(
  'the list of published actions is that of the installed data (COUNTERSIGN_THOROUGH=1 vitest -u writes it anew)',
  async () => {
    await expect(await publishedActionsSource()).toMatchFileSnapshot(
      '../../../src/policy/permissions/published-actions.ts',
    );
  },
);
