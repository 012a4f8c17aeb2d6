import {
  type OrganizationContext,
  type Outcome,
  type OutcomeEvidence,
  organizationCheck,
} from '../../model/check.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import type { AccessWord } from '../../model/party.ts';
import type { Administered, ChainStep, PartyReach } from '../../model/reach.ts';
import { standingOfProvider, WHOSE_IS_NOT_KNOWN } from '../../parties/outside-providers.ts';
import { partyName } from '../../parties/party-name.ts';
import { denyFixes } from '../remedies/deny-policy.ts';
import { listed } from '../support/judged-role.ts';

const ROLE_TYPE = 'AWS::IAM::Role';

export const transitiveThirdPartyAccess = organizationCheck({
  id: 'transitive-third-party-access',
  area: 'trust',
  title: 'Roles of third parties lead to no other role',
  failureTitle: 'Third party can go on to a role that does not admit it',
  severity: 'high',
  rationale:
    'A role that may assume other roles passes its visitors on. Whoever approved the first role approved only that one: what lies behind it was granted to a third party without anyone having decided so.',
  remediation:
    'Take sts:AssumeRole on the next role out of the policies of the role before it, or take that role out of the next one’s trust policy. Where the way on is wanted, register and review the third party for the end role too.',
  cannotKnow:
    'Roles of accounts that are neither in the configuration nor in the organization, service and resource control policies, and where services or people pass credentials on. A condition that depends on the caller, the time or the network is named and not decided. Whose people come by a SAML provider, or workloads by a cluster, that the account itself has set up: these are taken for your own sign-in and not judged here. Nor does it know whose an issuer is that is in no list of shared ones.',
  per: 'account',
  requires: ['authorization-details'],
  // How far outsiders get is worked out once for the whole run, for this check and for the report.
  digest: () => null,
  evaluate: (_, context) => {
    const { reach } = context;
    if (reach === undefined) throw new Error('the reach of third parties was not worked out');
    return reach.flatMap((one) => {
      const standing = one.party.kind === 'identity-provider' ? standingOfProvider(one.key) : 'outside';
      if (standing === 'own') return [];
      const outcomes = judge(one, context);
      return standing === 'outside'
        ? outcomes
        : outcomes.map((outcome) => withoutBlame(outcome, partyName(one)));
    });
  },
});

/** Of a provider of which nobody knows whose it is. */
function withoutBlame(outcome: Outcome, name: string): Outcome {
  if (outcome.status !== 'FAIL') return outcome;
  const { resource, accountId } = outcome;
  return {
    status: 'NOT_APPLICABLE',
    silent: true,
    resource,
    ...(accountId === undefined ? {} : { accountId }),
    detail: `For ${name} a way leads here, and ${WHOSE_IS_NOT_KNOWN}. ${outcome.detail}`,
  };
}

/** One finding for each role at the end of a chain; a role that leads nowhere passes. */
function judge(reach: PartyReach, context: OrganizationContext): Outcome[] {
  const unclear = new Set(reach.unclear.map(({ roleArn }) => roleArn));
  const name = partyName(reach);
  return [
    ...reach.chains.map((chain) => failed(reach, chain, context)),
    ...reach.unclear.map(
      ({ roleArn, accountId, reason }): Outcome => ({
        status: 'UNKNOWN',
        resource: { arn: roleArn, type: ROLE_TYPE },
        accountId,
        detail: `Where ${name} can go on to from this role is not known: ${reason}.`,
      }),
    ),
    ...reach.closed
      .filter(({ roleArn }) => !unclear.has(roleArn))
      .map(
        ({ roleArn, accountId }): Outcome => ({
          status: 'PASS',
          resource: { arn: roleArn, type: ROLE_TYPE },
          accountId,
          detail: `From this role ${name} can go on to no role that does not admit it anyway.`,
        }),
      ),
  ];
}

function failed(
  { key, party }: PartyReach,
  chain: readonly ChainStep[],
  context: OrganizationContext,
): Outcome {
  const [first, ...onward] = chain;
  const [before, end] = chain.slice(-2);
  if (first === undefined || before === undefined || end === undefined) {
    throw new Error('a chain has fewer than two roles');
  }
  const name = partyName({ party, key });
  const conditions = [...new Set(onward.flatMap((step) => step.conditions))];
  return {
    status: 'FAIL',
    resource: { arn: end.roleArn, type: ROLE_TYPE },
    accountId: end.accountId,
    ...(conditions.length === 0 && administers(end) ? { severity: 'critical' as const } : {}),
    discriminator: key,
    thirdParty: party,
    detail: [
      `This role does not admit ${name}, which can get into it all the same: ${[name, ...chain.map(({ roleArn }) => roleArn)].join(' → ')}.`,
      `${accessInWords(end)}${conditions.length === 0 ? '.' : `; the way stands open provided that ${listed(conditions)}.`}`,
    ].join(' '),
    evidence: chain.flatMap(({ statements }) =>
      statements.map(
        (statement): OutcomeEvidence => ({
          fact: 'authorization-details',
          region: 'global',
          ...statement,
          marks: waysIn(statement.value),
        }),
      ),
    ),
    remediation: remediation(before, end),
    fixes: () =>
      denyFixes(
        { arn: before.roleArn, name: before.roleArn.split('/').at(-1) ?? '' },
        { actions: ['sts:AssumeRole'], resource: end.roleArn },
        `If the way on is not wanted, for the role before it in account ${before.accountId}`,
        context,
      ),
  };
}

/** Whether nothing stands between a role's policies and the rights of an administrator. */
function administers({ administered }: ChainStep): boolean {
  return administered === 'is' || administered === 'can';
}

function accessInWords({ administered, highestAccess, accountId }: ChainStep): string {
  return administered === undefined
    ? ACCESS_IN_WORDS[highestAccess ?? 'none']
    : `${ADMINISTERED_IN_WORDS[administered]} of account ${accountId}`;
}

const ADMINISTERED_IN_WORDS: Readonly<Record<Administered, string>> = {
  is: 'By its own policies it is administrator',
  can: 'By its own policies it can make itself administrator',
  may: 'By its own policies it may be able to make itself administrator',
};

const ACCESS_IN_WORDS: Readonly<Record<AccessWord | 'none', string>> = {
  none: 'No published action was found among its own policies',
  list: 'What it may do by its own policies goes as far as listing resources',
  read: 'What it may do by its own policies goes as far as reading data',
  write: 'What it may do by its own policies goes as far as changing data and resources',
  admin: 'What it may do by its own policies goes as far as managing permissions',
};

function remediation(before: ChainStep, end: ChainStep): string {
  const trust = `take ${before.roleArn} out of the trust policy of ${end.roleArn}, by name or by a condition on aws:PrincipalArn where it admits the whole account`;
  const choice =
    end.permission === null
      ? `Within one account the trust policy alone is enough: ${trust}.`
      : `Take sts:AssumeRole on ${end.roleArn} out of ${end.permission} of ${before.roleArn}, or ${trust}.`;
  return `${choice} Where the way on is wanted, register and review the third party for the end role too.`;
}

/** Whom a statement of a trust policy lets in, or what a statement of the role before lets it do. */
function waysIn(statement: unknown): string[] {
  if (typeof statement !== 'object' || statement === null) return [];
  return ['Principal', 'NotPrincipal', 'Action', 'NotAction']
    .filter((element) => element in statement)
    .slice(0, 1)
    .map((element) => jsonPointer(element));
}
