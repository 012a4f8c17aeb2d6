import type { Parameter, Template } from '../template.ts';
import { expressionsOf, type Json, literal, snakeCase } from './expressions.ts';
import { policyData } from './policies.ts';
import { bodyOf, FORMS, type Writing } from './resources.ts';

type Blocks = Record<string, Record<string, Json>>;

/**
 * The template as a module of Terraform, in its JSON syntax: that is as much Terraform as the other one, no text of it
 * can be quoted wrongly, and whoever checks it needs no more than JSON.
 * https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function terraformModule(template: Template, heading: string): string {
  const { description, parameters, conditions, resources, outputs } = template;
  const expressions = expressionsOf(resources, FORMS);
  const written: Blocks = {};
  const policies: Record<string, Json> = {};
  for (const [logicalId, { type, properties, condition, keep }] of Object.entries(resources)) {
    const form = FORMS[type];
    if (form === undefined) throw new Error(`Terraform has no form of ${type}.`);
    const name = snakeCase(logicalId);
    const writing: Writing = {
      ...expressions,
      name,
      self: `${form.type}.${name}`,
      body: (members, renamed = {}) => bodyOf(members, renamed, expressions),
      policy(document, part) {
        const named = part === undefined ? name : `${name}_${part}`;
        policies[named] = policyData(document, expressions);
        return `\${data.aws_iam_policy_document.${named}.json}`;
      },
    };
    for (const block of form.write(properties, writing)) {
      written[block.type] = {
        ...written[block.type],
        [name]: {
          ...(condition === undefined ? {} : { count: `\${local.${snakeCase(condition)} ? 1 : 0}` }),
          ...block.body,
          ...(keep && block.type === form.type ? { lifecycle: { prevent_destroy: true } } : {}),
        },
      };
    }
  }
  return moduleText({
    '//': `${heading} ${description}`,
    terraform: REQUIREMENTS,
    variable: variables(parameters),
    ...(Object.keys(conditions).length === 0
      ? {}
      : { locals: mapped(conditions, (condition) => `\${${expressions.expression(condition)}}`) }),
    data: {
      aws_partition: { current: {} },
      aws_region: { current: {} },
      aws_caller_identity: { current: {} },
      aws_iam_policy_document: policies,
    },
    resource: written,
    output: mapped(outputs, ({ description: said, value }) => ({
      description: said,
      value: expressions.value(value),
    })),
  });
}

export const REQUIREMENTS: Json = {
  required_version: '>= 1.3',
  required_providers: { aws: { source: 'hashicorp/aws', version: '>= 5.50' } },
};

export function moduleText(module: Json): string {
  return `${JSON.stringify(module, null, 2)}\n`;
}

export function variables(parameters: Readonly<Record<string, Parameter>>): Json {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => [
      snakeCase(name),
      {
        description: parameter.description,
        type: parameter.type === 'Number' ? 'number' : 'string',
        nullable: false,
        ...(parameter.default === undefined ? {} : { default: parameter.default }),
        ...(parameter.secret === undefined ? {} : { sensitive: true }),
        ...validation(snakeCase(name), parameter),
      },
    ]),
  );
}

function validation(name: string, { allowed, pattern, constraint, least, most }: Parameter) {
  const rules: Array<[condition: string, message: string]> = [];
  if (pattern !== undefined)
    rules.push([`can(regex(${JSON.stringify(literal(pattern))}, var.${name}))`, `${constraint}.`]);
  if (allowed !== undefined)
    rules.push([`contains(${JSON.stringify(allowed)}, var.${name})`, `One of ${allowed.join(', ')}.`]);
  if (least !== undefined && most !== undefined)
    rules.push([`var.${name} >= ${least} && var.${name} <= ${most}`, `A number from ${least} to ${most}.`]);
  if (rules.length === 0) return {};
  return {
    validation: rules.map(([condition, message]) => ({
      condition: `\${${condition}}`,
      error_message: literal(message),
    })),
  };
}

function mapped<T>(of: Readonly<Record<string, T>>, each: (value: T) => Json): { [name: string]: Json } {
  return Object.fromEntries(Object.entries(of).map(([name, value]) => [snakeCase(name), each(value)]));
}
