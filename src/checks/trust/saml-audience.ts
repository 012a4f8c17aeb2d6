import { accountCheck } from '../../model/check.ts';
import { correctedStatement } from '../support/corrected-statement.ts';
import { groupedBy, judgeRoles, notApplicable, passed, statementEvidence } from '../support/judged-role.ts';
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
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeRoles(facts['authorization-details'], context, (subject) => {
      const saml = subject.trust.grants.filter(({ principal }) => principal.kind === 'saml');
      if (saml.length === 0) return [notApplicable(subject, 'No SAML provider is trusted.')];
      return [...groupedBy(saml, ({ principal }) => principal.value)].map(([provider, grants]) => {
        const open = grants.filter(
          ({ conditions }) =>
            !conditions.some(({ required, keyLower }) => required && keyLower === 'saml:aud'),
        );
        const [first] = open;
        if (first === undefined)
          return passed(subject, `${provider} is trusted for a required audience only.`);
        const corrected = correctedStatement(
          subject,
          first.statement,
          { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
          context,
        );
        return {
          status: 'FAIL',
          resource: subject.resource,
          discriminator: provider,
          thirdParty: { name: provider, kind: 'identity-provider' },
          detail: `${statementsOf(open).replace(/^s/, 'S')} of the trust policy admits assertions of ${provider} whatever audience they were made out for.`,
          evidence: statementEvidence(subject, open),
          ...(corrected === undefined ? {} : { remediation: `Require the audience:\n${corrected}` }),
        };
      });
    }),
});
