import { accountCheck, type CheckContext } from '../../model/check.ts';
import type { Role } from '../../model/facts/authorization-details.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { isThirdPartyRole } from '../../parties/third-party.ts';
import { command } from '../remedies/command.ts';
import { roleFixes } from '../remedies/role-fixes.ts';
import { shownPolicy } from '../remedies/shown-policy.ts';
import { judgeRoles, listed, notApplicable, passed } from '../support/judged-role.ts';

export const ownerTag = accountCheck({
  id: 'owner-tag',
  area: 'trust',
  title: 'Third-party role carries the required tags',
  failureTitle: 'Third-party role lacks required tags',
  severity: 'low',
  rationale:
    'When something is wrong with a role, the first question is whose it is. The tag answers it on the spot.',
  remediation:
    'Tag the role with the person or team that answers for the third party, and with whatever else the policy asks for.',
  cannotKnow: 'Whether what a tag says is true, or the owner it names still works there.',
  parameters: {
    requiredTags: {
      default: ['Owner'],
      matches: 'tag key',
      description: 'Tag keys that every third-party role must carry with a value; case does not count.',
    },
  },
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) => {
    const required = context.parameters.requiredTags;
    return judgeRoles(facts['authorization-details'], context, (subject) => {
      const { role, index, resource } = subject;
      if (!isThirdPartyRole(role, context.study))
        return [notApplicable(subject, 'No third party may assume this role.')];
      const present = new Set(
        role.tags.filter(({ value }) => value.trim() !== '').map(({ key }) => key.toLowerCase()),
      );
      const missing = required.filter((key) => !present.has(key.toLowerCase()));
      if (missing.length === 0) return [passed(subject, `The role carries ${listed(required)}.`)];
      return [
        {
          status: 'FAIL',
          resource,
          detail: `A third party may assume the role, and it has no value for the ${missing.length === 1 ? 'tag' : 'tags'} ${listed(missing)}.`,
          remediation: `Tag the role with ${listed(missing)}, each with the value that your own rules ask for.`,
          fixes: () => tagFixes(role, missing, context),
          evidence: [
            {
              fact: 'authorization-details',
              region: 'global',
              pointer: jsonPointer('roles', index, 'tags'),
              value: role.tags,
              marks: role.tags.flatMap(({ key }, at) => (missing.some(isSame(key)) ? [jsonPointer(at)] : [])),
            },
          ],
        },
      ];
    });
  },
});

function isSame(key: string): (other: string) => boolean {
  return (other) => other.toLowerCase() === key.toLowerCase();
}

function tagFixes(role: Role, missing: readonly string[], context: CheckContext) {
  const wanted = missing.map((key) => ({ Key: key, Value: `<value of ${key}>` }));
  const kept = role.tags
    .filter(({ key }) => !key.startsWith('aws:') && !missing.some(isSame(key)))
    .map(({ key, value }) => ({ Key: key, Value: value }));
  return roleFixes(
    role,
    {
      commands: [command`aws iam tag-role --role-name ${role.name} --tags ${JSON.stringify(wanted)}`],
      properties: { Tags: shownPolicy([...kept, ...wanted], context) },
    },
    context,
  );
}
