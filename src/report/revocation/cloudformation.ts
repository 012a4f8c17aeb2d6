import { stringify } from 'yaml';
import type { RevocationPlan, RevokedRole, RevokedUser } from './plan.ts';

/**
 * A template for one account that ends the sessions of these roles, and the statements for the templates that made them; it
 * refuses the users whatever they do. Keys and passwords that exist no template changes.
 */
export function revocationTemplate(
  { policyName }: Pick<RevocationPlan, 'policyName'>,
  { roles, users }: { roles: readonly RevokedRole[]; users: readonly RevokedUser[] },
): string {
  const refused = users.map(({ userName }, index): [string, object] => [
    `RefusedUser${index + 1}`,
    {
      Type: 'AWS::IAM::UserPolicy',
      Properties: {
        UserName: userName,
        PolicyName: policyName,
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
        },
      },
    },
  ]);
  const resources = roles.map(({ roleName }, index): [string, object] => [
    `Revoked${index + 1}`,
    {
      Type: 'AWS::IAM::RolePolicy',
      Properties: {
        RoleName: roleName,
        PolicyName: policyName,
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Deny',
              Action: '*',
              Resource: '*',
              Condition: { DateLessThan: { 'aws:TokenIssueTime': { Ref: 'BegunBefore' } } },
            },
          ],
        },
      },
    },
  ]);
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: descriptionOf(roles.length > 0, users.length > 0),
    Metadata: {
      TrustStatements: Object.fromEntries(
        roles.filter(({ denies }) => denies.length > 0).map(({ roleArn, denies }) => [roleArn, denies]),
      ),
    },
    ...(roles.length === 0 ? {} : { Parameters: { BegunBefore: BEGUN_BEFORE } }),
    Resources: Object.fromEntries([...resources, ...refused]),
  };
  return stringify(template, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}

const BEGUN_BEFORE = {
  Type: 'String',
  Description: 'Now, as 2026-06-01T12:00:00Z',
  AllowedPattern: '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ',
};

function descriptionOf(hasRoles: boolean, hasUsers: boolean): string {
  return [
    ...(hasRoles
      ? [
          'Ends the sessions of these roles that were begun before a moment. First refuse the party in their trust policies, in the stacks that made them; the statements stand under Metadata.',
        ]
      : []),
    ...(hasUsers
      ? [
          'Refuses the users whatever they do. Their keys and passwords stay as they are: no template changes those that exist, the script does.',
        ]
      : []),
  ].join(' ');
}
