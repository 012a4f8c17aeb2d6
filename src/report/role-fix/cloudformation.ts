import { stringify } from 'yaml';
import type { RoleFix } from '../../model/role-fix.ts';
import { parametersOf, type TemplateParameter } from './parameters.ts';
import { isPrintable } from './printable.ts';

/**
 * A fragment of a CloudFormation template with the role as the fix leaves it; external IDs are parameters that are not
 * shown. Undefined where a text in a policy would mean something else in a template than it says.
 */
export function fixTemplate(fix: RoleFix): string | undefined {
  const { stack, roleName, trustPolicy, inlinePolicy, maxSessionDuration } = fix;
  const parameters = parametersOf(fix, (number) => `ExternalId${number}`);
  const logicalId = stack?.logicalId ?? 'Role';
  const documents = [trustPolicy, inlinePolicy].map((one) => one && JSON.parse(one.after));
  if (!/^[A-Za-z0-9]+$/.test(logicalId) || !documents.every(isPlain)) return undefined;
  const [trust, inline] = documents.map((one) => one && withParameters(one, parameters));
  const properties = {
    ...(trust === undefined ? {} : { AssumeRolePolicyDocument: trust }),
    ...(maxSessionDuration === undefined ? {} : { MaxSessionDuration: maxSessionDuration.after }),
  };
  const template = {
    ...(parameters.length === 0
      ? {}
      : {
          Parameters: Object.fromEntries(
            parameters.map(({ name, input }) => [
              name,
              { Type: 'String', NoEcho: true, MinLength: 2, Description: input.says },
            ]),
          ),
        }),
    Resources: {
      ...(Object.keys(properties).length === 0
        ? {}
        : { [logicalId]: { Type: 'AWS::IAM::Role', Properties: properties } }),
      ...(inlinePolicy === undefined
        ? {}
        : {
            CountersignDeny: {
              Type: 'AWS::IAM::RolePolicy',
              Properties: {
                RoleName: roleName,
                PolicyName: inlinePolicy.policyName,
                PolicyDocument: inline,
              },
            },
          }),
    },
  };
  return stringify(template, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}

function withParameters(value: unknown, parameters: readonly TemplateParameter[]): unknown {
  if (typeof value === 'string') {
    const parameter = parameters.find(({ input }) => input.placeholder === value);
    return parameter === undefined ? value : { Ref: parameter.name };
  }
  if (Array.isArray(value)) return value.map((one) => withParameters(one, parameters));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withParameters(inner, parameters)]),
  );
}

/** Whether CloudFormation would neither call a function nor read a secret that someone has written into a policy. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'string') return isPrintable(value) && !value.includes('{{resolve:');
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(
    ([key, inner]) => key !== 'Ref' && !key.startsWith('Fn::') && isPlain(key) && isPlain(inner),
  );
}
