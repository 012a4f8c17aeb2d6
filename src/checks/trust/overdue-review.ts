import { accountCheck, type CheckContext } from '../../model/check.ts';
import { endOfDay } from '../../model/days.ts';
import { partyName } from '../../parties/party-name.ts';
import { reviewDue } from '../../parties/review.ts';
import type { AdmittedParty } from '../../parties/third-party.ts';
import { registerFixes } from '../remedies/register.ts';
import { judgeThirdParties } from '../support/judged-role.ts';

export const overdueReview = accountCheck({
  id: 'overdue-review',
  area: 'trust',
  title: 'Third party was reviewed in time',
  failureTitle: 'Review of a third party is overdue',
  severity: 'medium',
  rationale:
    'What a vendor needs changes, and so does the vendor. A review that is not held leaves yesterday’s access in place.',
  remediation:
    'Go through the access with the owner named in the register: still needed, still this much, still guarded? Then set lastReviewed; or decide on it in a sealed review, which dates itself: countersign review open.',
  cannotKnow:
    'Whether a review was held, and what it looked at, where it goes by the date in the register. Where there are sealed reviews it goes by those alone, and cannot know whether whoever decided had looked.',
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
          silent: true,
          detail: 'The third party is not registered, so no review is due.',
        };
      }
      const { sealedReview: sealed } = entry;
      if (sealed === undefined && entry.lastReviewed === undefined && entry.reviewEveryDays === undefined) {
        const detail = `The register gives no review date for ${entry.name}.`;
        return { status: 'NOT_APPLICABLE', silent: true, detail };
      }
      const grants = admitted.map(({ grant }) => grant);
      const due = reviewDue(entry, context.parameters.reviewEveryDays);
      const way =
        sealed === undefined ? { fixes: () => reviewedToday(first, context) } : { remediation: SEAL_ANOTHER };
      if (due === null) {
        const detail =
          sealed === undefined
            ? `${partyName(first)} is to be reviewed every ${entry.reviewEveryDays} days, and the register records no review.`
            : `Sealed reviews of ${partyName(first)} were begun, and none has decided on all of its accesses.`;
        return { status: 'FAIL', detail, grants, ...way };
      }
      if (Date.parse(context.asOf) < endOfDay(due)) {
        const last = sealed === undefined ? '' : ` The last one was sealed on ${sealed.lastReviewed}.`;
        return { status: 'PASS', detail: `The next review of ${entry.name} is due on ${due}.${last}` };
      }
      return {
        status: 'FAIL',
        detail: `The review of ${partyName(first)} was due on ${due}; the last was ${sealed === undefined ? '' : 'sealed '}on ${entry.lastReviewed}. Its owner is ${entry.owner}.`,
        grants,
        ...way,
      };
    }),
});

const SEAL_ANOTHER =
  'Decide on every access of the party in a review, and seal it: countersign review open, then countersign review close. The date in the register does not count where there are sealed reviews.';

function reviewedToday(party: AdmittedParty, { asOf }: CheckContext) {
  return registerFixes(
    party,
    { lastReviewed: asOf.slice(0, 10) },
    'Once it was reviewed: their entry in the register',
  );
}
