import type { Call, Value } from './template.ts';

/** An IAM policy document, in which functions may stand for values. */
export type PolicyDocument = {
  Version: '2012-10-17';
  /** A statement that depends on a condition stands in an `If`. */
  Statement: Array<Statement | Call>;
};

export type Statement = {
  Sid: string;
  Effect: 'Allow' | 'Deny';
  Principal?: '*' | Record<string, Value>;
  Action: string | string[];
  Resource?: Value;
  /** In its place: all but these. */
  NotResource?: Value;
  /** By operator, then by key; an operator that depends on a condition has an `If`. */
  Condition?: Record<string, Record<string, Value> | Call>;
};

export function policyDocument(...statements: Array<Statement | Call>): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

/** A trust policy: who may assume a role, and under which conditions. */
export function trustPolicy(...statements: Array<Omit<Statement, 'Effect'> | Call>): PolicyDocument {
  return policyDocument(
    ...statements.map((statement) => {
      if ('argument' in statement) return statement;
      const { Sid, ...rest } = statement;
      return { Sid, Effect: 'Allow', ...rest } satisfies Statement;
    }),
  );
}

export function allow(sid: string, actions: readonly string[], resource: Value): Statement {
  return { Sid: sid, Effect: 'Allow', Action: [...actions], Resource: resource };
}
