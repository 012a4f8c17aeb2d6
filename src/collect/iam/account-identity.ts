import type { Collector } from '../collector.ts';
import { sortedTexts } from '../values.ts';

/** Whose account this is, by what STS answered when it was opened, and the aliases that its users know it by. */
export const accountIdentity: Collector<'account-identity'> = {
  fact: 'account-identity',
  requires: [],
  actions: () => ['sts:GetCallerIdentity', 'iam:ListAccountAliases'],
  plan: () => [
    { service: 'sts', operation: 'GetCallerIdentity', calls: 1 },
    { service: 'iam', operation: 'ListAccountAliases', calls: 1 },
  ],
  async collect({ caller, identity }) {
    const aliases = await caller.list(
      'iam',
      'ListAccountAliases',
      'global',
      {},
      (page) => page.AccountAliases,
    );
    return { ...identity, aliases: sortedTexts(aliases) };
  },
};
