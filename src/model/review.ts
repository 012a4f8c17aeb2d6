import { z } from 'zod';
import { countersignedRunShape } from './attestation.ts';
import { documentReader } from './document.ts';
import { guardStrengthShape } from './guard-strength.ts';
import { accessWordShape } from './party.ts';
import { severityShape } from './severity-shape.ts';
import { count, instant, texts } from './shape.ts';
import { sha256Shape, statementBaseShape, statementSourceShape } from './statement.ts';
import { heldShape, partyDelegationShape, partyResourceShape } from './third-party-summary.ts';

/** `2027-03-31`. */
const day = z.iso.date();

/** What a role may do, as a word; more where it administers its account or can make itself do so. */
const powerShape = z.object({
  highestAccess: accessWordShape.nullable().describe('Null: it was not worked out, or nothing is given.'),
  administered: z.enum(['is', 'can', 'may']).exactOptional(),
});

/** What a third party may use of a share. */
const sharedShape = z.object({
  service: z.enum(['ram', 'wellarchitected']),
  region: z.string(),
  permission: z.string().exactOptional().describe('As the AWS Well-Architected Tool names it.'),
  resources: count,
  isAccepted: z.boolean(),
});

/** What a person of a third party may enter by IAM Identity Center. */
const personShape = z.object({
  region: z.string().nullable().describe('Of IAM Identity Center.'),
  isDisabled: z.literal(true).exactOptional(),
  holds: z.array(
    heldShape.omit({ permissionSetArn: true }).extend({
      accountName: z.string(),
      group: z.string().nullable().describe('Which gives it; null where the person holds it itself.'),
    }),
  ),
  meantBy: z
    .object({ domains: texts, groups: texts })
    .describe('What the register had that meant the person.'),
});

/** A resource that admits a third party by itself. */
const openResourceShape = partyResourceShape
  .pick({ region: true, notKnown: true, ways: true, permissions: true })
  .extend({ type: partyResourceShape.shape.resourceType });

/** Bills of an own organization that a third party receives. */
const billsShape = z.object({
  organizationId: z.string().nullable(),
  startsAt: z.string().nullable(),
  endsAt: z.string().nullable(),
});

/** What a third party asks for, or was given, by temporary delegation. */
const delegatedShape = partyDelegationShape.pick({
  ...{ standing: true, state: true, sessionSeconds: true, expiresAt: true },
  ...{ roleBoundaryArns: true, notKnown: true, permissions: true },
});

/**
 * One way of a third party into one role, one user with which it works, one person of it, one share that it has, one
 * resource that admits it by itself, the bills of one organization, or one request for temporary delegation: what a reviewer
 * decides on.
 */
export const accessShape = z.object({
  id: z.string().describe('The same for the same way in, in every run.'),
  party: z.object({
    key: z.string(),
    name: z.string(),
    kind: z.string(),
    accountId: z.string().exactOptional(),
  }),
  owner: z.string().nullable(),
  accountId: z.string(),
  accountName: z.string(),
  roleArn: z
    .string()
    .describe(
      'Of the role; of the user, where the third party works with an IAM user; of the resource share, or of what the AWS Well-Architected Tool shares; by which findings know the person, of one in IAM Identity Center; of the resource that admits by itself; by which findings know the request, of a delegation; of the bills of an organization, a name of their own.',
    ),
  roleName: z.string(),
  principal: z
    .string()
    .describe(
      'As the trust policy or the share names it; the trust anchor that vouches for its certificate; that it is the keys or the password, of a user; by which it signs in, of a person; that it is what the resource itself says, of a resource; the account that asks for a delegation, or receives the bills.',
    ),
  trustAnchor: z.string().exactOptional().describe('Its name, where the party comes with a certificate.'),
  share: sharedShape.exactOptional().describe('Absent of all but shares.'),
  person: personShape.exactOptional().describe('Absent of all but people in IAM Identity Center.'),
  resource: openResourceShape
    .exactOptional()
    .describe('Absent of all but resources that admit by their own policies, grants or lists.'),
  billing: billsShape.exactOptional().describe('Absent of all but bills.'),
  delegation: delegatedShape.exactOptional().describe('Absent of all but requests for temporary delegation.'),
  ...powerShape.shape,
  guard: guardStrengthShape.nullable().describe('Of several grants, the weakest.'),
  guards: texts,
  lastUsedAt: z.string().nullable().describe('By anyone; null: not within the tracked period.'),
  servicesUsed: texts
    .exactOptional()
    .describe('In 90 days, by anyone, refused attempts too; absent where that is not known.'),
  findings: z
    .array(z.object({ fingerprint: z.string(), severity: severityShape, title: z.string() }))
    .describe('Open ones on the role or user that concern the party.'),
  digests: z
    .object({
      ...{ trustPolicy: z.string(), permissions: z.string() },
      sessions: z
        .string()
        .exactOptional()
        .describe('Of the session policies of profiles, where the party comes with a certificate.'),
    })
    .exactOptional(),
  credentialsRead: z
    .literal(false)
    .exactOptional()
    .describe('Of a user: whether it has a key or a password is not known. Absent where it has one.'),
});

export type Access = z.output<typeof accessShape>;

export const DECISIONS = ['keep', 'reduce', 'remove'] as const;

/** What a reviewer answers of one access. */
const answerShape = z.object({
  decision: z.enum(DECISIONS),
  until: day.describe('keep: to be decided again by then. reduce, remove: to be done by then.'),
  reason: z.string(),
});

export type Answer = z.output<typeof answerShape>;

/** What a party has in the run under review, and how much of it is decided here. */
const reviewedPartyShape = z.object({ key: z.string(), name: z.string(), accesses: count, decided: count });

/** What a sealed review says. */
export const reviewShape = statementBaseShape.extend({
  runAsOf: instant.describe('What was decided on is what there was then.'),
  population: z.object({
    accesses: count.describe('All accesses of third parties in the run.'),
    unreadAccounts: count
      .exactOptional()
      .describe(
        'Accounts in scope of which the run did not read the roles, or the shares, trust anchors, policies of resources, requests for temporary delegation or receivers of bills where it was to read these: who has access there is not among the accesses; or, where it was to be read, IAM Identity Center. Absent in reviews of earlier versions.',
      ),
    sha256: sha256Shape.describe('Over their ids, sorted, a line each.'),
  }),
  sheets: z.array(
    z.object({
      id: z.string(),
      by: z.enum(['party', 'owner']),
      of: z.string(),
      accesses: count,
      decided: count,
    }),
  ),
  parties: z.array(reviewedPartyShape),
  decisions: z.array(answerShape.extend({ access: accessShape })),
  undecided: texts.describe('Ids of accesses of the sheets that are still to be decided.'),
});

export type Review = z.output<typeof reviewShape>;

/** A review as a run knows it: what later runs hold its decisions against. */
const knownReviewShape = statementSourceShape.extend({
  manifestSha256: z.string(),
  counts: z.boolean().describe('Whether anything follows from it.'),
  why: z.string().exactOptional().describe('Why nothing does.'),
  ...reviewShape.pick({ runId: true, by: true, at: true, runAsOf: true, population: true, parties: true })
    .shape,
  undecided: count,
  decisions: z.array(
    answerShape.extend({
      access: accessShape.omit({
        findings: true,
        guards: true,
        guard: true,
        lastUsedAt: true,
        servicesUsed: true,
        owner: true,
      }),
    }),
  ),
});

export type KnownReview = z.output<typeof knownReviewShape>;
export type KnownDecision = KnownReview['decisions'][number];

/** The newest shape of `decisions.json`. */
export const DECISIONS_SCHEMA_VERSION = 1;

const decisionsShape = z.object({
  schemaVersion: count,
  readAt: instant,
  reviews: z.array(knownReviewShape).describe('The oldest first.'),
  countersigned: countersignedRunShape
    .nullable()
    .describe('The run before, where somebody has countersigned it.'),
  problems: z
    .array(z.object({ file: z.string(), problem: z.string() }))
    .describe('Nothing was taken from these.'),
});

/** What people had said of the runs before when a run was started: it is judged with that, now and in years. */
export type KnownDecisions = z.output<typeof decisionsShape>;

export const parseDecisions = documentReader(decisionsShape, DECISIONS_SCHEMA_VERSION);

/**
 * `open`: nobody has decided. `kept`: to stay, for now. `lapsed`: it was kept until a day that has passed. `pending`: to be
 * removed or reduced, and there is time. `overdue`: that time is over, and it is as it was. `changed`: something has
 * changed, and whether that is less, or what was kept may give more than it did, is for a person to say. `done`: it was removed or reduced. `gone`: it was kept, and is
 * not there any more. `not-known`: it could not be looked at.
 */
export const ACCESS_STATES = [
  'overdue',
  'lapsed',
  'open',
  'changed',
  'not-known',
  'pending',
  'kept',
  'done',
  'gone',
] as const;

export type AccessState = (typeof ACCESS_STATES)[number];

const accessStandingShape = z.object({
  id: z.string(),
  party: z.string(),
  partyKey: z.string(),
  accountId: z.string(),
  accountName: z.string(),
  roleArn: z.string(),
  name: z.string().exactOptional().describe('By which a person signs in; absent of all else.'),
  principal: z.string(),
  state: z.enum(ACCESS_STATES),
  detail: z.string().describe('What was found, in a sentence.'),
  decided: answerShape
    .extend({ by: z.string(), at: z.string(), file: z.string() })
    .nullable()
    .describe('The last decision that counts.'),
});

export type AccessStanding = z.output<typeof accessStandingShape>;

/** `held`: every access of a run that read all accounts was decided within it. `in-part`: some were. `missed`: none. `running`: it is not over. */
const periodShape = z.object({
  from: day,
  to: day,
  state: z.enum(['held', 'in-part', 'missed', 'running']),
  reviews: count,
  decided: count.describe('Of the run of which most was decided.'),
  accesses: count.describe('Of the same run.'),
  unreadAccounts: count
    .exactOptional()
    .describe(
      'Accounts of which the same run did not read all roles, shares, trust anchors, policies of resources, requests for temporary delegation and receivers of bills; absent where it read all.',
    ),
  unchecked: count
    .exactOptional()
    .describe(
      'Of the reviews, those that no key of a reviewer of the configuration signed; absent where none is.',
    ),
});

const calendarShape = z.object({
  control: z.string(),
  every: z.enum(['quarter', 'half-year']),
  asks: z.string().describe('What asks for it, in words.'),
  periods: z.array(periodShape).describe('The newest first.'),
  left: count.describe('Older periods that are not listed.'),
});

export type ReviewCalendar = z.output<typeof calendarShape>;

/** What the reviews of the runs before come to. */
export const reviewStandingShape = z.object({
  readAt: instant.describe('When the reviews were read.'),
  reviews: z.array(knownReviewShape.omit({ decisions: true, parties: true }).extend({ decided: count })),
  problems: z.array(z.object({ file: z.string(), problem: z.string() })),
  summary: z.object(
    Object.fromEntries(ACCESS_STATES.map((state) => [state, count])) as Record<AccessState, typeof count>,
  ),
  accesses: z.array(accessStandingShape).describe('Those that need someone first.'),
  parties: z
    .array(
      z.object({
        key: z.string(),
        lastReviewed: day
          .nullable()
          .describe('Null: reviews were begun, and none has decided all of its accesses.'),
        typed: z.string().nullable().describe('The day that the register gives, which is not taken.'),
      }),
    )
    .describe('Parties whose last review follows from sealed reviews.'),
  calendar: z.array(calendarShape),
});

export type ReviewStanding = z.output<typeof reviewStandingShape>;

/** A list of accesses for one person to decide on. */
export interface ReviewSheet {
  /** Changes with the run and with anything that the sheet says. */
  id: string;
  runId: string;
  manifestSha256: string;
  asOf: string;
  title: string;
  by: 'party' | 'owner';
  /** The party's key, or the owner; empty for those without one. */
  of: string;
  /** In words. */
  name: string;
  accesses: Access[];
}

/** What the form shows of a sheet, in words. */
export interface ReviewFormView {
  title: string;
  name: string;
  by: string;
  runId: string;
  asOf: string;
  manifestSha256: string;
  sheet: string;
  format: string;
  /** What the answers are saved as. */
  fileName: string;
  /** At what the run did not look, in sentences: there may be more than is here. */
  notLookedAt: readonly string[];
  accesses: ReadonlyArray<{
    id: string;
    number: string;
    party: string;
    /** The role, user, person, share, resource, bills or request by its name. */
    into: string;
    account: string;
    roleArn: string;
    principal: string;
    can: string;
    guard: string;
    lastUsed: string;
    findings: string;
    owner: string;
  }>;
}
