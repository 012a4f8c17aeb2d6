import { hasAction } from './catalogue.ts';
import type { EscalationMethod } from './methods/method.ts';
import { type Asked, openMethod } from './open-method.ts';
import type { OpenMethod } from './open-way.ts';
import { ROLE_TAKING_ACTIONS, takesFor } from './role-taking-actions.ts';
import { valuesAsked } from './settled.ts';

const PASS_ROLE = 'iam:PassRole';

/**
 * iam:PassRole with an action that takes a role and stands in no method: which rights that gives is up to the service,
 * so it is never certain. One way stands for all such actions.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export function passedElsewhere(asked: Asked): OpenMethod[] {
  const { permissions, access, around } = asked;
  if (!hasAction(access.actions, PASS_ROLE)) return [];
  const named = valuesAsked(permissions, 'iam:passedtoservice');
  const tried = new Set<string>();
  for (const action of ROLE_TAKING_ACTIONS) {
    const prefix = action.slice(0, action.indexOf(':'));
    if (tried.has(prefix) || !hasAction(access.actions, action)) continue;
    tried.add(prefix);
    const services = new Set(
      [`${prefix}.amazonaws.com`, ...named, ...(around?.trustedServices() ?? [])].filter((service) =>
        takesFor(prefix, service),
      ),
    );
    const open = openMethod(methodOf(action, [...services]), asked);
    if (open !== undefined) return [open];
  }
  return [];
}

function methodOf(action: string, passedTo: readonly string[]): EscalationMethod {
  return {
    id: 'pass-role-other-service',
    does: `pass a role with more rights to a service that takes one by ${action}`,
    actions: [
      { action: PASS_ROLE, on: 'role', passedTo },
      { action, on: 'any' },
    ],
    role: 'passed',
    needs: 'a way to steer what that service does with it',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
  };
}
