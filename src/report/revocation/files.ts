import { groupedBy } from '../../model/grouped-by.ts';
import { revocationTemplate } from './cloudformation.ts';
import { revocationMarkdown } from './markdown.ts';
import type { RevocationPlan } from './plan.ts';
import { revocationScript } from './script.ts';

/** A plan as files: the words, and for each account a script and a template. */
export function revocationFiles(plan: RevocationPlan): Map<string, string> {
  const changed = plan.roles.filter(({ notChanged }) => notChanged === undefined);
  const byAccount = groupedBy(changed, ({ accountId }) => accountId);
  return new Map<string, string>([
    ['plan.md', revocationMarkdown(plan)],
    ['plan.json', `${JSON.stringify(plan, null, 2)}\n`],
    ...[...byAccount].flatMap(
      ([accountId, roles]): Array<[string, string]> => [
        [`${accountId}/revoke.sh`, revocationScript(plan, roles)],
        [`${accountId}/template.yaml`, revocationTemplate(plan, roles)],
      ],
    ),
  ]);
}
