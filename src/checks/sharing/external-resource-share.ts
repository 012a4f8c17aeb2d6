import { accountCheck, type CheckContext, type Outcome } from '../../model/check.ts';
import type { OwnShare, ShareAssociation } from '../../model/facts/resource-shares.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { isInvitation } from '../../model/share-row.ts';
import { partyName } from '../../parties/party-name.ts';
import {
  hasEnded,
  present,
  type SharePrincipal,
  type SharingParty,
  sharePrincipal,
} from '../../parties/share-principals.ts';
import { unshareCommands, withinOrganizationCommand } from '../remedies/resource-share.ts';
import { listed } from '../support/judged-role.ts';
import { more } from '../support/wording.ts';
import { approvalFixes, isApproved, standingInWords } from './shared-party.ts';

const SHARE = 'AWS::RAM::ResourceShare';
/** A share that RAM made of a resource policy; RAM changes nothing about it. */
const OF_A_POLICY = 'CREATED_FROM_POLICY';
/** Resources that a sentence names. */
const NAMED = 3;

export const externalResourceShare = accountCheck({
  id: 'external-resource-share',
  area: 'sharing',
  per: 'region',
  requires: ['resource-shares'],
  title: 'Resource share stays within the organization',
  failureTitle: 'Resources are shared outside the organization, or may be',
  failsWhen:
    'A resource share of the account has principals outside the own accounts and organizations: high, and medium for a third party that is registered and whose contract has not ended. Or it has none and allows external principals, though the account and all that have it are in the organization: medium.',
  severity: 'high',
  rationale:
    'A share gives another account the use of a subnet, a gateway, a key authority or a database directly: no role is assumed, and no trust policy shows it. A share that allows principals from outside can be given to any account by whoever may change it.',
  remediation:
    'Find out who asked for the share. Where it is not needed, take the principal out of it; where it is, register the third party under thirdParties and accept the finding with an end date. Shares for own accounts alone are kept within the organization with --no-allow-external-principals. A share that a resource policy made is changed by changing that policy.',
  cannotKnow:
    'What the managed permissions of a share allow, and what was done with the resources. It covers AWS RAM: shares of the AWS Well-Architected Tool have a check of their own; shared images and snapshots, and resource policies that RAM does not list, are not read. Shares of global resources stand in us-east-1 alone, and are not seen where that Region is not read. What others share with you is in the report and not judged.',
  evaluate(facts, context): Outcome[] {
    const shares = facts['resource-shares'].own.map((share, index) => ({ share, index }));
    const standing = shares.filter(({ share }) => !hasEnded(share));
    if (standing.length === 0) {
      const { accountId } = context.account;
      return [
        {
          status: 'NOT_APPLICABLE',
          resource: { arn: `aws:ram:${context.region}:${accountId}:resource-shares`, type: SHARE },
          detail: `The account shares nothing by AWS RAM in ${context.region}.`,
        },
      ];
    }
    return standing.flatMap((subject) => judge(subject, context));
  },
});

interface Subject {
  share: OwnShare;
  index: number;
}

type Placed = ShareAssociation & { index: number; who: SharePrincipal };

function judge({ share, index }: Subject, context: CheckContext): Outcome[] {
  const resource = { arn: share.arn, type: SHARE };
  const principals = present(share.principals.map((one, at) => ({ ...one, index: at }))).map(
    (one): Placed => ({ ...one, who: sharePrincipal(one.entity, context.parties) }),
  );
  const unclear = principals.flatMap(({ who }): Outcome[] =>
    who.whose === 'not-known' ? [{ status: 'UNKNOWN', resource, detail: who.why }] : [],
  );
  const outside = [...groupedBy(principals.filter(isOutside), ({ who }) => who.party.key).values()];
  if (outside.length > 0) {
    // Of a share with many principals and many resources, so that it is worked out once.
    const what = whatIsShared(share);
    const isLast = outside.length === 1 && unclear.length === 0 && ownBeyond(principals, context) === 'none';
    return [
      ...outside.map((group) => sharedWith({ share, index }, group, { what, isLast }, context)),
      ...unclear.slice(0, 1),
    ];
  }
  if (unclear.length > 0) return unclear.slice(0, 1);
  return [{ resource, ...nobodyOutside({ share, index }, principals, context) }];
}

type Outside = Placed & { who: { whose: 'outside'; party: SharingParty } };

function isOutside(placed: Placed): placed is Outside {
  return placed.who.whose === 'outside';
}

function sharedWith(
  { share, index }: Subject,
  group: readonly [Outside, ...Outside[]],
  { what, isLast }: { what: string; isLast: boolean },
  { region, asOf }: CheckContext,
): Outcome {
  const [{ who }] = group;
  const { party } = who;
  const isOfPolicy = share.featureSet === OF_A_POLICY;
  return {
    status: 'FAIL',
    resource: { arn: share.arn, type: SHARE },
    discriminator: party.key,
    severity: isApproved(party, asOf) ? 'medium' : 'high',
    thirdParty: party.party,
    detail: `${what} ${withWhom(partyName(party), group)}. ${standingInWords(party, asOf)}`,
    evidence: group.map(({ index: at }) => ({
      fact: 'resource-shares',
      region,
      pointer: jsonPointer('own', index, 'principals', at),
      value: share.principals[at],
      marks: ['/entity'],
    })),
    ...(isOfPolicy ? { remediation: BY_ITS_POLICY } : {}),
    fixes: () => [
      ...(isOfPolicy
        ? []
        : unshareCommands(
            { arn: share.arn, region },
            group.map(({ entity }) => entity),
            isLast,
          )),
      ...approvalFixes(party),
    ],
  };
}

const BY_ITS_POLICY =
  'A resource policy made this share, and AWS RAM cannot change it: take the principal out of the policies of the resources, or promote the share to a standard one first.';

function whatIsShared(share: OwnShare): string {
  const arns = present(share.resources).map(({ entity }) => entity);
  if (arns.length === 0) return `The share ${share.name}, which holds no resource now, is`;
  const named = [
    ...arns.slice(0, NAMED),
    ...(arns.length > NAMED ? [more(arns.length - NAMED, 'resource')] : []),
  ];
  return `By the share ${share.name}, ${listed(named)} ${arns.length === 1 ? 'is' : 'are'}`;
}

/** With whom and since when; an invitation counts where nobody of them has accepted one. */
function withWhom(name: string, group: readonly Outside[]): string {
  const accepted = group.filter((one) => !isInvitation(one));
  const days = (accepted.length > 0 ? accepted : group).map(({ since }) => since.slice(0, 10));
  const since = days.toSorted()[0] ?? '';
  return accepted.length > 0
    ? `shared with ${name}, since ${since}`
    : `offered to ${name}, invited on ${since} and yet to accept`;
}

/**
 * Who of the user's own has the share and is in another organization than the account, or in none: RAM takes it for
 * external. `not-known` where it may be so.
 */
function ownBeyond(
  principals: readonly Placed[],
  { account, parties }: CheckContext,
): 'none' | 'not-known' | { name: string } {
  const home = parties.organizationOf?.(account.accountId);
  let isClear = true;
  for (const { who } of principals) {
    if (who.whose !== 'own') continue;
    const { name, accountId } = who;
    if (accountId !== undefined && parties.isMember?.(accountId) === false) return { name };
    if (parties.ownOrganizationIds.length < 2) continue;
    const theirs = accountId === undefined ? who.organizationId : parties.organizationOf?.(accountId);
    if (home === undefined || theirs === undefined) isClear = false;
    else if (home !== theirs) return { name };
  }
  return isClear ? 'none' : 'not-known';
}

type Verdict = Pick<Extract<Outcome, { status: 'FAIL' }>, 'status' | 'detail' | 'evidence'> &
  Partial<Extract<Outcome, { status: 'FAIL' }>>;

/** Of a share that nobody outside has: whether somebody from outside may be let in. */
function nobodyOutside(
  { share, index }: Subject,
  principals: readonly Placed[],
  context: CheckContext,
): Verdict | { status: 'PASS' | 'UNKNOWN'; detail: string } {
  const { account, parties, region } = context;
  if (!share.allowExternalPrincipals) {
    return { status: 'PASS', detail: 'Nobody outside has the share, and nobody outside can be let in.' };
  }
  if (share.featureSet === OF_A_POLICY) {
    const detail =
      'Nobody outside has the share. A resource policy made it, and AWS RAM lets nobody else into it.';
    return { status: 'PASS', detail };
  }
  if (parties.isMember?.(account.accountId) === false) {
    const detail =
      'Nobody but own accounts has the share. It allows external principals, as every share of an account without an organization must.';
    return { status: 'PASS', detail };
  }
  const beyond = ownBeyond(principals, context);
  if (beyond === 'not-known') {
    const detail =
      'Nobody outside has the share. It allows external principals, and whether those of yours that have it are in the same organization as the account is not known.';
    return { status: 'UNKNOWN', detail };
  }
  if (beyond !== 'none') {
    const detail = `Nobody but own accounts has the share. It allows external principals because ${beyond.name}, which is yours, is not in the organization of the account.`;
    return { status: 'PASS', detail };
  }
  if (parties.ownOrganizationIds.length === 0) {
    const detail =
      'The share allows external principals and nobody outside has it. Whether the account is in an organization is not known: the configuration names none, and none was read.';
    return { status: 'UNKNOWN', detail };
  }
  return {
    status: 'FAIL',
    discriminator: 'allows external principals',
    severity: 'medium',
    detail: `Nobody outside has the share ${share.name} yet, but it allows external principals: whoever may change it can give it to any AWS account.`,
    evidence: [
      {
        fact: 'resource-shares',
        region,
        pointer: jsonPointer('own', index, 'allowExternalPrincipals'),
        value: share.allowExternalPrincipals,
      },
    ],
    fixes: () => withinOrganizationCommand(share.arn, region),
  };
}
