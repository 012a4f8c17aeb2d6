import { groupedBy } from '../../model/grouped-by.ts';
import { revocationTemplate } from './cloudformation.ts';
import { revocationMarkdown } from './markdown.ts';
import type { RevocationPlan } from './plan.ts';
import { revocationScript } from './script.ts';

/** A plan as files: the words, and for each account a script and a template. */
export function revocationFiles(plan: RevocationPlan): Map<string, string> {
  const changed = plan.roles.filter(({ notChanged }) => notChanged === undefined);
  const byAccount = groupedBy(changed, ({ accountId }) => accountId);
  const usersByAccount = groupedBy(plan.users, ({ accountId }) => accountId);
  const accounts = [...new Set([...byAccount.keys(), ...usersByAccount.keys()])];
  return new Map<string, string>([
    ['plan.md', revocationMarkdown(plan)],
    ['plan.json', `${JSON.stringify(plan, null, 2)}\n`],
    ...accounts.flatMap((accountId): Array<[string, string]> => {
      const ways = { roles: byAccount.get(accountId) ?? [], users: usersByAccount.get(accountId) ?? [] };
      return [
        [`${accountId}/revoke.sh`, revocationScript(plan, ways)],
        [`${accountId}/template.yaml`, revocationTemplate(plan, ways)],
      ];
    }),
  ]);
}
