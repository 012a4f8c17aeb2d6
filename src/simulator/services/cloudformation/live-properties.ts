import type { Document, Json, WorldAccount, WorldRole, WorldStackResource } from '../../world.ts';

type Properties = { [property: string]: Json };

/** What is found in the account for a resource of a stack; null when it is gone. */
export function liveProperties(account: WorldAccount, resource: WorldStackResource): Properties | null {
  if (resource.live !== undefined) return resource.live;
  if (resource.type !== 'AWS::IAM::Role') return resource.declared ?? {};
  const role = account.contents.roles.find(({ name }) => name === resource.physicalId);
  return role ? roleProperties(role) : null;
}

/** A role in the words of `AWS::IAM::Role`. */
function roleProperties(role: WorldRole): Properties {
  const { attachedPolicies, description, inlinePolicies = {}, permissionsBoundary, tags = {} } = role;
  return {
    RoleName: role.name,
    Path: role.path ?? '/',
    MaxSessionDuration: role.maxSessionDuration ?? 3600,
    AssumeRolePolicyDocument: parsed(role.trustPolicy),
    ManagedPolicyArns: attachedPolicies ?? [],
    Policies: Object.entries(inlinePolicies).map(([PolicyName, document]) => ({
      PolicyName,
      PolicyDocument: parsed(document),
    })),
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    ...(description === undefined ? {} : { Description: description }),
    ...(permissionsBoundary === undefined ? {} : { PermissionsBoundary: permissionsBoundary }),
  };
}

function parsed(document: Document): Json {
  if (typeof document !== 'string') return document;
  try {
    return JSON.parse(document) as Json;
  } catch {
    return document;
  }
}
