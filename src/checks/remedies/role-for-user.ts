import type { CheckContext } from '../../model/check.ts';
import type { AuthorizationDetails, PolicyHolder, User } from '../../model/facts/authorization-details.ts';
import { type Fix, NEW_EXTERNAL_ID } from '../../model/fix.ts';
import { parseJson } from '../../model/json-text.ts';
import type { RegisteredThirdParty } from '../../model/party.ts';
import { inlineLength, LONGEST_INLINE } from '../../policy/permissions/used-policy.ts';
import { shutThenDeleted } from './access-keys.ts';
import { templateFragment } from './cloudformation.ts';
import { fixes } from './fix.ts';
import { shownPolicy } from './shown-policy.ts';

/** A role may carry so many managed policies at first. */
const MOST_MANAGED = 10;

/** What tells of a user, in lower case; a document with escapes may write it by these. */
const BY_USER = [
  'aws:username',
  'aws:userid',
  'aws:principalarn',
  'aws:principaltag',
  'aws:principaltype',
  '\\u',
];

/** The plan to move a third party from a user to a role, step by step: the role, then the keys. */
export function roleInsteadOfUser(
  user: User,
  details: AuthorizationDetails,
  entry: RegisteredThirdParty,
  context: CheckContext,
): Fix[] {
  return [
    ...fixes(
      'cloudformation',
      'First a role that may do what the user may: cut it down to what they need, then send them its ARN and the external ID',
      templateFragment('RoleInsteadOfUser', 'AWS::IAM::Role', roleFor(user, details, entry, context)),
    ),
    ...shutThenDeleted(user.name, context.account, {
      shut: 'When they come by the role and the last use of the key stands still',
      gone: 'When nobody has missed them for a while',
    }),
  ];
}

function roleFor(
  user: User,
  details: AuthorizationDetails,
  { accountIds, allowedSourceIps = [] }: RegisteredThirdParty,
  context: CheckContext,
): object {
  const { partition } = context.account;
  const [account = '<their AWS account>', ...others] = accountIds;
  const theirs = others.length === 0 ? account : '<the AWS account that they come from>';
  return {
    Description: `Instead of the access keys of the user ${user.name}`,
    MaxSessionDuration: 3600,
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:${partition}:iam::${theirs}:role/<the role that they come by>` },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'sts:ExternalId': NEW_EXTERNAL_ID },
            ...(allowedSourceIps.length === 0 ? {} : { IpAddress: { 'aws:SourceIp': allowedSourceIps } }),
          },
        },
      ],
    },
    ...permissionsOf(user, details, context),
    ...(user.permissionsBoundaryArn ? { PermissionsBoundary: user.permissionsBoundaryArn } : {}),
  };
}

/**
 * What the user and its groups carry. Where that is more than a role takes, is not known or not understood, or would mean
 * something else for a role, a person has to write it.
 */
function permissionsOf(user: User, { groups = [], policies }: AuthorizationDetails, context: CheckContext) {
  const holders: PolicyHolder[] = [user, ...groups.filter(({ name }) => user.groups?.includes(name))];
  const bounds = user.permissionsBoundaryArn;
  const isWhole = bounds !== undefined && user.groups !== undefined && holders.length > user.groups.length;
  const managed = [
    ...new Set(holders.flatMap(({ attachedPolicies }) => attachedPolicies.map(({ arn }) => arn))),
  ];
  const inline = holders.flatMap(({ inlinePolicies }) => inlinePolicies);
  const names = distinctNames(inline.map(({ name }) => name));
  const own = inline.map(({ document }, index) => ({
    PolicyName: names[index],
    PolicyDocument: documentOf(document, context),
  }));
  const isReadable = own.every(({ PolicyDocument }) => PolicyDocument !== undefined);
  const isShort = inlineLength(inline.map(({ document }) => document)) <= LONGEST_INLINE;
  const inForce = policies.filter(({ arn }) => arn === bounds || managed.includes(arn));
  const isPersonal = [...inline, ...inForce].some(({ document }) => goesByUser(document));
  if (!isWhole || managed.length > MOST_MANAGED || !isReadable || !isShort || isPersonal)
    return { ManagedPolicyArns: ['<the ARN of a policy with what they need>'] };
  return {
    ...(managed.length === 0 ? {} : { ManagedPolicyArns: managed }),
    ...(own.length === 0 ? {} : { Policies: own }),
  };
}

/** The user and each of its groups have names of their own; the role has each once. */
function distinctNames(names: readonly string[]): string[] {
  const taken = new Set(names);
  const seen = new Set<string>();
  return names.map((name) => {
    let distinct = name;
    for (let number = 1; seen.has(distinct) || (number > 1 && taken.has(distinct)); number += 1)
      distinct = `${name}-${number}`;
    seen.add(distinct);
    return distinct;
  });
}

/**
 * Whether a document asks who its user is: a role has no such name and not its tags, so that a Deny may speak of it no more.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-infotouse
 */
function goesByUser(document: string): boolean {
  const text = document.toLowerCase();
  return BY_USER.some((key) => text.includes(key));
}

function documentOf(document: string, context: CheckContext): object | undefined {
  try {
    const parsed: unknown = parseJson(document);
    return typeof parsed === 'object' && parsed !== null ? Object(shownPolicy(parsed, context)) : undefined;
  } catch {
    return undefined;
  }
}
