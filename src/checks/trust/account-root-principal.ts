import { accountCheck, type CheckContext } from '../../model/check.ts';
import type { Grant, GrantPrincipal } from '../../model/grant.ts';
import { partyName } from '../../parties/party-name.ts';
import type { ThirdPartyGrant } from '../../parties/third-party.ts';
import { arnParts } from '../../policy/wildcard.ts';
import { withConditions } from '../remedies/trust-policy.ts';
import { judgeThirdParties } from '../support/judged-role.ts';
import { statementsOf } from '../support/wording.ts';

export const accountRootPrincipal = accountCheck({
  id: 'account-root-principal',
  area: 'trust',
  title: 'Third-party access names a role or user',
  failureTitle: 'Third-party access names a whole account',
  severity: 'low',
  rationale:
    'Whom in their account the third party lets in is then up to the third party alone. Every identity there that may call AssumeRole can enter, not just the one that does the agreed work.',
  remediation:
    "Name the third party's role in Principal, or add a condition on aws:PrincipalArn with its ARN. Many vendors publish the role they come with; ask for it.",
  cannotKnow:
    'Which identities of the other account may call AssumeRole is decided there, in policies that this audit cannot read.',
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeThirdParties(facts['authorization-details'], context, (admitted) => {
      const whole = admitted.filter(({ grant }) => !namesIdentity(grant));
      const [first] = whole;
      if (first === undefined)
        return { status: 'PASS', detail: 'The third party is admitted by named roles or users only.' };
      const grants = whole.map(({ grant }) => grant);
      return {
        status: 'FAIL',
        detail: `By ${statementsOf(grants)} of the trust policy every identity of ${partyName(first)} that the third party chooses may assume the role.`,
        grants,
        correction: {
          when: 'Once the role that they come by is known',
          correct: (document) =>
            withConditions(document, grants, ({ principal }) => ({
              ArnLike: {
                'aws:PrincipalArn': `arn:${partitionOf(principal, context)}:iam::${accountOf(first)}:role/<the role that they come by>`,
              },
            })),
        },
      };
    }),
});

function accountOf({ party, key }: ThirdPartyGrant): string {
  return party.accountId ?? key;
}

function partitionOf(principal: GrantPrincipal, { account }: CheckContext): string {
  return principal.kind === 'account' ? (principal.partition ?? account.partition) : account.partition;
}

function namesIdentity(grant: Grant): boolean {
  return (
    ['role', 'user', 'session'].includes(grant.principal.kind) ||
    grant.conditions.some(
      ({ required, keyLower, values }) =>
        required && keyLower === 'aws:principalarn' && values.every(isIdentityPattern),
    )
  );
}

/** Whether an ARN pattern says more of the identity than that it is a role or a user. */
function isIdentityPattern(pattern: string): boolean {
  const resource = arnParts(pattern)?.[5] ?? '';
  return (
    /[^*?/]/.test(resource.replace(/^(?:role|user|assumed-role|federated-user)\//, '')) && resource !== 'root'
  );
}
