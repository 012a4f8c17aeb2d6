import { accountCheck, type CheckContext } from '../../model/check.ts';
import { yearFrom } from '../../model/days.ts';
import type { Grant } from '../../model/grant.ts';
import { partyName } from '../../parties/party-name.ts';
import type { ThirdPartyGrant } from '../../parties/third-party.ts';
import { requiresMfa, requiresNetwork } from '../../policy/required-guards.ts';
import { nearEndOf } from '../../policy/time-limit.ts';
import { registerFixes } from '../remedies/register.ts';
import { type Conditions, withConditions } from '../remedies/trust-policy.ts';
import { judgeThirdParties, listed } from '../support/judged-role.ts';
import { statementsOf } from '../support/wording.ts';

export const trustHardening = accountCheck({
  id: 'trust-hardening',
  area: 'trust',
  title: 'Third-party access carries the recommended conditions',
  failureTitle: 'Third-party access lacks recommended conditions',
  severity: 'info',
  rationale:
    "Should the third party's credentials be stolen, these conditions are what still stands in the thief's way: the network, the second factor, the end date.",
  remediation:
    'Ask the third party for the addresses it calls from and require them by IpAddress on aws:SourceIp; require aws:MultiFactorAuthPresent where people sign in; end the access by DateLessThan on aws:CurrentTime.',
  cannotKnow:
    'Whose the addresses, VPCs and endpoints are that a condition names: a vendor that serves many customers from the same ones is not told apart from itself.',
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeThirdParties(facts['authorization-details'], context, (admitted) => {
      const lacking = admitted.filter((one) => absentFrom(one, context).length > 0);
      const [first] = lacking;
      if (first === undefined) {
        return {
          status: 'PASS',
          detail: 'Every statement that admits the third party carries the recommended conditions.',
        };
      }
      const grants = lacking.map(({ grant }) => grant);
      const absent = [...new Set(lacking.flatMap((one) => absentFrom(one, context)))];
      const addresses = first.entry?.allowedSourceIps ?? [];
      return {
        status: 'FAIL',
        detail: `${statementsOf(grants).replace(/^s/, 'S')} of the trust policy admits ${partyName(first)} without ${listed(absent)}.`,
        grants,
        remediation:
          addresses.length > 0
            ? 'Require the addresses that the register names for this third party, MFA where people sign in, and an end. The date below is a year from now: put the end of the contract in its place.'
            : 'Ask the third party for the addresses that it calls from, give them in the register (allowedSourceIps) and require them by IpAddress on aws:SourceIp; require aws:MultiFactorAuthPresent where people sign in; end the access by DateLessThan on aws:CurrentTime.',
        correction: {
          correct: (document) =>
            withConditions(document, grants, (grant) => recommended(grant, addresses, context)),
        },
        fixes: () => (addresses.length > 0 || !grants.some(lacksNetwork) ? [] : askForAddresses(first)),
      };
    }),
});

/** MFA is asked for only where an IAM user is named: roles of machines cannot have it. */
function absentFrom({ grant }: ThirdPartyGrant, { asOf }: CheckContext): string[] {
  return [
    ...(requiresNetwork(grant) ? [] : ['a source IP or VPC']),
    ...(grant.principal.kind === 'user' && !requiresMfa(grant) ? ['MFA'] : []),
    ...(nearEndOf(grant, asOf) === undefined ? ['a time limit'] : []),
  ];
}

function lacksNetwork(grant: Grant): boolean {
  return !requiresNetwork(grant);
}

/** What a statement lacks, as conditions; the network only where its addresses are known. */
function recommended(grant: Grant, addresses: readonly string[], { asOf }: CheckContext): Conditions {
  return {
    ...(lacksNetwork(grant) && addresses.length > 0 ? { IpAddress: { 'aws:SourceIp': addresses } } : {}),
    ...(grant.principal.kind === 'user' && !requiresMfa(grant)
      ? { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }
      : {}),
    ...(nearEndOf(grant, asOf) === undefined ? { DateLessThan: { 'aws:CurrentTime': yearFrom(asOf) } } : {}),
  };
}

/** A correction that guesses addresses would lock the third party out. */
function askForAddresses(party: ThirdPartyGrant) {
  return registerFixes(
    party,
    { allowedSourceIps: ['<address range that they call from>'] },
    'Once their addresses are known: their entry in the register',
  );
}
