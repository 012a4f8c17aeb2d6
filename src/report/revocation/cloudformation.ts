import { stringify } from 'yaml';
import type { RevocationPlan, RevokedRole } from './plan.ts';

/** A template for one account that ends the sessions of these roles, and the statements for the templates that made them. */
export function revocationTemplate(
  { policyName }: Pick<RevocationPlan, 'policyName'>,
  roles: readonly RevokedRole[],
): string {
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
    Description:
      'Ends the sessions of these roles that were begun before a moment. First refuse the party in their trust policies, in the stacks that made them; the statements stand under Metadata.',
    Metadata: {
      TrustStatements: Object.fromEntries(
        roles.filter(({ denies }) => denies.length > 0).map(({ roleArn, denies }) => [roleArn, denies]),
      ),
    },
    Parameters: {
      BegunBefore: {
        Type: 'String',
        Description: 'Now, as 2026-06-01T12:00:00Z',
        AllowedPattern: '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ',
      },
    },
    Resources: Object.fromEntries(resources),
  };
  return stringify(template, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}
