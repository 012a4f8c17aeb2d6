import type { Identity } from '../../credentials.ts';
import type { Document, Json } from '../../world.ts';
import { holds } from './conditions.ts';
import { isObject, type JsonObject, like, list } from './policy-json.ts';
import type { RequestContext } from './request-context.ts';

/**
 * Whether a trust policy lets this caller assume the role: an Allow that matches, and no Deny.
 * Written apart from the tool's own policy reasoning on purpose, so that each can show the other wrong.
 */
export function admits(document: Document, caller: Identity, context: RequestContext): boolean {
  let allowed = false;
  for (const statement of statementsOf(document)) {
    if (!applies(statement, caller, context)) continue;
    if (statement.Effect === 'Deny') return false;
    if (statement.Effect === 'Allow') allowed = true;
  }
  return allowed;
}

function statementsOf(document: Document): JsonObject[] {
  let policy: unknown = document;
  if (typeof document === 'string') {
    try {
      policy = JSON.parse(document);
    } catch {
      return [];
    }
  }
  return isObject(policy) ? list(policy.Statement).filter(isObject) : [];
}

function applies(statement: JsonObject, caller: Identity, context: RequestContext): boolean {
  return (
    matchesAction(statement) && matchesPrincipal(statement, caller) && holds(statement.Condition, context)
  );
}

function matchesAction({ Action, NotAction }: JsonObject): boolean {
  if (NotAction !== undefined) return !list(NotAction).some(namesAssumeRole);
  return list(Action).some(namesAssumeRole);
}

function namesAssumeRole(pattern: Json): boolean {
  return typeof pattern === 'string' && like(pattern.toLowerCase(), 'sts:assumerole');
}

function matchesPrincipal({ Principal, NotPrincipal }: JsonObject, caller: Identity): boolean {
  if (NotPrincipal !== undefined) return !names(NotPrincipal, caller);
  return Principal !== undefined && names(Principal, caller);
}

function names(principal: Json, caller: Identity): boolean {
  if (principal === '*') return true;
  return isObject(principal) && list(principal.AWS).some((each) => namesCaller(each, caller));
}

function namesCaller(principal: Json, caller: Identity): boolean {
  if (typeof principal !== 'string') return false;
  const [, partition] = caller.arn.split(':');
  return [
    '*',
    caller.accountId,
    `arn:${partition}:iam::${caller.accountId}:root`,
    caller.arn,
    caller.role?.arn,
    caller.role?.id ?? caller.userId,
  ].includes(principal);
}
