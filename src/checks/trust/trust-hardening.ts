import { accountCheck } from '../../model/check.ts';
import { endOf, requiresMfa, requiresNetwork } from '../support/guards.ts';
import { judgeThirdParties, listed } from '../support/judged-role.ts';
import type { ThirdPartyGrant } from '../support/third-party.ts';
import { partyName, statementsOf } from '../support/wording.ts';

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
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeThirdParties(facts['authorization-details'], context, (admitted) => {
      const lacking = admitted.filter((one) => absentFrom(one).length > 0);
      const [first] = lacking;
      if (first === undefined) {
        return {
          status: 'PASS',
          detail: 'Every statement that admits the third party carries the recommended conditions.',
        };
      }
      const grants = lacking.map(({ grant }) => grant);
      const absent = [...new Set(lacking.flatMap(absentFrom))];
      const addresses = first.entry?.allowedSourceIps ?? [];
      return {
        status: 'FAIL',
        detail: `${statementsOf(grants).replace(/^s/, 'S')} of the trust policy admits ${partyName(first)} without ${listed(absent)}.`,
        grants,
        ...(addresses.length > 0 && !lacking.every(({ grant }) => requiresNetwork(grant))
          ? {
              remediation: `The register names the addresses of this third party. Add to the statement's Condition:\n${JSON.stringify({ IpAddress: { 'aws:SourceIp': addresses } }, null, 2)}`,
            }
          : {}),
      };
    }),
});

/** MFA is asked for only where an IAM user is named: roles of machines cannot have it. */
function absentFrom({ grant }: ThirdPartyGrant): string[] {
  return [
    ...(requiresNetwork(grant) ? [] : ['a source IP or VPC']),
    ...(grant.principal.kind === 'user' && !requiresMfa(grant) ? ['MFA'] : []),
    ...(endOf(grant) === undefined ? ['a time limit'] : []),
  ];
}
