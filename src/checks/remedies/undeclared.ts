import type { CheckContext } from '../../model/check.ts';
import type { Role } from '../../model/facts/authorization-details.ts';
import type { Fix } from '../../model/fix.ts';
import { templateFragment } from './cloudformation.ts';
import { command } from './command.ts';
import { commandFixes, fixes } from './fix.ts';
import { shownPolicy } from './shown-policy.ts';
import { trustDocument } from './trust-policy.ts';

/** A policy of a role that its stack does not declare: an inline policy's name, or an ARN. */
export interface UndeclaredPolicy {
  kind: 'inline' | 'attached' | 'boundary';
  name: string;
}

/** How to take an undeclared policy off a role, and how to declare it. */
export function undeclaredFixes(
  role: Role,
  policy: UndeclaredPolicy,
  logicalId: string,
  context: CheckContext,
): Fix[] {
  const properties = propertiesOf(role, policy, context);
  const declared =
    properties === undefined
      ? []
      : fixes(
          'cloudformation',
          'If it is wanted: what its template has to declare, beside what it declares now',
          templateFragment(logicalId, 'AWS::IAM::Role', properties),
        );
  return [...commandFixes('If it is not wanted: with the AWS CLI', [removal(role, policy)]), ...declared];
}

function removal(role: Role, { kind, name }: UndeclaredPolicy): string | undefined {
  switch (kind) {
    case 'inline':
      return command`aws iam delete-role-policy --role-name ${role.name} --policy-name ${name}`;
    case 'attached':
      return command`aws iam detach-role-policy --role-name ${role.name} --policy-arn ${name}`;
    case 'boundary':
      return command`aws iam delete-role-permissions-boundary --role-name ${role.name}`;
  }
}

function propertiesOf(
  role: Role,
  { kind, name }: UndeclaredPolicy,
  context: CheckContext,
): object | undefined {
  switch (kind) {
    case 'inline': {
      const document = trustDocument(
        role.inlinePolicies.find((policy) => policy.name === name)?.document ?? '',
      );
      return document === undefined
        ? undefined
        : { Policies: [{ PolicyName: name, PolicyDocument: shownPolicy(document, context) }] };
    }
    case 'attached':
      return { ManagedPolicyArns: [name] };
    case 'boundary':
      return { PermissionsBoundary: name };
  }
}
