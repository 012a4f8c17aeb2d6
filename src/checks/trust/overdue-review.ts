import { accountCheck, type CheckContext } from '../../model/check.ts';
import { registerFixes } from '../remedies/register.ts';
import { judgeThirdParties } from '../support/judged-role.ts';
import type { AdmittedParty } from '../support/third-party.ts';
import { dayOf, endOfDay, partyName } from '../support/wording.ts';

const DAY = 86_400_000;

export const overdueReview = accountCheck({
  id: 'overdue-review',
  area: 'trust',
  title: 'Third party was reviewed in time',
  failureTitle: 'Review of a third party is overdue',
  severity: 'medium',
  rationale:
    'What a vendor needs changes, and so does the vendor. A review that is not held leaves yesterday’s access in place.',
  remediation:
    'Go through the access with the owner named in the register: still needed, still this much, still guarded? Then set lastReviewed.',
  controls: [
    'AWS-WA SEC03-BP09.6',
    'NIST-800-53-r5 AC-2',
    'ISO-27001-2022 A.5.22',
    'SOC2 CC9.2',
    'PCI-DSS-4.0 7.2.4',
  ],
  parameters: {
    reviewEveryDays: {
      default: 365,
      description:
        'Days between reviews of third parties for which the register gives lastReviewed and no interval.',
    },
  },
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeThirdParties(facts['authorization-details'], context, (admitted) => {
      const [first] = admitted;
      const entry = first?.entry;
      if (first === undefined || entry === undefined) {
        return {
          status: 'NOT_APPLICABLE',
          detail: 'The third party is not registered, so no review is due.',
        };
      }
      if (entry.lastReviewed === undefined && entry.reviewEveryDays === undefined) {
        return { status: 'NOT_APPLICABLE', detail: `The register gives no review date for ${entry.name}.` };
      }
      const grants = admitted.map(({ grant }) => grant);
      if (entry.lastReviewed === undefined) {
        return {
          status: 'FAIL',
          detail: `${partyName(first)} is to be reviewed every ${entry.reviewEveryDays} days, and the register records no review.`,
          grants,
          fixes: reviewedToday(first, context),
        };
      }
      const interval = entry.reviewEveryDays ?? Number(context.parameters.reviewEveryDays);
      const due = endOfDay(entry.lastReviewed) - DAY + interval * DAY;
      if (Date.parse(context.asOf) < due + DAY) {
        return { status: 'PASS', detail: `The next review of ${entry.name} is due on ${dayOf(due)}.` };
      }
      return {
        status: 'FAIL',
        detail: `The review of ${partyName(first)} was due on ${dayOf(due)}; the last was on ${entry.lastReviewed}. Its owner is ${entry.owner}.`,
        grants,
        fixes: reviewedToday(first, context),
      };
    }),
});

function reviewedToday(party: AdmittedParty, { asOf }: CheckContext) {
  return registerFixes(
    party,
    { lastReviewed: asOf.slice(0, 10) },
    'Once it was reviewed: their entry in the register',
  );
}
