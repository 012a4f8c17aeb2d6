import { conditionHolds, type RequestContext } from '../../../src/policy/request-conditions.ts';
import { matchesWildcard } from '../../../src/policy/wildcard.ts';

/** Who makes a request to assume a role. */
export type Caller =
  /** A user, a root user or a role's session. */
  | {
      kind: 'aws';
      /** The ARN that calls: of the user, the root user or the session. */
      arn: string;
      accountId: string;
      /** For a session, the ARN of its role. */
      roleArn?: string;
      /** The unique id of the user or role. */
      uniqueId?: string;
    }
  | { kind: 'service'; service: string }
  /** Who presents a token or an assertion of a provider, named as in the Federated element. */
  | { kind: 'federated'; provider: string };

/** One concrete request. */
export interface TrustRequest {
  /** `sts:AssumeRole`… */
  action: string;
  caller: Caller;
  /** Context keys, in any case, and their values. Those that follow from the caller are added. */
  context: Readonly<Record<string, string | readonly string[]>>;
}

export type Decision = 'ALLOW' | 'EXPLICIT_DENY' | 'IMPLICIT_DENY';

type Element = Readonly<Record<string, unknown>>;

/**
 * Documents of another version than 2012-10-17, or of none, know no policy variables.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
 */
interface Policy {
  Version?: string;
  Statement: Element | readonly Element[];
}

/**
 * What a trust policy says to one concrete request, by the documented evaluation logic: an explicit Deny, else an
 * Allow, else no. Independent of `readTrustPolicy`, which answers for all requests at once. For valid policy
 * documents; throws on JSON or operators that are not.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function evaluateRequest(document: string, request: TrustRequest): Decision {
  const { Version, Statement } = JSON.parse(document) as Policy;
  const context = contextOf(request);
  const variables = Version === '2012-10-17';
  const applying = listOf(Statement).filter(
    (statement) =>
      concerns(statement, request) && conditionsHold(statement.Condition, context, { variables }),
  );
  if (applying.some(({ Effect }) => Effect === 'Deny')) return 'EXPLICIT_DENY';
  return applying.some(({ Effect }) => Effect === 'Allow') ? 'ALLOW' : 'IMPLICIT_DENY';
}

/** The context of a request with the keys that follow from who calls. */
export function contextOf({ caller, context }: TrustRequest): RequestContext {
  const derived: Record<string, string> =
    caller.kind === 'aws'
      ? {
          'aws:principalaccount': caller.accountId,
          'aws:principalarn': caller.roleArn ?? caller.arn,
          'aws:principalisawsservice': 'false',
        }
      : { 'aws:principalisawsservice': String(caller.kind === 'service') };
  const given = Object.entries(context).map(([key, values]) => [key.toLowerCase(), listOf(values)] as const);
  return new Map([...Object.entries(derived).map(([key, value]) => [key, [value]] as const), ...given]);
}

function concerns(statement: Element, { action, caller }: TrustRequest): boolean {
  const principal =
    statement.Principal === undefined
      ? !matchesCaller(statement.NotPrincipal, caller)
      : matchesCaller(statement.Principal, caller);
  const spokenOf =
    statement.Action === undefined
      ? !matchesAny(statement.NotAction, action)
      : matchesAny(statement.Action, action);
  return principal && spokenOf;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
function matchesCaller(element: unknown, caller: Caller): boolean {
  if (typeof element !== 'object' || element === null || Array.isArray(element)) {
    return listOf(element).some((value) => value === '*' || isAwsPrincipal(String(value), caller));
  }
  return Object.entries(element).some(([type, values]) =>
    listOf(values).some((given) => {
      const value = String(given);
      if (type === 'AWS') return value === '*' || isAwsPrincipal(value, caller);
      if (type === 'Service') return caller.kind === 'service' && (value === '*' || value === caller.service);
      return (
        type === 'Federated' && caller.kind === 'federated' && (value === '*' || value === caller.provider)
      );
    }),
  );
}

/** An account stands for everyone in it, a role for all of its sessions. */
function isAwsPrincipal(value: string, caller: Caller): boolean {
  if (caller.kind !== 'aws') return false;
  const { arn, accountId, roleArn, uniqueId } = caller;
  const partition = arn.split(':')[1];
  return [accountId, `arn:${partition}:iam::${accountId}:root`, arn, roleArn, uniqueId].includes(value);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
function matchesAny(patterns: unknown, action: string): boolean {
  return listOf(patterns).some((pattern) =>
    matchesWildcard(String(pattern).toLowerCase(), action.toLowerCase()),
  );
}

/** Operators and keys are ANDed, the values of one key ORed. */
function conditionsHold(
  element: unknown,
  context: RequestContext,
  language: { variables: boolean },
): boolean {
  return Object.entries((element ?? {}) as Record<string, Element>).every(([operator, block]) =>
    Object.entries(block).every(([key, values]) =>
      conditionHolds(operator, key, listOf(values).map(String), context, language),
    ),
  );
}

function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}
