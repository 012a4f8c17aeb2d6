import { describe, expect, it } from 'vitest';
import { registry } from '../../src/checks/registry.ts';
import type { Check, CheckContext, Outcome } from '../../src/model/check.ts';
import type { AuthorizationDetails } from '../../src/model/facts/authorization-details.ts';
import type { Grant } from '../../src/model/grant.ts';
import { studyOf } from '../../src/model/study.ts';
import { buildParties } from '../../src/parties/build-parties.ts';
import { readTrustPolicy } from '../../src/policy/trust.ts';
import { defaultsOf } from '../support/defaults.ts';
import { covers, meets } from './support/coverage.ts';
import { evaluateRequest } from './support/request-evaluator.ts';
import { AS_OF, pages, type TrustCase, trustCases } from './support/trust-cases.ts';

const HERE = '111111111111';

/** Who is who in every case. */
const about = {
  account: { accountId: HERE, name: 'here', partition: 'aws', tags: {}, regions: ['us-east-1'] },
  asOf: AS_OF,
  parties: buildParties({
    ownAccounts: [
      { accountId: HERE, name: 'here' },
      { accountId: '222222222222', name: 'tooling' },
      { accountId: '444444444444', name: 'old', closedState: 'SUSPENDED' },
    ],
    ownOrganizationIds: ['o-ownorg1234'],
    register: [
      {
        name: 'Registered Vendor',
        accountIds: ['333333333333'],
        organizationIds: ['o-vendor1234'],
        owner: 'Jo Doe',
        justification: 'Monitoring',
        contractEnds: '2027-12-31',
      },
    ],
    vendors: [{ name: 'Datadog', accountIds: ['464622532012'], sources: [] }],
  }),
};

const context: Omit<CheckContext, 'parameters'> = {
  ...about,
  study: studyOf(about),
  region: 'global',
  showExternalId: () => '***',
};

/** The checks that judge a role by its trust policy, and not by its tags, its permissions or the register. */
const checks = [
  'public-trust',
  'unregistered-third-party',
  'external-id-missing',
  'external-id-not-enforced',
  'unconditioned-trust',
  'account-root-principal',
  'deleted-principal',
  'closed-account-trust',
  'expired-trust',
  'open-ended-trust',
  'trust-hardening',
  'confused-deputy-service',
  'web-identity-subject',
  'saml-audience',
].map(checkOf);

describe.each(byTheme(trustCases()))('%s', (_, cases) => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => {
    const { grants, problems } = readTrustPolicy(one.document);
    expect({
      requests: one.requests.map(({ by, ...request }) => ({ by, gets: decisionOn(one.document, request) })),
      grants: grants.map(asWritten),
      findings: findingsOn(one.document),
      problems: problems.length,
    }).toEqual({
      requests: one.requests.map(({ by, gets }) => ({ by, gets })),
      grants: one.grants,
      findings: one.findings,
      problems: one.problems.length,
    });
    one.problems.forEach((part, index) => {
      expect(problems[index]).toContain(part);
    });
    for (const request of one.requests.filter(({ gets }) => gets === 'ALLOW')) {
      expect(
        grants.some(
          (grant) =>
            covers(grant, request.caller) && grant.actions.includes(request.action) && meets(grant, request),
        ),
        `a grant covers ${request.by}`,
      ).toBe(true);
    }
  });
});

describe('the dataset', () => {
  const cases = trustCases();

  it('holds at least 150 cases, each of its own name and with a page of the documentation', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    expect(cases.length).toBeGreaterThanOrEqual(150);
    expect(cases.filter(({ page }) => pages[page] === undefined).map(({ name }) => name)).toEqual([]);
    expect(Object.keys(pages).filter((page) => !cases.some((one) => one.page === page))).toEqual([]);
  });

  it('has a case in which each of the checks fails, and one in which it does not', () => {
    for (const { id } of checks) {
      const failing = cases.filter(({ findings }) => findings.some((found) => found.split(':')[0] === id));
      expect([id, failing.length > 0, failing.length < cases.length]).toEqual([id, true, true]);
    }
  });
});

function checkOf(id: string) {
  const check = registry.find((one) => one.id === id);
  if (check?.scope !== 'account') throw new Error(`${id} is no check of an account`);
  return check;
}

function byTheme(cases: readonly TrustCase[]): Array<[string, TrustCase[]]> {
  const themes = [...new Set(cases.map(({ theme }) => theme))];
  return themes.map((theme) => [theme, cases.filter((one) => one.theme === theme)]);
}

function decisionOn(document: string, request: Omit<TrustCase['requests'][number], 'by' | 'gets'>) {
  try {
    return evaluateRequest(document, request) === 'ALLOW' ? 'ALLOW' : 'DENY';
  } catch {
    return 'INVALID';
  }
}

function asWritten({ principal, actions, conditions }: Grant): TrustCase['grants'][number] {
  const required = conditions.filter((condition) => condition.required);
  return { to: principal.value, actions, guards: [...new Set(required.map(({ key }) => key))] };
}

function findingsOn(trustPolicy: string): string[] {
  const details: AuthorizationDetails = {
    policies: [],
    roles: [
      {
        name: 'access',
        arn: `arn:aws:iam::${HERE}:role/access`,
        id: 'AROAEXAMPLE',
        path: '/',
        createdAt: '2024-01-01T00:00:00Z',
        trustPolicy,
        inlinePolicies: [],
        attachedPolicies: [],
        permissionsBoundaryArn: null,
        tags: [],
        lastUsed: null,
      },
    ],
  };
  const found = checks.flatMap((check) =>
    outcomesOf(check, details).flatMap((outcome) => nameOf(check, outcome) ?? []),
  );
  return [...new Set(found)].sort();
}

function outcomesOf(check: (typeof checks)[number], details: AuthorizationDetails): Outcome[] {
  return check.evaluate({ 'authorization-details': details }, { ...context, parameters: defaultsOf(check) });
}

function nameOf({ id, severity }: Check, outcome: Outcome): string | undefined {
  if (outcome.status !== 'FAIL') return undefined;
  return outcome.severity === undefined || outcome.severity === severity ? id : `${id}:${outcome.severity}`;
}
