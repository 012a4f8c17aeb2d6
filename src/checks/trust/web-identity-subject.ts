import { accountCheck } from '../../model/check.ts';
import type { Grant, GrantCondition } from '../../model/grant.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import { namedBy } from '../../parties/federated-party.ts';
import { admittingGrants } from '../../policy/access-role.ts';
import type { WebIdentityProvider } from '../../policy/issuers/issuer.ts';
import { claimKey, claimName, webIdentityProvider } from '../../policy/issuers/web-identity-providers.ts';
import { toFirstWildcard } from '../../policy/wildcard.ts';
import { type Conditions, withConditions } from '../remedies/trust-policy.ts';
import {
  corrected,
  judgeRoles,
  listed,
  notApplicable,
  passed,
  statementEvidence,
} from '../support/judged-role.ts';
import { statementsOf } from '../support/wording.ts';

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
  cannotKnow:
    'Which organization, group or project at a provider is your own: that a subject names one tenant is seen, not whose it is. Of issuers that are in no list here it is not known how they make their subjects, nor what a provider lets its customers write into their tokens.',
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeRoles(facts['authorization-details'], context, (subject) => {
      const federated = admittingGrants(subject.role, context.study).filter(
        ({ principal }) => principal.kind === 'web-identity',
      );
      if (federated.length === 0) return [notApplicable(subject, 'No web identity provider is trusted.')];
      return [...groupedBy(federated, ({ principal }) => principal.value)].map(([principal, grants]) => {
        const open = grants.filter((grant) => faultsOf(grant).length > 0);
        const [first] = open;
        if (first === undefined) {
          const unclear = [...new Set(grants.flatMap(doubtsOf))];
          if (unclear.length > 0) {
            const { resource } = subject;
            return {
              status: 'UNKNOWN',
              resource,
              detail: `${principal} is trusted, and ${listed(unclear)}.`,
            };
          }
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
          remediation: `Require the subject (${claimName(providerOf(first), known.subjects[0].claim)}) with a value that only your own tenants can have, and the audience, in every statement that admits ${known.name}.`,
          ...corrected(
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
  const subject = claimName(provider, known.subjects[0].claim);
  if (provider === '*') {
    faults.push('no single provider is named');
  } else if (required.length === 0) {
    const loophole = subjects.flatMap((condition) => condition.loophole ?? [])[0];
    faults.push(`the subject (${subject}) is not required${loophole === undefined ? '' : `: ${loophole}`}`);
  } else if (required.every((condition) => bindingOf(condition, provider, known) === 'open')) {
    const values = required.flatMap((condition) => condition.values);
    faults.push(
      `the subject is required only by ${listed([...new Set(values)])}, which strangers at ${known.name} can match too`,
    );
  }
  const audiences = conditionsOn(grant, provider, known.audienceClaims);
  if (!audiences.some((condition) => condition.required)) {
    const loophole = audiences.flatMap((condition) => condition.loophole ?? [])[0];
    const audience = known.audienceClaims.map((claim) => claimName(provider, claim)).join(' or ');
    faults.push(`the audience (${audience}) is not required${loophole === undefined ? '' : `: ${loophole}`}`);
  }
  return faults;
}

/** Why it cannot be told whether a grant without faults is bound, in words. */
function doubtsOf(grant: Grant): string[] {
  const provider = providerOf(grant);
  const known = webIdentityProvider(provider);
  const claims = known.subjects.map(({ claim }) => claim);
  const required = conditionsOn(grant, provider, claims).filter((condition) => condition.required);
  if (required.some((condition) => bindingOf(condition, provider, known) === 'bound')) return [];
  const values = [...new Set(required.flatMap((condition) => condition.values))];
  return [
    `whether strangers can match ${listed(values)} is not known: the list of issuers does not say whom ${known.name} serves and how it makes its subjects`,
  ];
}

function conditionsOn(grant: Grant, provider: string, claims: readonly string[]): GrantCondition[] {
  const keys = new Set(claims.map((claim) => claimKey(provider, claim)));
  return grant.conditions.filter(({ keyLower }) => keys.has(keyLower));
}

type Binding = 'bound' | 'open' | 'not-known';

/** Whether no other tenant of the provider can match any of the values. */
function bindingOf(
  { base, keyLower, values }: GrantCondition,
  provider: string,
  { subjects, shared }: WebIdentityProvider,
): Binding {
  const subject = subjects.find(({ claim }) => keyLower === claimKey(provider, claim));
  if (subject === undefined) return 'open';
  const prefixes = values.map((value) => (base === 'StringLike' ? toFirstWildcard(value) : value));
  const { bound } = subject;
  if (bound !== undefined) return prefixes.every((prefix) => bound.test(prefix)) ? 'bound' : 'open';
  const isPattern = base === 'StringLike' && prefixes.some((prefix) => /[*?]$/.test(prefix));
  return shared === false || !isPattern ? 'bound' : 'not-known';
}

function isBound(condition: GrantCondition, provider: string, known: WebIdentityProvider): boolean {
  return bindingOf(condition, provider, known) === 'bound';
}

/** Whether a condition speaks of subject or audience and does not bind it. */
function isLoose(condition: GrantCondition, grant: Grant, known: WebIdentityProvider): boolean {
  const provider = providerOf(grant);
  const claims = [...known.subjects.map(({ claim }) => claim), ...known.audienceClaims];
  const isAudience = known.audienceClaims.some((claim) => condition.keyLower === claimKey(provider, claim));
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
  if (subject === audience) return { StringEquals: { [`${provider}:${audience}`]: known.example } };
  const bySubject = { [claimName(provider, subject)]: known.example };
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
