import { accountCheck } from '../../model/check.ts';
import type { Grant } from '../../model/grant.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import { partitionNamed } from '../../model/partitions.ts';
import { namedBy } from '../../parties/federated-party.ts';
import { admittingGrants } from '../../policy/access-role.ts';
import { withConditions } from '../remedies/trust-policy.ts';
import { corrected, judgeRoles, notApplicable, passed, statementEvidence } from '../support/judged-role.ts';
import { statementsOf } from '../support/wording.ts';

export const samlAudience = accountCheck({
  id: 'saml-audience',
  area: 'trust',
  title: 'SAML access requires the audience',
  failureTitle: 'SAML access does not require the audience',
  severity: 'low',
  rationale:
    'The audience says for whom the identity provider made out an assertion. Without it, one made out for another service could be presented here.',
  remediation:
    'Require SAML:aud by StringEquals; for AWS sign-in its value is https://signin.aws.amazon.com/saml.',
  cannotKnow:
    'Whose people the identity provider signs in, and what else its assertions say: the metadata of providers is not read.',
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeRoles(facts['authorization-details'], context, (subject) => {
      const saml = admittingGrants(subject.role, context.study).filter(
        ({ principal }) => principal.kind === 'saml',
      );
      if (saml.length === 0) return [notApplicable(subject, 'No SAML provider is trusted.')];
      return [...groupedBy(saml, ({ principal }) => principal.value)].map(([provider, grants]) => {
        const open = grants.filter(isOpen);
        if (open.length === 0) return passed(subject, `${provider} is trusted for a required audience only.`);
        return {
          status: 'FAIL',
          resource: subject.resource,
          discriminator: provider,
          ...namedBy(open),
          detail: `${statementsOf(open).replace(/^s/, 'S')} of the trust policy admits assertions of ${provider} whatever audience they were made out for.`,
          evidence: statementEvidence(subject, open, {
            conditions: ({ keyLower }) => keyLower === 'saml:aud',
          }),
          remediation:
            'Require SAML:aud by StringEquals in every statement that admits the provider. The value below is that of the AWS sign-in page; a provider that signs in elsewhere has its own.',
          ...corrected(
            subject,
            {
              correct: (document) =>
                withConditions(document, open, () => ({
                  StringEquals: { 'SAML:aud': signInOf(context.account.partition) },
                })),
            },
            context,
            ({ trust }) => !trust.grants.some((grant) => grant.principal.value === provider && isOpen(grant)),
          ),
        };
      });
    }),
});

function isOpen({ principal, conditions }: Grant): boolean {
  return (
    principal.kind === 'saml' &&
    !conditions.some(({ required, keyLower }) => required && keyLower === 'saml:aud')
  );
}

function signInOf(partition: string): string {
  return partitionNamed(partition)?.samlSignIn ?? `https://<the sign-in page of ${partition}>/saml`;
}
