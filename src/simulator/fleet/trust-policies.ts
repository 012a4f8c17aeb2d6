import type { Json } from '../world.ts';

export type Statement = { [key: string]: Json };
export type Policy = { Version: string; Statement: Statement[] };
/** Operator, key, value. */
export type Condition = { [operator: string]: { [key: string]: Json } };

export function policy(...statements: Statement[]): Policy {
  return { Version: '2012-10-17', Statement: statements };
}

/** Lets AWS principals assume the role. */
export function allowAws(principal: Json, condition?: Condition): Statement {
  return {
    Effect: 'Allow',
    Principal: { AWS: principal },
    Action: 'sts:AssumeRole',
    ...(condition ? { Condition: condition } : {}),
  };
}

export function allowService(service: string, condition?: Condition): Statement {
  return {
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sts:AssumeRole',
    ...(condition ? { Condition: condition } : {}),
  };
}

/** Lets an identity provider's users in; `action` says over SAML or OpenID Connect. */
export function allowFederated(provider: string, action: string, condition?: Condition): Statement {
  return {
    Effect: 'Allow',
    Principal: { Federated: provider },
    Action: action,
    ...(condition ? { Condition: condition } : {}),
  };
}

export function externalId(value: string): Condition {
  return { StringEquals: { 'sts:ExternalId': value } };
}

export function root(accountId: string): string {
  return `arn:aws:iam::${accountId}:root`;
}

export function role(accountId: string, name: string): string {
  return `arn:aws:iam::${accountId}:role/${name}`;
}
