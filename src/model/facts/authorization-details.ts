import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { holding, name, ownArn, policy, time, unique } from './held.ts';
import { EVENTUALLY_CONSISTENT } from './iam-limits.ts';

const tag = holding('tag', z.object({ key: name, value: name }));

const inlinePolicy = z.object({
  name,
  /** The JSON document as IAM returned it, URL-decoded; not necessarily valid JSON. */
  document: policy,
});

const attachedPolicy = z.object({ name, arn: name });

/** One role as GetAccountAuthorizationDetails gives it. */
const role = z.object({
  name,
  arn: ownArn,
  /** The unique id, `AROA…`. */
  id: name,
  path: name,
  createdAt: time,
  /** The trust policy document as IAM returned it, URL-decoded; not necessarily valid JSON. */
  trustPolicy: policy,
  inlinePolicies: z.array(inlinePolicy),
  attachedPolicies: z.array(attachedPolicy),
  permissionsBoundaryArn: name.nullable(),
  tags: z.array(tag),
  /** Null when the role was not used within the tracked period (at most 400 days): not the same as never. */
  lastUsed: z.object({ at: time, region: name.nullable() }).nullable(),
});

/** A customer or AWS managed policy that something in the account has attached; default version only. */
const managedPolicy = z.object({ arn: ownArn, name, document: policy });

/** A user or group, with the policies that it holds. */
const policyHolder = z.object({
  name,
  arn: ownArn,
  inlinePolicies: z.array(inlinePolicy),
  attachedPolicies: z.array(attachedPolicy),
});

const user = policyHolder.extend({
  /** The names of its groups; absent, like the boundary, in evidence from before they were read. */
  groups: z.exactOptional(z.array(name)),
  permissionsBoundaryArn: z.exactOptional(name.nullable()),
  /** Absent in evidence from before they were read. */
  tags: z.exactOptional(z.array(tag)),
});

/** What was judged of an external ID while its value was at hand. */
const keptExternalId = holding(
  'answers',
  z.object({
    /** What stands in the documents instead of the value. */
    standIn: z.string(),
    /** What would stand there for its spelling in lower case; absent from evidence older than this. */
    inAnyCase: z.exactOptional(z.string()),
    isUuid: z.boolean(),
    /** How hard it is to guess, against what someone may know: `surroundings` is the SHA-256 of that. */
    strengths: z.array(
      z.object({ surroundings: z.string(), bits: z.number(), reasons: z.array(z.string()) }),
    ),
    /** Whether all of it follows a format of the register. */
    formats: z.array(z.object({ expression: z.string(), follows: z.boolean() })),
  }),
);

const shape = z.object({
  roles: unique(role, 'arn'),
  policies: unique(managedPolicy, 'arn'),
  /** Absent, like `groups`, in evidence from before they were read. */
  users: z.exactOptional(unique(user, 'arn')),
  groups: z.exactOptional(unique(policyHolder, 'arn')),
  /** Present where external IDs were not kept: then something stands in for each, here and in all other facts. */
  externalIds: z.exactOptional(z.array(keptExternalId)),
});

export type Tag = z.infer<typeof tag>;
export type InlinePolicy = z.infer<typeof inlinePolicy>;
export type AttachedPolicy = z.infer<typeof attachedPolicy>;
export type Role = z.infer<typeof role>;
export type ManagedPolicy = z.infer<typeof managedPolicy>;
export type PolicyHolder = z.infer<typeof policyHolder>;
export type User = z.infer<typeof user>;
export type KeptExternalId = z.infer<typeof keptExternalId>;
export type AuthorizationDetails = z.infer<typeof shape>;

export const authorizationDetails = declareFact({
  title: 'Roles, users and groups with their policies',
  scope: 'global',
  shape,
  limits: [
    {
      // https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleLastUsed.html
      source: 'iam: last use of a role',
      limit: 'Tracked for the trailing 400 days; activity usually shows within four hours.',
    },
    EVENTUALLY_CONSISTENT,
  ],
  planning: ({ roles, policies, users = [], groups = [] }) => ({
    roles: roles.length,
    usersAndGroups: users.length + groups.length,
    policies: policies.length,
  }),
});
