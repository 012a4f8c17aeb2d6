import type { RoleFix } from '../../model/role-fix.ts';
import { parametersOf, type TemplateParameter } from './parameters.ts';
import { isPrintable } from './printable.ts';

/**
 * A fragment of a Terraform module with the arguments of the role as the fix leaves it; external IDs are sensitive
 * variables. Undefined where a policy holds what cannot be seen.
 */
export function fixModule(fix: RoleFix): string | undefined {
  const { roleName, trustPolicy, inlinePolicy, maxSessionDuration } = fix;
  const parameters = parametersOf(fix, (number) => `external_id_${number}`);
  const documents = [trustPolicy, inlinePolicy].map((one) => one && JSON.parse(one.after));
  if (!isPrintable(JSON.stringify(documents))) return undefined;
  const [trust, inline] = documents.map((one) => one && `jsonencode(${expression(one, parameters, '  ')})`);
  return [
    ...parameters.map(
      ({ name, input }) =>
        `variable "${name}" {\n  description = ${text(input.says)}\n  type        = string\n  sensitive   = true\n}\n`,
    ),
    ...(trust === undefined && maxSessionDuration === undefined
      ? []
      : [
          [
            '# These arguments belong into the resource that makes the role.',
            'resource "aws_iam_role" "role" {',
            `  name = ${text(roleName)}`,
            ...(trust === undefined ? [] : [`  assume_role_policy = ${trust}`]),
            ...(maxSessionDuration === undefined
              ? []
              : [`  max_session_duration = ${maxSessionDuration.after}`]),
            '}\n',
          ].join('\n'),
        ]),
    ...(inline === undefined
      ? []
      : [
          `resource "aws_iam_role_policy" "countersign_deny" {\n  name   = ${text(inlinePolicy?.policyName ?? '')}\n  role   = ${text(roleName)}\n  policy = ${inline}\n}\n`,
        ]),
  ].join('\n');
}

function expression(value: unknown, parameters: readonly TemplateParameter[], indent: string): string {
  if (typeof value === 'string') {
    const parameter = parameters.find(({ input }) => input.placeholder === value);
    return parameter === undefined ? text(value) : `var.${parameter.name}`;
  }
  const inner = `${indent}  `;
  if (Array.isArray(value))
    return `[\n${value.map((one) => `${inner}${expression(one, parameters, inner)},\n`).join('')}${indent}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, member]) => `${inner}${text(key)} = ${expression(member, parameters, inner)}\n`,
  );
  return `{\n${members.join('')}${indent}}`;
}

/** Terraform fills in what stands in `${…}` and `%{…}`. */
function text(value: string): string {
  return JSON.stringify(value).replace(/[$%](?=\{)/g, (sign) => `${sign}${sign}`);
}
