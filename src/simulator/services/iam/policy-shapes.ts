import { stableId } from '../../digest.ts';
import { policyArn } from '../../names.ts';
import type { Request, Result } from '../../service.ts';
import type { AccountContents, Document } from '../../world.ts';
import { awsManagedPolicy } from './aws-managed-policies.ts';
import { encodeDocument } from './documents.ts';
import { iamTime, policyNameOf } from './role-shapes.ts';

/** A managed policy of the account or of AWS, with its versions: the last is the default. */
export interface PolicyView {
  arn: string;
  path: string;
  description?: string;
  createdAt: string;
  versions: Document[];
}

const AWS_POLICIES_SINCE = '2015-02-06T18:39:46Z';

/** The customer managed policies of the account. */
export function localPolicies({ simulation, account }: Request): PolicyView[] {
  return (account.contents.policies ?? []).map((policy) => ({
    arn: policyArn(simulation.world, account, policy),
    path: policy.path ?? '/',
    ...(policy.description === undefined ? {} : { description: policy.description }),
    createdAt: policy.createdAt ?? simulation.world.asOf,
    versions: [...(policy.olderVersions ?? []), policy.document],
  }));
}

/** The AWS managed policies that something in the account has attached or is bounded by. */
export function awsPolicies({ account: { contents } }: Request): PolicyView[] {
  const arns = new Set([
    ...attachments(contents),
    ...[...contents.roles, ...(contents.users ?? [])].flatMap(
      ({ permissionsBoundary }) => permissionsBoundary ?? [],
    ),
  ]);
  return [...arns].sort().flatMap((arn) => {
    const document = awsManagedPolicy(arn);
    const path = arn.slice(arn.indexOf(':policy/') + 7, arn.lastIndexOf('/') + 1);
    return document ? [{ arn, path, createdAt: AWS_POLICIES_SINCE, versions: [document] }] : [];
  });
}

function attachments({ roles, users = [], groups = [] }: AccountContents): string[] {
  return [...roles, ...users, ...groups].flatMap(({ attachedPolicies = [] }) => attachedPolicies);
}

/** Counted once for all policies of a page, since the account may have thousands of roles. */
export function policyUse({ account }: Request): {
  attached: Map<string, number>;
  bounds: Map<string, number>;
} {
  const attached = new Map<string, number>();
  const bounds = new Map<string, number>();
  for (const arn of attachments(account.contents)) attached.set(arn, (attached.get(arn) ?? 0) + 1);
  const { roles, users = [] } = account.contents;
  for (const { permissionsBoundary: bound } of [...roles, ...users]) {
    if (bound) bounds.set(bound, (bounds.get(bound) ?? 0) + 1);
  }
  return { attached, bounds };
}

export function policySummary(policy: PolicyView, use: ReturnType<typeof policyUse>): Result {
  return {
    PolicyName: policyNameOf(policy.arn),
    PolicyId: stableId('ANPA', 21, policy.arn),
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: `v${policy.versions.length}`,
    AttachmentCount: use.attached.get(policy.arn) ?? 0,
    PermissionsBoundaryUsageCount: use.bounds.get(policy.arn) ?? 0,
    IsAttachable: true,
    Description: policy.description,
    CreateDate: iamTime(policy.createdAt),
    UpdateDate: iamTime(policy.createdAt),
  };
}

/** Newest first. */
export function policyVersions(policy: PolicyView): Result[] {
  return policy.versions
    .map((document, i) => ({
      Document: encodeDocument(document),
      VersionId: `v${i + 1}`,
      IsDefaultVersion: i === policy.versions.length - 1,
      CreateDate: iamTime(policy.createdAt),
    }))
    .reverse();
}
