import type { PolicyDocument, Statement } from '../policy-document.ts';
import { Call, type Value } from '../template.ts';
import { type Expressions, type Json, snakeCase } from './expressions.ts';

/**
 * A policy document as the body of `aws_iam_policy_document`: its statements stand there as they read, and not as a text
 * within a text.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export function policyData({ Statement: statements }: PolicyDocument, expressions: Expressions): Json {
  const plain: Json[] = [];
  const conditional: Json[] = [];
  for (const statement of statements) {
    if (statement instanceof Call) {
      const [condition, value] = parts(statement);
      conditional.push(only(condition, statementOf(value as Statement, expressions)));
    } else plain.push(statementOf(statement, expressions));
  }
  return {
    ...(plain.length === 0 ? {} : { statement: plain }),
    ...(conditional.length === 0 ? {} : { dynamic: { statement: conditional } }),
  };
}

function statementOf(statement: Statement, expressions: Expressions): { [name: string]: Json } {
  const { Sid, Effect, Principal, Action, Resource, NotResource, Condition = {} } = statement;
  const conditions: Json[] = [];
  const dynamic: Json[] = [];
  for (const [operator, keys] of Object.entries(Condition)) {
    if (keys instanceof Call) {
      const [condition, value] = parts(keys);
      for (const one of conditionsOf(operator, value as Record<string, Value>, expressions))
        dynamic.push(only(condition, one));
    } else conditions.push(...conditionsOf(operator, keys, expressions));
  }
  return {
    sid: Sid,
    effect: Effect,
    ...(Principal === undefined ? {} : { principals: principals(Principal, expressions) }),
    actions: [Action].flat(),
    ...(Resource === undefined ? {} : { resources: listed(Resource, expressions) }),
    ...(NotResource === undefined ? {} : { not_resources: listed(NotResource, expressions) }),
    ...(conditions.length === 0 ? {} : { condition: conditions }),
    ...(dynamic.length === 0 ? {} : { dynamic: { condition: dynamic } }),
  };
}

function principals(principal: NonNullable<Statement['Principal']>, expressions: Expressions): Json[] {
  if (principal === '*') return [{ type: '*', identifiers: ['*'] }];
  return Object.entries(principal).map(([type, value]) => ({
    type,
    identifiers: listed(value, expressions),
  }));
}

function conditionsOf(operator: string, keys: Record<string, Value>, expressions: Expressions): Json[] {
  return Object.entries(keys).map(([variable, value]) => ({
    test: operator,
    variable,
    values: listed(value, expressions),
  }));
}

function listed(value: Value, { value: json }: Expressions): Json[] {
  return (Array.isArray(value) ? value : [value]).map(json);
}

function parts(call: Call): [condition: string, value: Value] {
  const [condition = '', value = ''] = Array.isArray(call.argument) ? call.argument : [];
  return [String(condition), value];
}

/** A block that is there on a condition alone. */
function only(condition: string, content: Json): Json {
  return { for_each: `\${local.${snakeCase(condition)} ? [1] : []}`, content };
}
