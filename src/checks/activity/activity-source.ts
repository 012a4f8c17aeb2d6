import { accountCheck } from '../../model/check.ts';
import { agreedRanges, placeOf } from '../support/entry-address.ts';
import { judgeVisitors } from '../support/judged-visitor.ts';
import {
  day,
  entryEvidence,
  firstFew,
  inTimes,
  lastOf,
  nameOf,
  periodOf,
  RECORD_CANNOT_KNOW,
  timesOf,
} from '../support/role-activity.ts';

export const activitySource = accountCheck({
  id: 'activity-source',
  area: 'activity',
  per: 'account',
  title: 'Third party comes from the agreed addresses',
  failureTitle: 'Third party came from an address that was not agreed',
  failsWhen:
    'A registered third party with `allowedSourceIps` came into a role from a public address outside them.',
  severity: 'high',
  rationale:
    'Credentials that were taken from a vendor are used from somewhere else. An entry from an address that nobody agreed on is how that shows first.',
  remediation:
    'Ask the third party at once whether it was them. If it was, put the address into the register; if it was not, treat their credentials as stolen: shut the role and look at what was done. Then require the addresses by IpAddress on aws:SourceIp in the trust policy.',
  cannotKnow: `Whose an address is. Entries that an AWS service made for the third party, or that came through a VPC endpoint, have no public address and are not judged. ${RECORD_CANNOT_KNOW}`,
  requires: ['authorization-details', 'activity'],
  evaluate: (facts, context) =>
    judgeVisitors(facts, context, (visitor) => {
      const who = nameOf(visitor);
      const agreed = visitor.entry?.allowedSourceIps ?? [];
      if (agreed.length === 0)
        return { status: 'NOT_APPLICABLE', detail: `The register names no addresses of ${who}.` };
      const ranges = agreedRanges(agreed);
      const period = periodOf(facts.activity);
      const placed = visitor.came.map((one) => ({ ...one, place: placeOf(one.entry.address, ranges) }));
      const elsewhere = placed.filter(({ place }) => place === 'elsewhere');
      if (elsewhere.length > 0) {
        const addresses = [...new Set(elsewhere.map(({ entry }) => entry.address))];
        return {
          status: 'FAIL',
          detail: `${who} came in ${inTimes(timesOf(elsewhere))} in ${period} from addresses that the register does not name: ${firstFew(addresses)}. The last time was on ${day(lastOf(elsewhere))}.`,
          evidence: entryEvidence(elsewhere, ['/address']),
        };
      }
      const within = placed.filter(({ place }) => place === 'within');
      if (within.length < placed.length) {
        return {
          status: 'NOT_APPLICABLE',
          silent: true,
          detail: `${who} came in ${inTimes(timesOf(placed) - timesOf(within))} in ${period} without a public address on record, and otherwise from agreed ones.`,
        };
      }
      return {
        status: 'PASS',
        detail: `All ${timesOf(placed)} entries of ${who} in ${period} came from addresses that the register names.`,
      };
    }),
});
