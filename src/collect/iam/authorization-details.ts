import type {
  AttachedPolicy as AttachedPolicyDetail,
  Tag as IamTag,
  ManagedPolicyDetail,
  PolicyDetail,
  RoleDetail,
} from '@aws-sdk/client-iam';
import { itemsOf, listOf, required, time, UnusableAnswer } from '../../aws/answer.ts';
import type {
  AttachedPolicy,
  InlinePolicy,
  ManagedPolicy,
  PolicyHolder,
  Role,
  Tag,
} from '../../model/facts/authorization-details.ts';
import { type Collector, pages } from '../collector.ts';
import { sortedBy, sortedTexts } from '../values.ts';

const PAGE_SIZE = 1000;

/**
 * All roles, users and groups and all policies in use, with their documents: a few pages where asking role by role
 * would take five calls a role.
 */
export const authorizationDetails: Collector<'authorization-details'> = {
  fact: 'authorization-details',
  requires: [],
  actions: () => ['iam:GetAccountAuthorizationDetails'],
  plan: ({ roles, usersAndGroups, policies }) => [
    {
      service: 'iam',
      operation: 'GetAccountAuthorizationDetails',
      calls: pages(roles + usersAndGroups + policies, PAGE_SIZE),
    },
  ],
  async collect({ caller }) {
    const entries = await caller.list(
      'iam',
      'GetAccountAuthorizationDetails',
      'global',
      { Filter: ['Role', 'User', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'], MaxItems: PAGE_SIZE },
      (page) => [
        ...listOf(page.RoleDetailList, 'the list of roles').map((role) => ({ role: toRole(role) })),
        ...listOf(page.Policies, 'the list of policies').map((policy) => ({ policy: toPolicy(policy) })),
        ...listOf(page.UserDetailList, 'the list of users').map((user) => ({
          user: {
            ...toHolder('user', user.UserName, user.Arn, user.UserPolicyList, user.AttachedManagedPolicies),
            groups: sortedTexts(itemsOf(user.GroupList, 'the groups of a user')),
            permissionsBoundaryArn: user.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
            tags: toTags(user.Tags, 'the tags of a user'),
          },
        })),
        ...listOf(page.GroupDetailList, 'the list of groups').map((group) => ({
          group: toHolder(
            'group',
            group.GroupName,
            group.Arn,
            group.GroupPolicyList,
            group.AttachedManagedPolicies,
          ),
        })),
      ],
    );
    return {
      roles: sortedBy(
        entries.flatMap((entry) => ('role' in entry ? [entry.role] : [])),
        (role) => role.arn,
      ),
      policies: sortedBy(
        entries.flatMap((entry) => ('policy' in entry ? [entry.policy] : [])),
        (policy) => policy.arn,
      ),
      users: sortedBy(
        entries.flatMap((entry) => ('user' in entry ? [entry.user] : [])),
        (user) => user.arn,
      ),
      groups: sortedBy(
        entries.flatMap((entry) => ('group' in entry ? [entry.group] : [])),
        (group) => group.arn,
      ),
    };
  },
};

function toHolder(
  kind: 'user' | 'group',
  name: string | undefined,
  arn: string | undefined,
  inline: PolicyDetail[] | undefined,
  attached: AttachedPolicyDetail[] | undefined,
): PolicyHolder {
  return {
    name: required(name, `the name of a ${kind}`),
    arn: required(arn, `the ARN of a ${kind}`),
    inlinePolicies: inlinePolicies(inline),
    attachedPolicies: attachedPolicies(attached),
  };
}

function inlinePolicies(list: PolicyDetail[] | undefined): InlinePolicy[] {
  return sortedBy(
    listOf(list, 'the inline policies').map((policy) => ({
      name: required(policy.PolicyName, 'the name of an inline policy'),
      document: policyDocument(policy.PolicyDocument),
    })),
    (policy) => policy.name,
  );
}

function attachedPolicies(list: AttachedPolicyDetail[] | undefined): AttachedPolicy[] {
  return sortedBy(
    listOf(list, 'the attached policies').map((policy) => ({
      name: policy.PolicyName ?? '',
      arn: required(policy.PolicyArn, 'the ARN of an attached policy'),
    })),
    (policy) => policy.arn,
  );
}

function toRole(role: RoleDetail): Role {
  const arn = required(role.Arn, 'the ARN of a role');
  const lastUsed = role.RoleLastUsed;
  return {
    name: required(role.RoleName, 'the name of a role'),
    arn,
    id: required(role.RoleId, 'the id of a role'),
    path: role.Path ?? '/',
    createdAt: time(role.CreateDate, 'the creation time of a role'),
    trustPolicy: policyDocument(role.AssumeRolePolicyDocument),
    inlinePolicies: inlinePolicies(role.RolePolicyList),
    attachedPolicies: attachedPolicies(role.AttachedManagedPolicies),
    permissionsBoundaryArn: role.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
    tags: toTags(role.Tags, 'the tags of a role'),
    lastUsed: lastUsed?.LastUsedDate
      ? { at: time(lastUsed.LastUsedDate, 'the last use of a role'), region: lastUsed.Region ?? null }
      : null,
  };
}

function toTags(tags: IamTag[] | undefined, what: string): Tag[] {
  return sortedBy(
    listOf(tags, what).map((tag) => ({ key: tag.Key ?? '', value: tag.Value ?? '' })),
    (tag) => tag.key,
  );
}

function toPolicy(policy: ManagedPolicyDetail): ManagedPolicy {
  const version = listOf(policy.PolicyVersionList, 'the versions of a policy').find(
    (candidate) => candidate.IsDefaultVersion === true,
  );
  const arn = required(policy.Arn, 'the ARN of a policy');
  return {
    arn,
    name: policy.PolicyName ?? arn.slice(arn.lastIndexOf('/') + 1),
    document: policyDocument(version?.Document),
  };
}

/**
 * IAM answers with percent-encoded documents, emulators with plain ones. No JSON object is free of braces, and no
 * encoded document has any: text that is not encoded comes back as it is.
 */
export function policyDocument(text: string | undefined): string {
  const document: unknown = required(text, 'a policy document');
  if (typeof document !== 'string') throw new UnusableAnswer('a policy document is no text');
  if (!document.includes('%') || /[{}"\s]/.test(document)) return document;
  try {
    return decodeURIComponent(document);
  } catch {
    return document;
  }
}
