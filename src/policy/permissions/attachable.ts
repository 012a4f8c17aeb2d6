import type { ManagedPolicy } from '../../model/facts/authorization-details.ts';
import { arnParts } from '../wildcard.ts';
import { accessOf, administration } from './access.ts';
import { type EffectivePermissions, effectivePermissions, type Identity } from './effective.ts';
import { settled, valuesAsked } from './settled.ts';

const POLICY_KEY = 'iam:policyarn';

/** AWS's own policies that make an administrator of whoever has them attached, at once or by themselves. */
const STRONGEST = ['AdministratorAccess', 'IAMFullAccess'] as const;

/** Permissions in the case that a policy is attached that makes an administrator. */
export interface Attaching {
  permissions: EffectivePermissions;
  /** What must hold besides, to follow on "This works where". */
  doubts: readonly string[];
}

/**
 * The cases in which `iam:AttachRolePolicy` and its like attach a policy that makes an administrator, the certain ones
 * first. Without a condition on iam:PolicyARN there is one, and no doubt about it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_PolicyARN
 */
export function attachings(
  permissions: EffectivePermissions,
  { arn: roleArn }: Pick<Identity, 'arn'>,
  policies: ReadonlyMap<string, ManagedPolicy> | undefined,
): Attaching[] {
  const asked = valuesAsked(permissions, POLICY_KEY);
  if (asked.length === 0) return [{ permissions, doubts: [] }];
  const [, partition = 'aws', , , account = ''] = arnParts(roleArn) ?? [];
  const strong = [
    ...STRONGEST.map((name) => `arn:${partition}:iam::aws:policy/${name}`),
    ...asked.filter((arn) => makesAdministrator(policies?.get(arn))),
  ];
  const unread = [...asked, `arn:${partition}:iam::${account}:policy/*`].filter(
    (arn) => policies?.get(arn) === undefined && !strong.includes(arn),
  );
  return [
    ...strong.map((arn) => ({ permissions: attaching(permissions, arn), doubts: [] })),
    ...unread.map((arn) => ({
      permissions: attaching(permissions, sample(arn)),
      doubts: [`policy ${arn}, which was not read, gives more rights`],
    })),
  ];
}

function attaching(permissions: EffectivePermissions, arn: string): EffectivePermissions {
  return settled(permissions, new Map([[POLICY_KEY, [arn]]]));
}

/** An ARN that the pattern matches. */
function sample(pattern: string): string {
  return pattern.replace(/[*?]/g, 'x');
}

function makesAdministrator(policy: ManagedPolicy | undefined): boolean {
  if (policy === undefined) return false;
  const { arn, name } = policy;
  const holder = { inlinePolicies: [], attachedPolicies: [{ arn, name }], permissionsBoundaryArn: null };
  return administration(accessOf(effectivePermissions(holder, new Map([[arn, policy]])))) !== undefined;
}
