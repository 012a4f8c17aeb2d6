import type { CheckContext } from '../../model/check.ts';
import type { Role } from '../../model/facts/authorization-details.ts';
import type { Fix } from '../../model/fix.ts';
import { templateFragment } from './cloudformation.ts';
import { command } from './command.ts';
import { commandFixes, fixes } from './fix.ts';
import { shownPolicy } from './shown-policy.ts';
import { trustDocument } from './trust-policy.ts';

/** A template that describes a role as it is, and how to bring the role under it. */
export function importFixes(role: Role, context: CheckContext): Fix[] {
  const logicalId = `${role.name.replace(/[^A-Za-z0-9]/g, '')}Role`;
  const properties = propertiesOf(role, context);
  const template =
    properties === undefined
      ? []
      : fixes(
          'cloudformation',
          'The role as it is now, as a template (its maximum session and description are to be added where they are set)',
          templateFragment(logicalId, 'AWS::IAM::Role', properties, { DeletionPolicy: 'Retain' }),
        );
  if (template.length === 0) return [];
  const [region] = context.account.regions;
  const imported = JSON.stringify([
    {
      ResourceType: 'AWS::IAM::Role',
      LogicalResourceId: logicalId,
      ResourceIdentifier: { RoleName: role.name },
    },
  ]);
  const stack = `role-${role.name}`.replace(/[^A-Za-z0-9-]/g, '-').slice(0, 128);
  return [
    ...template,
    ...commandFixes(
      'Import it with the AWS CLI, with that template saved as role.yaml; then read the change set before you execute it',
      [
        command`aws cloudformation create-change-set --stack-name ${stack} --change-set-name import-role --change-set-type IMPORT --capabilities CAPABILITY_NAMED_IAM --template-body file://role.yaml --resources-to-import ${imported} --region ${region ?? ''}`,
      ],
    ),
  ];
}

/** Undefined where a document of the role is none, so that no template can hold it. */
function propertiesOf(role: Role, context: CheckContext): object | undefined {
  const trust = trustDocument(role.trustPolicy);
  const inline = role.inlinePolicies.map(({ name, document }) => ({
    name,
    document: trustDocument(document),
  }));
  if (trust === undefined || inline.some(({ document }) => document === undefined)) return undefined;
  const tags = role.tags.filter(({ key }) => !key.startsWith('aws:'));
  return {
    RoleName: role.name,
    ...(role.path === '/' ? {} : { Path: role.path }),
    AssumeRolePolicyDocument: shownPolicy(trust, context),
    ...(role.attachedPolicies.length === 0
      ? {}
      : { ManagedPolicyArns: role.attachedPolicies.map(({ arn }) => arn) }),
    ...(role.permissionsBoundaryArn === null ? {} : { PermissionsBoundary: role.permissionsBoundaryArn }),
    ...(inline.length === 0
      ? {}
      : {
          Policies: inline.map(({ name, document }) => ({
            PolicyName: name,
            PolicyDocument: shownPolicy(document, context),
          })),
        }),
    ...(tags.length === 0
      ? {}
      : {
          Tags: shownPolicy(
            tags.map(({ key, value }) => ({ Key: key, Value: value })),
            context,
          ),
        }),
  };
}
