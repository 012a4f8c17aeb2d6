import type { FactRecord } from '../model/fact.ts';
import { GLOBAL } from '../model/fact.ts';
import { indexFacts } from '../model/fact-index.ts';
import type { OrganizationScope } from '../model/report.ts';
import type { RunRecord } from '../model/run-record.ts';
import type { AccountJudgement } from './account.ts';
import { coverageOf, statusOf } from './coverage.ts';

/** What was read of each of several organizations, and how many of its accounts are in scope. */
export function organizationScopes(
  { organizations }: RunRecord['scope'],
  judgements: ReadonlyArray<Pick<AccountJudgement, 'subject'>>,
  facts: readonly FactRecord[],
): { organizations?: OrganizationScope[] } {
  if (organizations === undefined) return {};
  return {
    organizations: organizations.map(({ id, read }) => {
      const own = facts.filter(({ organization }) => organization === id);
      const index = indexFacts(own);
      const itself = index.get('organization', GLOBAL);
      const listed = index.get('organization-accounts', GLOBAL);
      // Where it does not say what it is, its accounts do not say so either.
      const members = new Set(
        listed?.status === 'COLLECTED' ? listed.value.accounts.map((account) => account.id) : [],
      );
      const partition = itself?.status === 'COLLECTED' ? itself.value.arn.split(':')[1] : undefined;
      const inScope = judgements.filter(({ subject: { organizationId, accountId } }) =>
        organizationId === undefined ? members.has(accountId) : organizationId === id,
      );
      return {
        id,
        partition: partition ?? null,
        status: read ? statusOf(coverageOf(id, own)) : 'NAMED',
        accounts: inScope.length,
      };
    }),
  };
}
