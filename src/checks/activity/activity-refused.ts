import { accountCheck, type Outcome, type OutcomeEvidence } from '../../model/check.ts';
import type { Activity, ActivityRefusal } from '../../model/facts/activity.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import type { AccountStudy } from '../../model/study.ts';
import { outsideParties } from '../../parties/outside-providers.ts';
import { trustOf } from '../../policy/access-role.ts';
import { externalIdConditions } from '../../policy/required-guards.ts';
import { judgeRoles, listed, notApplicable } from '../support/judged-role.ts';
import {
  day,
  firstFew,
  inTimes,
  MOST_SHOWN,
  nameOf,
  type Outsider,
  outsiderOf,
  periodOf,
  RECORD_CANNOT_KNOW,
  unreadOf,
} from '../support/role-activity.ts';

/** How STS says that somebody may not come in, or brought a token that is not taken. */
const REFUSED = /AccessDenied|Unauthorized|InvalidIdentityToken|IDPRejectedClaim/i;

export const activityRefused = accountCheck({
  id: 'activity-refused',
  area: 'activity',
  per: 'account',
  title: 'Nobody from outside is refused entry again and again',
  failureTitle: 'Someone from outside was refused entry',
  failsWhen:
    'Somebody from outside was refused entry into a role, or into none that the record tells, `times` times or more; or into a role once without an external ID where the role asks for one and the record shows the request.',
  severity: 'medium',
  rationale:
    'Whoever tries a door that is shut is a third party whose setup is wrong, or somebody who looks for a way in. A try without the external ID is what the external ID is there to stop.',
  remediation:
    'If it is a third party of yours, help it to come as agreed. If you do not know them, see that no other role admits them, and tell the owner of the account or provider that they come from.',
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
  cannotKnow: `What AWS accounts outside were refused: CloudTrail records a refused cross-account request in the account that it came from, and not in that of the role. What is on record here are refusals of identity providers, and of accounts whose own log files are read. Without request parameters it is not known whether an external ID was sent. ${RECORD_CANNOT_KNOW}`,
  parameters: {
    times: { default: 5, description: 'How often the same one has to be refused before it counts.' },
  },
  requires: ['authorization-details', 'activity'],
  evaluate(facts, context) {
    const { activity } = facts;
    const { times } = context.parameters;
    const refusals = context.study.once(refusalsByRole, activity);
    const period = periodOf(activity);
    const names = new Set(facts['authorization-details'].roles.map(({ arn }) => arn));
    const nowhere = [...refusals].filter(([arn]) => !names.has(arn)).flatMap(([, refused]) => refused);
    const account = {
      arn: `aws:cloudtrail:global:${context.account.accountId}:refusals`,
      type: 'AWS::CloudTrail::Trail',
    };
    const atNoRole = byOutsider(nowhere, context.study)
      .filter(({ refused }) => timesOf(refused) >= times)
      .map((one): Outcome => {
        const found = failure(one, [], period);
        const detail = `${found.detail} No role of the account is on record as what they asked for: the event does not tell it, or there is none by that name.`;
        return { resource: account, ...found, detail };
      });
    const atRoles = judgeRoles(facts['authorization-details'], context, (subject): Outcome[] => {
      const { role, resource, study } = subject;
      const here = refusals.get(role.arn) ?? [];
      if (here.length === 0 && outsideParties(role, study).size === 0)
        return [notApplicable(subject, 'No third party may assume this role.')];
      const asksForId = trustOf(role, study).grants.some((grant) => externalIdConditions(grant).length > 0);
      const found = byOutsider(here, study).flatMap((one): Outcome[] => {
        const without = asksForId ? one.refused.filter(({ refusal }) => isWithoutId(refusal)) : [];
        if (without.length === 0 && timesOf(one.refused) < times) return [];
        return [{ resource, ...failure(one, without, period) }];
      });
      if (found.length > 0) return found;
      const unread = unreadOf(activity, role.arn, { refusals: true });
      if (unread !== undefined) return [{ status: 'UNKNOWN', resource, detail: unread }];
      const detail = `CloudTrail shows no such refusal in ${period}. What other AWS accounts were refused is on record where they came from, and not here.`;
      return [{ status: 'NOT_APPLICABLE', silent: true, resource, detail }];
    });
    return [...atRoles, ...atNoRole];
  },
});

interface PlacedRefusal {
  refusal: ActivityRefusal;
  index: number;
}

interface Refused extends Outsider {
  refused: PlacedRefusal[];
}

function refusalsByRole({ refusals }: Activity): Map<string, PlacedRefusal[]> {
  return groupedBy(
    refusals
      .map((refusal, index) => ({ refusal, index }))
      .filter(({ refusal }) => REFUSED.test(refusal.errorCode)),
    ({ refusal }) => refusal.role ?? '',
  );
}

function byOutsider(refusals: readonly PlacedRefusal[], study: AccountStudy): Refused[] {
  const found = new Map<string, Refused>();
  for (const one of refusals) {
    const outsider = outsiderOf(one.refusal, study);
    if (outsider === undefined) continue;
    const known = found.get(outsider.key);
    if (known === undefined) found.set(outsider.key, { ...outsider, refused: [one] });
    else known.refused.push(one);
  }
  return [...found.values()];
}

function isWithoutId(refusal: ActivityRefusal): boolean {
  return refusal.event === 'AssumeRole' && refusal.tellsRequest && refusal['sts:ExternalId'] === null;
}

function timesOf(refused: readonly PlacedRefusal[]): number {
  return refused.reduce((sum, { refusal }) => sum + refusal.count, 0);
}

function failure({ refused, ...outsider }: Refused, without: readonly PlacedRefusal[], period: string) {
  const shown = without.length > 0 ? without : refused;
  const last = refused.map(({ refusal }) => refusal.lastAt).reduce((a, b) => (a > b ? a : b));
  const addresses = [...new Set(refused.map(({ refusal }) => refusal.address))];
  const codes = [...new Set(refused.map(({ refusal }) => refusal.errorCode))];
  const missing =
    without.length > 0
      ? ` ${timesOf(without)} of these tries came without the external ID that the role asks for.`
      : '';
  return {
    status: 'FAIL' as const,
    detail: `${nameOf(outsider)} was refused entry ${inTimes(timesOf(refused))} in ${period} (${listed(codes.slice(0, MOST_SHOWN))}), from ${firstFew(addresses)}. The last time was on ${day(last)}.${missing}`,
    discriminator: outsider.key,
    thirdParty: outsider.party,
    evidence: shown.slice(0, MOST_SHOWN).map(
      ({ refusal, index }): OutcomeEvidence => ({
        fact: 'activity',
        region: 'global',
        pointer: jsonPointer('refusals', index),
        value: refusal,
        marks: [without.length > 0 ? '/sts:ExternalId' : '/errorCode'],
      }),
    ),
  };
}
