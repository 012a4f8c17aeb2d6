import {
  type OrganizationContext,
  type Outcome,
  organizationCheck,
  type Population,
} from '../../model/check.ts';
import { isOver } from '../../model/days.ts';
import type { BillingTransfer, BillingTransfers } from '../../model/facts/billing-transfers.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { billsResource, transferResource, transferStanding } from '../../parties/billing-receivers.ts';
import { accountRef } from '../../parties/third-party.ts';
import { accountEntryFixes } from '../remedies/register.ts';

export const billingTransfer = organizationCheck({
  id: 'billing-transfer',
  area: 'sharing',
  per: 'account',
  title: 'Bills go to registered third parties alone',
  failureTitle: 'An outside management account receives the bills of the organization',
  failsWhen:
    'The bills of the organization go, by a transfer that runs, to a management account that is neither own nor registered, or that is registered and whose contract has ended. Invitations that wait, and transfers that are over, are not judged.',
  severity: 'medium',
  rationale:
    'By Billing Transfer a management account outside the organization receives its bills and pays them. It sees what every account uses and what it costs, and sets the prices that the organization sees. No role and no share tells of it.',
  remediation:
    'Find out who agreed to the transfer, and under which contract. Register the third party with an owner and a reason, or end the transfer: in the console under Billing Transfer, or with aws organizations terminate-responsibility-transfer.',
  cannotKnow:
    'What the other side shows to whom, and what it does with the bills; of a transfer that was withdrawn it goes on to see the bills until its end. Transfers of organizations that are not read, and those of which only the management account knows where the organization is read as a delegated administrator. Accounts outside of organizations, whose bills a reseller may pay without a transfer.',
  requires: [],
  digest: () => null,
  evaluate(population: Population<null>, context): Outcome[] {
    const accounts = new Set<string>();
    for (const { account } of population.digests) accounts.add(account.accountId);
    const [first] = accounts;
    if (first === undefined) return [];
    const { billing = [] } = context;
    if (billing.length === 0) {
      const resource = { arn: `aws:organizations:global:${first}:billing-transfers`, type: TYPE };
      const detail = 'The run reads no organization whose bills could be transferred.';
      return [{ status: 'NOT_APPLICABLE', resource, detail, accountId: first }];
    }
    return billing.flatMap(({ organizationId, transfers }): Outcome[] => {
      const about = {
        accountId: first,
        resource: { arn: billsResource(organizationId), type: TYPE },
      };
      if (transfers.status === 'NOT_COLLECTED') {
        const detail = `The fact billing-transfers was not collected: ${transfers.message}`;
        return [{ ...about, status: 'UNKNOWN', detail }];
      }
      const { managementAccountId } = transfers.value;
      const accountId = accounts.has(managementAccountId) ? managementAccountId : first;
      return ofOrganization({ ...about, accountId }, transfers.value, context);
    });
  },
});

const TYPE = 'AWS::Organizations::ResponsibilityTransfer';

type About = Pick<Outcome, 'resource'> & { accountId: string };

function ofOrganization(
  about: About,
  { asked, managementAccountId, outbound }: BillingTransfers,
  context: OrganizationContext,
): Outcome[] {
  if (asked === 'NOT_THE_MANAGEMENT_ACCOUNT') {
    const detail = `Only the management account ${managementAccountId} knows to whom the bills of the organization go, and the organization was read by another.`;
    return [{ ...about, status: 'NOT_APPLICABLE', silent: true, detail }];
  }
  if (asked === 'NOT_OFFERED')
    return [{ ...about, status: 'NOT_APPLICABLE', detail: 'AWS offers no Billing Transfer here.' }];
  if (outbound.length === 0)
    return [
      { ...about, status: 'NOT_APPLICABLE', detail: 'The bills of the organization go to nobody else.' },
    ];
  return outbound.map((transfer, index) => judge(about, transfer, index, context));
}

function judge(
  { accountId, resource }: About,
  transfer: BillingTransfer,
  index: number,
  { parties, asOf }: OrganizationContext,
): Outcome {
  const about = {
    accountId,
    resource: { ...resource, arn: transferResource(transfer, resource.arn) },
  };
  const { targetAccountId } = transfer;
  const standing = transferStanding(transfer, asOf);
  if (standing === 'not known')
    return {
      ...about,
      status: 'UNKNOWN',
      detail:
        transfer.status === 'WITHDRAWN'
          ? 'The transfer was withdrawn, and AWS does not say when it ends: until then it goes on.'
          : `What its state means, ${transfer.status}, is not known here.`,
    };
  if (standing === 'over')
    return {
      ...about,
      status: 'NOT_APPLICABLE',
      detail: `The transfer is over, or never was (${transfer.status}).`,
    };
  if (targetAccountId === null)
    return { ...about, status: 'UNKNOWN', detail: 'AWS does not say to whom the bills go.' };
  const who = parties.whoIs(targetAccountId);
  const name =
    who.name === targetAccountId
      ? `management account ${targetAccountId}`
      : `${who.name} (management account ${targetAccountId})`;
  if (standing === 'asked')
    return {
      ...about,
      status: 'NOT_APPLICABLE',
      detail: `The bills of the organization would go to ${name}, if the invitation is accepted that waits.`,
    };
  const since = transfer.startsAt === null ? '' : ` from ${transfer.startsAt.slice(0, 10)} on`;
  const until = transfer.endsAt === null ? '' : ` until ${transfer.endsAt.slice(0, 10)}`;
  const goes = `The bills of the organization go to ${name}${since}${until}`;
  if (who.kind === 'own') return { ...about, status: 'PASS', detail: `${goes}, which is your own.` };
  const ended = who.kind === 'registered' ? who.entry.contractEnds : undefined;
  const hasEnded = isOver(ended, asOf);
  if (who.kind === 'registered' && !hasEnded)
    return { ...about, status: 'PASS', detail: `${goes}, which is registered.` };
  const party = accountRef(who);
  return {
    ...about,
    status: 'FAIL',
    detail: `${goes}, ${hasEnded ? `whose contract ended on ${ended}` : 'which is not registered'}. It sees what every account uses and what it costs.`,
    thirdParty: party,
    evidence: [
      {
        fact: 'billing-transfers',
        region: 'global',
        pointer: jsonPointer('outbound', index),
        value: transfer,
        marks: ['/status', '/targetAccountId'],
      },
    ],
    fixes: () => accountEntryFixes(who, hasEnded),
  };
}
