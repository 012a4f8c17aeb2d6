import type { CheckContext } from '../../model/check.ts';
import type { StackTemplate } from '../../model/facts/stack-templates.ts';
import type { Study } from '../../model/study.ts';
import { inlinePoliciesFor, standingOf } from '../../stack-template/declared-policies.ts';
import { verdictOnInline } from './inline-policies.ts';
import type { Member, OwnedRole } from './owned-roles.ts';
import type { PolicyStanding } from './policy-standings.ts';
import { stackTemplateOf } from './stack-template.ts';

/** Asks about an inline policy of a role by name; null when no template that was read declares one of that name for it. */
export type InlineStandings = (owned: OwnedRole, policyName: string) => PolicyStanding | null;

/**
 * An inline policy may be put on a role by another stack than the role's: AWS::IAM::RolePolicy and AWS::IAM::Policy name
 * their roles. It is that stack's only with the document that the stack declares.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-rolepolicy.html
 */
export function inlineStandings(
  templates: ReadonlyMap<string, Member<StackTemplate>>,
  context: CheckContext,
): InlineStandings {
  let declarers: ReturnType<typeof declarersIn> | undefined;
  return (owned, policyName) => {
    declarers ??= declarersIn(templates, context.study);
    const standings = declarers.flatMap(({ stackName, scope, declaredFor }) =>
      declaredFor(owned.role.name).flatMap((declared): PolicyStanding[] => {
        const standing = standingOf(policyName, { declarations: [declared], open: false });
        if (standing === 'undeclared') return [];
        const verdict = verdictOnInline(declared, owned, scope, context);
        if (standing === 'declared' && verdict.kind !== 'unclear')
          return [{ stackName, mayAttach: verdict.kind === 'same' }];
        const open = `Whether stack ${stackName} declares it for the role depends on values that its template does not show`;
        return [{ stackName, mayAttach: true, open }];
      }),
    );
    const isSure = ({ mayAttach, open }: PolicyStanding) => mayAttach && open === undefined;
    return standings.find(isSure) ?? standings.find(({ mayAttach }) => mayAttach) ?? standings[0] ?? null;
  };
}

function declarersIn(templates: ReadonlyMap<string, Member<StackTemplate>>, study: Study) {
  return [...templates].flatMap(([stackId, member]) => {
    const template = stackTemplateOf(stackId, member, study);
    if ('problem' in template || member.fact.status !== 'COLLECTED') return [];
    const { scope } = template;
    return [{ stackName: member.fact.value.stackName, scope, declaredFor: inlinePoliciesFor(scope) }];
  });
}
