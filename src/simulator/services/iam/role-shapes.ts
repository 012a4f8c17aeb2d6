import { roleArn, roleId } from '../../names.ts';
import type { Request, Result } from '../../service.ts';
import type { XmlValue } from '../../wire/xml.ts';
import type { WorldRole } from '../../world.ts';
import { encodeDocument } from './documents.ts';

/** What ListRoles says of a role. */
export function roleSummary({ simulation, account }: Request, role: WorldRole): Result {
  const { world } = simulation;
  return {
    Path: role.path ?? '/',
    RoleName: role.name,
    RoleId: roleId(account, role),
    Arn: roleArn(world, account, role),
    CreateDate: iamTime(role.createdAt ?? world.asOf),
    AssumeRolePolicyDocument: encodeDocument(role.trustPolicy),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration ?? 3600,
  };
}

/** What GetAccountAuthorizationDetails says of a role: no description and no session duration. */
export function roleDetail({ simulation, account }: Request, role: WorldRole): Result {
  const { world } = simulation;
  return {
    Path: role.path ?? '/',
    RoleName: role.name,
    RoleId: roleId(account, role),
    Arn: roleArn(world, account, role),
    CreateDate: iamTime(role.createdAt ?? world.asOf),
    AssumeRolePolicyDocument: encodeDocument(role.trustPolicy),
    InstanceProfileList: [],
    RolePolicyList: Object.entries(role.inlinePolicies ?? {}).map(([name, document]) => ({
      PolicyName: name,
      PolicyDocument: encodeDocument(document),
    })),
    AttachedManagedPolicies: (role.attachedPolicies ?? []).map((arn) => ({
      PolicyName: policyNameOf(arn),
      PolicyArn: arn,
    })),
    PermissionsBoundary: boundaryDetail(role.permissionsBoundary),
    Tags: tagList(role.tags ?? {}),
    RoleLastUsed: roleUse(role),
  };
}

export function boundaryDetail(arn: string | undefined): XmlValue {
  return arn
    ? { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: arn }
    : undefined;
}

/** An empty element for a role that was not used within the tracked period. */
export function roleUse(role: WorldRole): XmlValue {
  return role.lastUsed ? { LastUsedDate: iamTime(role.lastUsed.at), Region: role.lastUsed.region } : {};
}

export function tagList(tags: Record<string, string>): XmlValue {
  return Object.entries(tags).map(([key, value]) => ({ Key: key, Value: value }));
}

export function policyNameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** IAM's times have whole seconds. */
export function iamTime(time: string): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
