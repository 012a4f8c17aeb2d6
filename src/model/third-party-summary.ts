import { z } from 'zod';
import { accessWordShape, thirdPartyShape } from './party.ts';
import { countBySeverity } from './severity-shape.ts';
import { count, texts } from './shape.ts';
import { shareRowShape } from './share-row.ts';

const reachableShape = z.object({ accounts: texts, roles: texts });

/** Accounts by id and roles by ARN, sorted. */
export type Reachable = z.output<typeof reachableShape>;

const reachPathShape = z.object({ from: z.string(), to: z.string() });

/** One role leads on to another, by ARN. */
export type ReachPath = z.output<typeof reachPathShape>;

const partyUserShape = z.object({
  accountId: z.string(),
  userArn: z.string(),
  activeKeys: count.nullable().describe('Access keys that may be used; null where that was not read.'),
  password: z.boolean().nullable().describe('For the console; null where that was not read, or is not told.'),
  mfa: z.boolean().nullable(),
  lastUsedAt: z.string().nullable().describe('Of a key or the password; null: no use is on record.'),
  highestAccess: accessWordShape
    .nullable()
    .describe(
      'By its own policies and those of its groups; null where they give nothing, as far as was read.',
    ),
});

export type PartyUser = z.output<typeof partyUserShape>;

export const heldShape = z.object({
  accountId: z.string(),
  permissionSet: z.string(),
  permissionSetArn: z.string().exactOptional(),
  group: z
    .string()
    .nullable()
    .exactOptional()
    .describe('Which gives it; null where the person holds it itself.'),
  highestAccess: accessWordShape
    .nullable()
    .exactOptional()
    .describe(
      'Of the role that the permission set has in the account; null where that gives nothing, as far as was read; absent where nothing is known of it.',
    ),
  administers: z.literal(true).exactOptional(),
  notKnown: z
    .string()
    .exactOptional()
    .describe('Why it is not known, or not in full, what it gives; absent where it is.'),
  permissions: z.string().exactOptional().describe('A digest of the policies of that role.'),
});

export type PersonHolds = z.output<typeof heldShape>;

const partyAnchorShape = z.object({ accountId: z.string(), anchorArn: z.string(), name: z.string() });

export type PartyAnchor = z.output<typeof partyAnchorShape>;

const partyPersonShape = z.object({
  accountId: z.string().describe('In which IAM Identity Center was read.'),
  userId: z.string(),
  userName: z.string(),
  isDisabled: z.boolean(),
  groups: texts,
  assignments: z.array(heldShape),
  resourceArn: z.string().exactOptional().describe('By which findings know the person.'),
  region: z.string().exactOptional(),
  instanceArn: z.string().exactOptional(),
  meantBy: z
    .object({ domains: texts, groups: texts })
    .exactOptional()
    .describe('What the register has that means the person.'),
});

export const lookedForShape = z.object({
  accountId: z.string(),
  region: z.string(),
  isRead: z
    .boolean()
    .describe('False where it was not read, or the instance of the organization was not found there.'),
  users: count.describe('How many were looked through.'),
  domains: texts.describe('By which people were looked for, as the register had them.'),
  groups: texts,
});

/** Where people of third parties were looked for. */
export type PeopleLookedFor = z.output<typeof lookedForShape>;

const partyBillingShape = z.object({
  organizationId: z.string().nullable(),
  managementAccountId: z.string(),
  startsAt: z.string().nullable(),
  endsAt: z.string().nullable(),
  targetAccountId: z
    .string()
    .exactOptional()
    .describe('The management account that receives them; absent in reports of earlier versions.'),
  resourceArn: z.string().exactOptional().describe('By which findings know the transfer.'),
});

export type PartyBilling = z.output<typeof partyBillingShape>;

export type PartyPerson = z.output<typeof partyPersonShape>;

export const partyDelegationShape = z.object({
  accountId: z.string(),
  requestId: z.string(),
  requestorId: z.string().describe('The account that asks.'),
  resourceArn: z.string().describe('By which findings know the request.'),
  standing: z
    .enum(['asks', 'accepted', 'let-in', 'not-known'])
    .describe(
      '`asks`: nobody has accepted it yet; `accepted`: its token has not been sent; `let-in`: it has been; `not-known`: what its state means is not.',
    ),
  state: z.string().describe('As IAM names it.'),
  sessionSeconds: z.number().nullable().describe('How long a session lasts; null where IAM does not tell.'),
  expiresAt: z.string().nullable(),
  roleBoundaryArns: texts.describe('The permissions boundaries of roles that it may make and leave.'),
  highestAccess: accessWordShape
    .nullable()
    .describe(
      'By the policy of the request, for the time of a session; null where that gives nothing, as far as is known.',
    ),
  administers: z.literal(true).exactOptional(),
  notKnown: z
    .string()
    .exactOptional()
    .describe('Why it is not known, or not in full, what it gives; absent where it is.'),
  permissions: z
    .string()
    .exactOptional()
    .describe('A digest of its policy; absent where IAM does not tell it.'),
});

/** A request of a third party for temporary delegation (IAM). */
export type PartyDelegation = z.output<typeof partyDelegationShape>;

const partyActivityShape = z.object({
  entries: count.describe('How often it came in, over all accounts.'),
  refused: count.describe('How often it was refused, as far as that is on record in these accounts.'),
  lastAt: z.string().nullable().describe('The last entry; null where none is on record.'),
  since: z.string().nullable().describe('How far back was looked; null where nothing was read.'),
  accounts: texts.describe('Accounts that it came into.'),
  notRead: count.describe(
    'Of how many of the accounts that it may enter the record was not read, or not in full: then numbers are the least.',
  ),
  notCounted: texts
    .exactOptional()
    .describe(
      'What of it no record that is read here shows, in words; absent where there is nothing of that kind.',
    ),
});

const partyShareShape = shareRowShape
  .pick({ service: true, accountId: true, region: true, shareArn: true, name: true, direction: true })
  .extend({
    since: z
      .string()
      .nullable()
      .describe(
        'Since when the party has part in it; for an invitation, when it was sent; null where the service does not tell.',
      ),
    principals: texts.describe('As the service names the party; of a share of its own, its account.'),
    ways: z
      .array(
        z
          .object({ principal: z.string(), isAccepted: z.boolean() })
          .extend(shareRowShape.shape.parties.element.pick({ permission: true, shareId: true }).shape),
      )
      .exactOptional()
      .describe('What is known of each of these, in their order; absent in reports of earlier versions.'),
    permission: z
      .string()
      .exactOptional()
      .describe('The most that the party may do by it, as the AWS Well-Architected Tool names it.'),
    isAccepted: z.boolean().describe('False for an invitation that nobody has accepted yet.'),
    resources: count,
  });

export type PartyShare = z.output<typeof partyShareShape>;

const resourceWayShape = z.object({
  by: z
    .enum(['policy', 'grants', 'acl'])
    .describe('Its policy, grants on the key, or its access control list.'),
  principals: texts.describe('As they name the party, sorted.'),
  actions: texts.describe('The first of what these give, sorted.'),
  moreActions: count.describe('How many there are besides.'),
  on: texts
    .exactOptional()
    .describe('The ARNs that the statement names; absent where these are all that it could be.'),
  exceptOn: texts.exactOptional().describe('The ARNs that the statement leaves out.'),
  guards: texts.describe(
    'What every request must meet, in words; those that shut few out are marked as weak.',
  ),
});

/** One statement, or all grants on a key or entries of a list, by which a resource admits a party. */
export type ResourceWay = z.output<typeof resourceWayShape>;

export const partyResourceShape = z.object({
  accountId: z.string(),
  region: z.string(),
  resourceArn: z.string(),
  resourceType: z.string(),
  admitted: z
    .string()
    .exactOptional()
    .describe(
      'Whom of the party it admits, free of names that the register may change: the id of an account or organization, a principal, or `anyone`; absent in reports of earlier versions.',
    ),
  ways: z
    .array(resourceWayShape)
    .exactOptional()
    .describe('By what, as far as that is known; absent in reports of earlier versions.'),
  highestAccess: accessWordShape
    .nullable()
    .describe(
      'By the published access levels of what it may do there, as far as that is known; null where nothing is.',
    ),
  notKnown: z
    .string()
    .exactOptional()
    .describe('Why it is not known, or not in full, what it may do there; absent where it is.'),
  permissions: z
    .string()
    .exactOptional()
    .describe(
      'A digest of all that admits the party there and of what the policy forbids; absent in reports of earlier versions.',
    ),
});

/** A resource that admits a third party without any role. */
export type PartyResource = z.output<typeof partyResourceShape>;

export const thirdPartySummaryShape = z.object({
  party: thirdPartyShape.describe('Without an account id: it may come from several.'),
  accountIds: texts.describe('All account ids under which the party appears in trust policies of this run.'),
  owner: z.string().nullable().describe('From the register; null where the party is not registered.'),
  justification: z.string().nullable(),
  approvedBy: z.string().nullable(),
  contractEnds: z.string().nullable(),
  lastReviewed: z.string().nullable(),
  accounts: texts.describe('Own accounts that the party may enter.'),
  roles: texts.describe('Own roles that the party may enter.'),
  nextReview: z
    .string()
    .nullable()
    .exactOptional()
    .describe(
      'The day by which the next review is to be held, ISO date; null where the register gives no last review.',
    ),
  reachable: z
    .object({
      direct: reachableShape,
      transitive: reachableShape,
      unclear: texts.describe('Roles among these of which it is not known in full where they lead.'),
      paths: z
        .array(reachPathShape)
        .exactOptional()
        .describe(
          'The last step of the shortest way to each role of `transitive`, the nearest first; then one step from each role of `direct` that leads on by none of those.',
        ),
    })
    .describe(
      'Roles that the party can get into: those that admit it now, and those that it can reach from there and that do not admit it. Grants that have ended do not count.',
    ),
  highestAccess: accessWordShape
    .nullable()
    .describe(
      'The highest access of any of these by its own policies; null where they give none, as far as was read.',
    ),
  lastUsedAt: z
    .string()
    .nullable()
    .describe(
      'The latest use of any of these roles by anyone; null when none was used within the tracked period.',
    ),
  users: z
    .array(partyUserShape)
    .exactOptional()
    .describe(
      'IAM users of own accounts that the register gives to the party, by ARN; absent where there are none, and in reports of earlier versions.',
    ),
  trustAnchors: z
    .array(partyAnchorShape)
    .exactOptional()
    .describe(
      'Trust anchors of IAM Roles Anywhere by whose certificates the party comes into roles, by ARN; absent where there are none, and in reports of earlier versions.',
    ),
  billing: z
    .array(partyBillingShape)
    .exactOptional()
    .describe(
      'Own organizations whose bills go to the party; absent where there are none, and in reports of earlier versions.',
    ),
  delegations: z
    .array(partyDelegationShape)
    .exactOptional()
    .describe(
      'Its requests for temporary delegation that wait, were accepted or let it in, by account; absent where there are none, where they are not read, and in reports of earlier versions.',
    ),
  people: z
    .array(partyPersonShape)
    .exactOptional()
    .describe(
      'People in IAM Identity Center that the register gives to the party, by user id; absent where there are none, where it is not read, and in reports of earlier versions.',
    ),
  shares: z
    .array(partyShareShape)
    .exactOptional()
    .describe(
      'Shares of AWS RAM and of the AWS Well-Architected Tool between own accounts and the party, by account; absent where there are none, and in reports of earlier versions.',
    ),
  resources: z
    .array(partyResourceShape)
    .exactOptional()
    .describe(
      'Resources whose own policies, grants or lists admit the party, by ARN, once for each of its accounts and organizations; absent where there are none, where resource policies are not read, and in reports of earlier versions.',
    ),
  activity: partyActivityShape
    .exactOptional()
    .describe(
      'What CloudTrail shows of the party; absent where the run did not ask for it, and in reports of earlier versions.',
    ),
  openFindings: countBySeverity,
  findings: texts.describe(
    'Fingerprints of the findings that name the party or are on roles which admit it.',
  ),
});

export type ThirdPartySummary = z.output<typeof thirdPartySummaryShape>;
