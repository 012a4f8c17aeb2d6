import type { AuthorizationDetails } from '../model/facts/authorization-details.ts';
import type { RoleSettings } from '../model/facts/role-settings.ts';
import type { DeclaredRoles } from './declared-roles.ts';

/** IAM's own, where a role says nothing. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const SHORTEST_SESSION = 3600;

/** What would be read of an account with these roles and nothing else, on the day on which they are made. */
export function templateFacts(
  { roles, policies }: Pick<DeclaredRoles, 'roles' | 'policies'>,
  { accountId, partition, madeAt }: { accountId: string; partition: string; madeAt: string },
): { details: AuthorizationDetails; settings: RoleSettings } {
  const arnOf = (path: string, name: string) => `arn:${partition}:iam::${accountId}:role${path}${name}`;
  return {
    details: {
      roles: roles.map((role) => ({
        name: role.name,
        arn: arnOf(role.path, role.name),
        id: `AROA${role.logicalId}`,
        path: role.path,
        createdAt: madeAt,
        trustPolicy: documentText(role.trustPolicy),
        inlinePolicies: role.inlinePolicies.map(({ name, document }) => ({
          name,
          document: documentText(document),
        })),
        attachedPolicies: role.attachedPolicyArns.map((arn) => ({
          arn,
          name: arn.slice(arn.lastIndexOf('/') + 1),
        })),
        permissionsBoundaryArn: role.permissionsBoundaryArn,
        tags: role.tags,
        lastUsed: null,
      })),
      policies: policies.map(({ arn, name, document }) => ({ arn, name, document: documentText(document) })),
      users: [],
      groups: [],
    },
    settings: {
      roles: roles.map(({ path, name, maxSessionDuration = SHORTEST_SESSION, description }) => ({
        arn: arnOf(path, name),
        maxSessionDuration,
        description,
      })),
    },
  };
}

/** A policy may stand in a template as data or as its JSON text. What is missing is no policy either. */
export function documentText(document: unknown): string {
  return typeof document === 'string' ? document : (JSON.stringify(document) ?? '');
}
