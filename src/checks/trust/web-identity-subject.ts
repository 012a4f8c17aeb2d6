import { accountCheck } from '../../model/check.ts';
import type { Grant, GrantCondition } from '../../model/grant.ts';
import { type Conditions, withConditions } from '../remedies/trust-policy.ts';
import { namedBy } from '../support/federated-party.ts';
import {
  correctionFixes,
  groupedBy,
  judgeRoles,
  listed,
  notApplicable,
  passed,
  statementEvidence,
} from '../support/judged-role.ts';
import { statementsOf } from '../support/wording.ts';
import { type WebIdentityProvider, webIdentityProvider } from './web-identity-providers.ts';

export const webIdentitySubject = accountCheck({
  id: 'web-identity-subject',
  area: 'trust',
  title: 'Web identity access is bound to a subject and an audience',
  failureTitle: 'Web identity access is not bound to a subject and an audience',
  severity: 'high',
  rationale:
    'The provider vouches for everyone who has an account with it. Unless the role says whose tokens it takes, and tokens made out for whom, a stranger with an account at the same provider can enter.',
  remediation:
    "Require the provider's subject claim with a value, or a pattern that is fixed at least as far as your organization's name, and its audience claim, in every statement that admits the provider.",
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeRoles(facts['authorization-details'], context, (subject) => {
      const federated = subject.trust.grants.filter(({ principal }) => principal.kind === 'web-identity');
      if (federated.length === 0) return [notApplicable(subject, 'No web identity provider is trusted.')];
      return [...groupedBy(federated, ({ principal }) => principal.value)].map(([principal, grants]) => {
        const open = grants.filter((grant) => faultsOf(grant).length > 0);
        const [first] = open;
        if (first === undefined) {
          return passed(subject, `${principal} is trusted for named subjects and a named audience only.`);
        }
        const known = webIdentityProvider(providerOf(first));
        return {
          status: 'FAIL',
          resource: subject.resource,
          discriminator: principal,
          ...namedBy(open),
          detail: `By ${statementsOf(open)} of the trust policy tokens of ${known.name} open the role, and ${listed([...new Set(open.flatMap(faultsOf))])}.`,
          evidence: statementEvidence(subject, open, {
            conditions: (condition) => isLoose(condition, first, known),
          }),
          remediation: `Require the subject (${providerOf(first)}:${known.subjects[0].claim}) with a value that only your own tenants can have, and the audience, in every statement that admits ${known.name}.`,
          fixes: correctionFixes(
            subject,
            { correct: (document) => withConditions(document, open, (grant) => correction(grant, known)) },
            context,
            ({ trust }) =>
              !trust.grants.some(
                (grant) => grant.principal.value === principal && faultsOf(grant).length > 0,
              ),
          ),
        };
      });
    }),
});

function providerOf({ principal }: Grant): string {
  return principal.kind === 'web-identity' ? principal.provider : '';
}

function faultsOf(grant: Grant): string[] {
  const provider = providerOf(grant);
  const known = webIdentityProvider(provider);
  const claims = known.subjects.map(({ claim }) => claim);
  const subjects = conditionsOn(grant, provider, claims);
  const required = subjects.filter((condition) => condition.required);
  const faults: string[] = [];
  const subject = `${provider}:${claims[0]}`;
  if (provider === '*') {
    faults.push('no single provider is named');
  } else if (required.length === 0) {
    const loophole = subjects.flatMap((condition) => condition.loophole ?? [])[0];
    faults.push(`the subject (${subject}) is not required${loophole === undefined ? '' : `: ${loophole}`}`);
  } else if (!required.some((condition) => isBound(condition, provider, known))) {
    const values = required.flatMap((condition) => condition.values);
    faults.push(
      `the subject is required only by ${listed([...new Set(values)])}, which strangers at ${known.name} can match too`,
    );
  }
  const audiences = conditionsOn(grant, provider, known.audienceClaims);
  if (!audiences.some((condition) => condition.required)) {
    const loophole = audiences.flatMap((condition) => condition.loophole ?? [])[0];
    const audience = known.audienceClaims.map((claim) => `${provider}:${claim}`).join(' or ');
    faults.push(`the audience (${audience}) is not required${loophole === undefined ? '' : `: ${loophole}`}`);
  }
  return faults;
}

function conditionsOn(grant: Grant, provider: string, claims: readonly string[]): GrantCondition[] {
  const keys = new Set(claims.map((claim) => `${provider}:${claim}`.toLowerCase()));
  return grant.conditions.filter(({ keyLower }) => keys.has(keyLower));
}

/** Whether no other tenant of the provider can match any of the values. */
function isBound(
  { base, keyLower, values }: GrantCondition,
  provider: string,
  { subjects }: WebIdentityProvider,
): boolean {
  const subject = subjects.find(({ claim }) => keyLower === `${provider}:${claim}`.toLowerCase());
  if (subject?.bound === undefined) return subject !== undefined;
  const { bound } = subject;
  return values.every((value) => bound.test(base === 'StringLike' ? toFirstWildcard(value) : value));
}

function toFirstWildcard(pattern: string): string {
  const at = pattern.search(/[*?]/);
  return at < 0 ? pattern : pattern.slice(0, at + 1);
}

/** Whether a condition speaks of subject or audience and does not bind it. */
function isLoose(condition: GrantCondition, grant: Grant, known: WebIdentityProvider): boolean {
  const provider = providerOf(grant);
  const claims = [...known.subjects.map(({ claim }) => claim), ...known.audienceClaims];
  const isAudience = known.audienceClaims.some(
    (claim) => condition.keyLower === `${provider}:${claim}`.toLowerCase(),
  );
  return (
    conditionsOn(grant, provider, claims).includes(condition) &&
    !(condition.required && (isAudience || isBound(condition, provider, known)))
  );
}

/** Conditions in place of those that bind nothing; a subject that is bound stays. */
function correction(grant: Grant, known: WebIdentityProvider): Conditions {
  const provider = providerOf(grant);
  const [{ claim: subject }] = known.subjects;
  const [audience = 'aud'] = known.audienceClaims;
  const { subjectOperator = 'StringEquals' } = known;
  const subjects = conditionsOn(
    grant,
    provider,
    known.subjects.map(({ claim }) => claim),
  );
  const byAudience = {
    [`${provider}:${audience}`]: audienceValue(grant, provider, known) ?? '<your audience>',
  };
  if (subjects.some((one) => one.required && isBound(one, provider, known))) {
    return { StringEquals: byAudience };
  }
  const bySubject = { [`${provider}:${subject}`]: known.example };
  return subjectOperator === 'StringEquals'
    ? { StringEquals: { ...bySubject, ...byAudience } }
    : { [subjectOperator]: bySubject, StringEquals: byAudience };
}

/** The audience that the statement already asks for, wherever it stands. */
function audienceValue(
  grant: Grant,
  provider: string,
  known: WebIdentityProvider,
): string[] | string | undefined {
  if (known.name.startsWith('GitHub Actions') || known.name === 'Amazon EKS') return 'sts.amazonaws.com';
  const stated = conditionsOn(grant, provider, known.audienceClaims).find(({ required }) => required);
  return stated?.values;
}
