import { type Condition, isKnownOperator } from '../operators.ts';
import { conditionHolds } from '../request-conditions.ts';
import { arnParts } from '../wildcard.ts';
import { type ResourceElement, resourcePattern } from './resources.ts';
import type { PermissionStatement } from './statement.ts';

/**
 * Key of the name of an IAM user. A role's session has none, so that what asks for it or has it filled in matches
 * nothing, if no default is given.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 */
const USER_NAME = 'aws:username';

/** Of the keys of a principal the one that tells roles of an account apart. */
const ARN = 'aws:principalarn';

const TLS = 'aws:securetransport';

const NAMES_USER = /\$\{\s*aws:username\s*\}/i;
const EVERY_NAME = new RegExp(NAMES_USER, 'gi');

/** What is certain of the requests of a principal: values by key in lower case, none where a key is never sent. */
type SessionKeys = ReadonlyMap<string, readonly string[]>;

/**
 * What every request of a principal carries. `aws:PrincipalArn` is a role's ARN, not its session's. Without an ARN it
 * is the session of some role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principal-properties
 */
function sessionKeys(arn: string | undefined): SessionKeys {
  const [, , , , account = '', resource = ''] = arnParts(arn ?? '') ?? [];
  const isUser = resource.startsWith('user/');
  return new Map([
    [USER_NAME, isUser ? [resource.slice(resource.lastIndexOf('/') + 1)] : []],
    ['aws:principaltype', [isUser ? 'User' : 'AssumedRole']],
    ...(arn === undefined ? [] : [[ARN, [arn]] as const, ['aws:principalaccount', [account]] as const]),
  ]);
}

/**
 * The statements that can apply to the requests of a role, or of a user, with the conditions that are still open; for
 * a role without the resources that only a user's name leads to, for a user with its name filled in.
 */
export function inSessionOf<S extends PermissionStatement>(
  arn: string | undefined,
  statements: readonly S[],
): S[] {
  if (statements.length === 0) return [];
  const known = sessionKeys(arn);
  const [name] = known.get(USER_NAME) ?? [];
  return statements.flatMap((statement) => {
    const resources = name === undefined ? withoutUsers(statement) : filledIn(statement.resources, name);
    if (!resources.not && resources.patterns.length === 0) return [];
    const verdicts = statement.conditions.map((condition) => verdict(condition, known, statement.effect));
    if (verdicts.includes(false)) return [];
    if (resources === statement.resources && !verdicts.includes(true)) return [statement];
    const conditions = statement.conditions.filter((_, index) => verdicts[index] !== true);
    return [{ ...statement, resources, conditions }];
  });
}

/** Whether roles of one account may be let do different things by a statement, but for the resources that it names. */
export function asksForArn({ conditions }: PermissionStatement): boolean {
  return conditions.some(({ keyLower }) => keyLower === ARN);
}

/** Whether every request of the principal meets a condition, or none does; undefined where that depends. */
function verdict(
  { operator, base, keyLower, values }: Condition,
  known: SessionKeys,
  effect: PermissionStatement['effect'],
): boolean | undefined {
  if (!isKnownOperator(base)) return undefined;
  if (keyLower === TLS) {
    // Some services take requests without TLS, and all take them with it: whoever asks may choose.
    const holds = conditionHolds(operator, keyLower, values, new Map([[TLS, ['true']]]));
    return holds === (effect === 'Allow') ? holds : undefined;
  }
  const found = known.get(keyLower);
  if (found === undefined || (found.length > 0 && values.some((value) => value.includes('${'))))
    return undefined;
  return conditionHolds(operator, keyLower, values, known);
}

function filledIn(resources: ResourceElement, name: string): ResourceElement {
  const { not, patterns } = resources;
  if (!patterns.some(({ value }) => NAMES_USER.test(value))) return resources;
  return {
    not,
    patterns: patterns.map((pattern) =>
      NAMES_USER.test(pattern.value)
        ? resourcePattern(pattern.value.replaceAll(EVERY_NAME, () => name))
        : pattern,
    ),
  };
}

/** What a Deny spares stays as it is: whether it spares nothing then, AWS does not say. */
function withoutUsers({ effect, resources }: PermissionStatement): ResourceElement {
  const { not, patterns } = resources;
  if ((not && effect === 'Deny') || !patterns.some(({ value }) => NAMES_USER.test(value))) return resources;
  return { not, patterns: patterns.filter(({ value }) => !NAMES_USER.test(value)) };
}
