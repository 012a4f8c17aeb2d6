import type { ActionCause } from '../../model/action.ts';
import type { Finding } from '../../model/finding.ts';
import type { RoleInventoryEntry } from '../../model/role-inventory-entry.ts';
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
 * Where what a finding is about is written down: the stack set or the stack that it came from, a stack by name whatever the
 * account, or the document of its role. A stack whose name alone speaks of a stack set is told apart from those that the
 * stack set is known to deploy: anybody may name one so. Which module of Terraform made a role no fact tells.
 */
export function sourcesOf(
  roles: Rows<RoleInventoryEntry>,
): (finding: Pick<Finding, 'checkId' | 'resourceArn' | 'roleArns'>) => Source {
  const byArn = new Map<string, Pick<RoleInventoryEntry, 'roleName' | 'stack'> & Digests>();
  const sets = new Map<string, NonNullable<NonNullable<RoleInventoryEntry['stack']>['stackSet']>>();
  for (const { roleArn, roleName, stack = null, digests } of roles) {
    byArn.set(roleArn, { roleName, stack, digests });
    if (stack?.stackId !== undefined && stack.stackSet !== undefined) sets.set(stack.stackId, stack.stackSet);
  }
  return ({ checkId, resourceArn, roleArns = [] }) => {
    const declared = ofStack(resourceArn, sets.get(resourceArn));
    if (declared !== undefined) return declared;
    const role = [resourceArn, ...roleArns].map((arn) => byArn.get(arn)).find((known) => known !== undefined);
    if (role === undefined) return ALONE;
    if (role.stack) return named(role.stack.stackName, role.stack.stackSet);
    const digest = role.digests?.[PERMISSIONS.has(checkId) ? 'permissions' : 'trustPolicy'];
    return digest === undefined ? ALONE : { kind: 'policy', name: role.roleName, key: `policy:${digest}` };
  };
}

interface Digests {
  digests: RoleInventoryEntry['digests'] | undefined;
}

const STACK = /^arn:[^:]+:cloudformation:[^:]*:\d{12}:(stack|stackset)\/([^/:]+)/;

interface StackSetRef {
  name: string;
  arn: string;
}

function ofStack(arn: string, set: StackSetRef | undefined): Source | undefined {
  const [, kind, name] = STACK.exec(arn) ?? [];
  if (name === undefined) return undefined;
  return kind === 'stackset' ? stackSet({ name, arn }) : named(name, set);
}

function named(stackName: string, known: StackSetRef | undefined): Source {
  if (known !== undefined) return stackSet(known);
  const perhaps = stackSetOf(stackName);
  return perhaps === undefined
    ? { kind: 'stack', name: stackName, key: `stack:${stackName}` }
    : { kind: 'stack set by name', name: perhaps, key: `stack set by name:${perhaps}` };
}

function stackSet({ name, arn }: StackSetRef): Source {
  return { kind: 'stack set', name, key: `stack set:${arn}` };
}
