import { isKnownOperator } from '../operators.ts';
import { conditionHolds } from '../request-conditions.ts';
import type { ResourceElement } from './resources.ts';
import type { PermissionStatement } from './statement.ts';

/**
 * Key of the name of an IAM user. A role's session has none, so that what asks for it or has it filled in matches
 * nothing, if no default is given.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 */
const USER_NAME = 'aws:username';

const NAMES_USER = /\$\{\s*aws:username\s*\}/i;

/** The statements that can apply to a role's session, without the resources that only a user's name leads to. */
export function inRoleSession<S extends PermissionStatement>(statements: readonly S[]): S[] {
  return statements.flatMap((statement) => {
    if (!applies(statement)) return [];
    const resources = withoutUsers(statement);
    if (!resources.not && resources.patterns.length === 0) return [];
    return resources === statement.resources ? [statement] : [{ ...statement, resources }];
  });
}

function applies({ conditions }: PermissionStatement): boolean {
  return conditions.every(
    ({ operator, base, keyLower, values }) =>
      keyLower !== USER_NAME ||
      !isKnownOperator(base) ||
      conditionHolds(operator, keyLower, values, new Map()),
  );
}

/** What a Deny spares stays as it is: whether it spares nothing then, AWS does not say. */
function withoutUsers({ effect, resources }: PermissionStatement): ResourceElement {
  const { not, patterns } = resources;
  if ((not && effect === 'Deny') || !patterns.some(({ value }) => NAMES_USER.test(value))) return resources;
  return { not, patterns: patterns.filter(({ value }) => !NAMES_USER.test(value)) };
}
