import type { ActionCause } from '../../model/action.ts';
import type { Finding } from '../../model/finding.ts';
import type { RoleInventoryEntry } from '../../model/report.ts';
import type { Rows } from '../../model/rows.ts';
import { stackSetOf } from '../../model/stack-set-name.ts';

export interface Source extends Pick<ActionCause['source'], 'kind' | 'name'> {
  /** Tells it from every other; empty where each resource stands for itself. */
  key: string;
}

export const ALONE: Source = { kind: 'resource', name: '', key: '' };

/** Checks that find fault with what a role may do, and not with whom it trusts. */
const PERMISSIONS: ReadonlySet<string> = new Set([
  'full-admin-policy',
  'third-party-admin',
  'third-party-privileges',
  'transitive-third-party-access',
  'undeclared-policy',
  'unused-services',
]);

/**
 * Where what a finding is about is written down: the stack set or the stack that it came from, by name whatever the
 * account, or the document of its role. Which module of Terraform made a role no fact tells.
 */
export function sourcesOf(
  roles: Rows<RoleInventoryEntry>,
): (finding: Pick<Finding, 'checkId' | 'resourceArn' | 'roleArns'>) => Source {
  const byArn = new Map<string, Pick<RoleInventoryEntry, 'roleName' | 'stack'> & Digests>();
  for (const { roleArn, roleName, stack = null, digests } of roles)
    byArn.set(roleArn, { roleName, stack, digests });
  return ({ checkId, resourceArn, roleArns = [] }) => {
    const declared = ofStack(resourceArn);
    if (declared !== undefined) return declared;
    const role = [resourceArn, ...roleArns].map((arn) => byArn.get(arn)).find((known) => known !== undefined);
    if (role === undefined) return ALONE;
    if (role.stack) return named(role.stack.stackName);
    const digest = role.digests?.[PERMISSIONS.has(checkId) ? 'permissions' : 'trustPolicy'];
    return digest === undefined ? ALONE : { kind: 'policy', name: role.roleName, key: `policy:${digest}` };
  };
}

interface Digests {
  digests: RoleInventoryEntry['digests'] | undefined;
}

const STACK = /^arn:[^:]+:cloudformation:[^:]*:\d{12}:(stack|stackset)\/([^/:]+)/;

function ofStack(arn: string): Source | undefined {
  const [, kind, name] = STACK.exec(arn) ?? [];
  if (name === undefined) return undefined;
  return kind === 'stackset' ? stackSet(name) : named(name);
}

function named(stackName: string): Source {
  const set = stackSetOf(stackName);
  return set === undefined ? { kind: 'stack', name: stackName, key: `stack:${stackName}` } : stackSet(set);
}

function stackSet(name: string): Source {
  return { kind: 'stack set', name, key: `stack set:${name}` };
}
