import { accountCheck, type CheckContext, type Outcome } from '../../model/check.ts';
import type { SharedThing, ToolShare } from '../../model/facts/well-architected-shares.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { isInvitation } from '../../model/share-row.ts';
import { TOOL_KIND_WORDS, type ToolKind, toolKindResource } from '../../model/tool-kind.ts';
import { partyName } from '../../parties/party-name.ts';
import { type SharePrincipal, type SharingParty, sharePrincipal } from '../../parties/share-principals.ts';
import { mayChange, standingShares } from '../../parties/tool-shares.ts';
import { toolUnshareCommands } from '../remedies/tool-share.ts';
import { approvalFixes, isApproved, standingInWords } from './shared-party.ts';

const KINDS = {
  workloads: { kind: 'workload', type: 'AWS::WellArchitected::Workload' },
  lenses: { kind: 'lens', type: 'AWS::WellArchitected::Lens' },
  profiles: { kind: 'profile', type: 'AWS::WellArchitected::Profile' },
  templates: { kind: 'template', type: 'AWS::WellArchitected::ReviewTemplate' },
} as const satisfies Record<string, { kind: ToolKind; type: string }>;

type Member = keyof typeof KINDS;

export const wellArchitectedShare = accountCheck({
  id: 'well-architected-share',
  area: 'sharing',
  per: 'region',
  requires: ['well-architected-shares'],
  title: 'What the Well-Architected Tool keeps is shared within the organization alone',
  failureTitle:
    'A workload, lens, profile or template of the Well-Architected Tool is shared outside the organization',
  failsWhen:
    'A workload, custom lens, profile or review template of the account is shared with, or offered to, somebody outside the own accounts and organizations: a workload high, any other medium, and each one step lower for a third party that is registered and whose contract has not ended.',
  severity: 'high',
  rationale:
    'A workload of the AWS Well-Architected Tool says what a system is made of and where it is weak. Whoever has a share of it reads that without any role, and a contributor can change the answers on which others decide. A profile says what the business puts first, a review template what its reviews are answered with beforehand, a lens what they ask.',
  remediation:
    'Find out who asked for the share. Where the review is over, delete it; where it is still needed, register the third party under thirdParties, give it READONLY if it need not write answers, and accept the finding with an end date.',
  cannotKnow:
    'Since when something is shared, and what was read by it: the service does not tell. What was copied meanwhile is not taken back by ending a share. Who has the reports that were made of a workload is not read. What others share with you is in the report and not judged.',
  evaluate(facts, context): Outcome[] {
    const { offered, ...shared } = facts['well-architected-shares'];
    const members = ['workloads', 'lenses', 'profiles', 'templates'] as const satisfies readonly Member[];
    const { region, account } = context;
    const asAWhole = (member: Member) => ({
      arn: toolKindResource(KINDS[member].kind, { accountId: account.accountId, region }),
      type: KINDS[member].type,
    });
    const outcomes = members.flatMap((member): Outcome[] => {
      const things = shared[member];
      if (things !== undefined)
        return things.flatMap((thing, index) => judge({ member, thing, index }, context));
      const detail = `The ${TOOL_KIND_WORDS[KINDS[member].kind]}s in ${region} were not read: the facts are of an earlier version.`;
      return offered ? [{ status: 'UNKNOWN', resource: asAWhole(member), detail }] : [];
    });
    if (outcomes.length > 0) return outcomes;
    const detail = offered
      ? `The account has no workload, lens, profile or review template of its own in ${region}.`
      : `AWS does not have the Well-Architected Tool in ${region}.`;
    return [{ status: 'NOT_APPLICABLE', resource: asAWhole('workloads'), detail }];
  },
});

interface Subject {
  member: Member;
  thing: SharedThing;
  index: number;
}

type Placed = ToolShare & { index: number; who: SharePrincipal };
type Outside = Placed & { who: { whose: 'outside'; party: SharingParty } };

function judge(subject: Subject, context: CheckContext): Outcome[] {
  const { member, thing } = subject;
  const resource = { arn: thing.arn, type: KINDS[member].type };
  const shares = standingShares(thing.shares.map((one, index) => ({ ...one, index }))).map(
    (one): Placed => ({ ...one, who: sharePrincipal(one.sharedWith, context.parties) }),
  );
  const outside = shares.filter((one): one is Outside => one.who.whose === 'outside');
  const unclear = shares.flatMap(({ who }): Outcome[] =>
    who.whose === 'not-known' ? [{ status: 'UNKNOWN', resource, detail: who.why }] : [],
  );
  const found = [...groupedBy(outside, ({ who }) => who.party.key).values()];
  const outcomes = [...found.map((group) => sharedWith(subject, group, context)), ...unclear.slice(0, 1)];
  return outcomes.length > 0
    ? outcomes
    : [
        {
          status: 'PASS',
          resource,
          detail: 'Nobody outside has part in it, and nobody outside is asked in.',
        },
      ];
}

/** What a system is made of and where it is weak, a workload alone says. */
function sharedWith(
  { member, thing, index }: Subject,
  group: readonly [Outside, ...Outside[]],
  { region, asOf }: CheckContext,
): Outcome {
  const { party } = group[0].who;
  const { kind, type } = KINDS[member];
  const severity = isApproved(party, asOf) ? 'medium' : 'high';
  return {
    status: 'FAIL',
    resource: { arn: thing.arn, type },
    discriminator: party.key,
    severity: kind === 'workload' ? severity : severity === 'high' ? 'medium' : 'low',
    thirdParty: party.party,
    detail: `The ${TOOL_KIND_WORDS[kind]} ${thing.name} is ${withWhom(partyName(party), group)}. ${standingInWords(party, asOf)}`,
    evidence: group.map(({ index: at }) => ({
      fact: 'well-architected-shares',
      region,
      pointer: jsonPointer(member, index, 'shares', at),
      value: thing.shares[at],
      marks: kind === 'workload' ? ['/sharedWith', '/permission'] : ['/sharedWith'],
    })),
    fixes: () => [
      ...toolUnshareCommands(
        { kind, arn: thing.arn, region },
        group.map(({ id }) => id),
      ),
      ...approvalFixes(party),
    ],
  };
}

/** With whom, to do what, and whether it has accepted; of several shares the one that lets it do the most. */
function withWhom(name: string, group: readonly Outside[]): string {
  const accepted = group.filter((one) => !isInvitation(one));
  const shares = accepted.length > 0 ? accepted : group;
  const unknown = shares.find(({ permission }) => permission !== null && !KNOWN.has(permission));
  const what =
    unknown !== undefined
      ? `by the permission ${unknown.permission}, which is not known here`
      : shares.some(mayChange)
        ? 'to read it and to change its answers'
        : 'to read it';
  const users = shares.filter(({ sharedWith: entity }) => entity.includes(':user/'));
  const as = users.length === shares.length ? `, for ${users.length === 1 ? 'one user' : 'users'} there` : '';
  return accepted.length > 0
    ? `shared with ${name}${as}, ${what}`
    : `offered to ${name}${as}, ${what}, and not accepted yet`;
}

const KNOWN: ReadonlySet<string> = new Set(['READONLY', 'CONTRIBUTOR']);
