import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import {
  CLOSED,
  OWN,
  REGISTERED,
  role,
  STRANGER,
  UUID,
  VENDOR,
} from '../../checks/support/trust-fixtures.ts';
import { evaluateRequest } from '../../policy/support/request-evaluator.ts';
import { atLeast, size } from '../../support/thorough.ts';
import { reportOn, withFix } from './fixed.ts';

const GITHUB = 'token.actions.githubusercontent.com';

const principals = fc.constantFrom<unknown>(
  ...[REGISTERED, STRANGER, VENDOR, OWN, CLOSED].map((id) => ({ AWS: `arn:aws:iam::${id}:root` })),
  { AWS: [`arn:aws:iam::${REGISTERED}:role/work`, `arn:aws:iam::${STRANGER}:user/jo`] },
  { AWS: [REGISTERED, OWN] },
  { AWS: '*' },
  '*',
  { AWS: 'AROAEXAMPLEEXAMPLE12' },
  { Service: 'bedrock.amazonaws.com' },
  { Federated: `arn:aws:iam::111122223333:oidc-provider/${GITHUB}` },
  { Federated: 'arn:aws:iam::111122223333:saml-provider/Office' },
);

const conditions = fc.constantFrom<object | undefined>(
  undefined,
  undefined,
  { StringEquals: { 'sts:ExternalId': UUID } },
  { StringEquals: { 'sts:ExternalId': '12345678' } },
  { StringLike: { 'sts:ExternalId': 'acme-*' } },
  { StringEqualsIfExists: { 'sts:ExternalId': UUID } },
  { StringEquals: { 'sts:externalid': ['one-agreed-value', UUID] } },
  { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
  { DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } },
  { StringLike: { [`${GITHUB}:sub`]: 'repo:*' } },
);

const statements = fc
  .record({ Principal: principals, Condition: conditions })
  .map(({ Principal, Condition }) => ({
    Effect: 'Allow',
    Principal,
    Action: /oidc/.test(JSON.stringify(Principal))
      ? 'sts:AssumeRoleWithWebIdentity'
      : /saml/.test(JSON.stringify(Principal))
        ? 'sts:AssumeRoleWithSAML'
        : 'sts:AssumeRole',
    ...(Condition === undefined ? {} : { Condition }),
  }));

const actions = fc.subarray(
  [
    's3:Put*',
    's3:GetObject',
    'iam:PutRolePolicy',
    'iam:PassRole',
    'lambda:*',
    'ec2:Describe*',
    'sts:AssumeRole',
    '*',
  ],
  { minLength: 1, maxLength: 3 },
);

function roles(): fc.Arbitrary<Role[]> {
  const one = fc.record({
    trust: fc.array(statements, { minLength: 1, maxLength: 3 }),
    allowed: fc.option(actions, { nil: undefined }),
    isTagged: fc.boolean(),
  });
  return fc.array(one, { minLength: 1, maxLength: 3 }).map((all) =>
    all.map(({ trust, allowed, isTagged }, index) =>
      role(trust, {
        name: `r${index}`,
        tags: isTagged ? [{ key: 'Owner', value: 'Jo' }] : [],
        inlinePolicies:
          allowed === undefined
            ? []
            : [
                {
                  name: 'work',
                  document: JSON.stringify({
                    Version: '2012-10-17',
                    Statement: [{ Effect: 'Allow', Action: allowed, Resource: '*' }],
                  }),
                },
              ],
      }),
    ),
  );
}

const RUNS = size(25, 3);

it('clears all that it says, by every check over the whole account, and brings nothing that it does not say', () => {
  let cleared = 0;
  fc.assert(
    fc.property(roles(), (all) => {
      const sessions = { [all[0]?.arn ?? '']: 43_200 };
      const report = reportOn(all, { sessions });
      const known = new Set(report.findings.map(({ fingerprint }) => fingerprint));
      expect(report.unanswered.filter(({ status }) => status === 'ERROR')).toEqual([]);
      for (const fix of report.roleFixes ?? []) {
        cleared += fix.clears.length;
        const fixed = all.map((one) => (one.arn === fix.roleArn ? withFix(one, fix) : one));
        const after = fix.maxSessionDuration?.after;
        const again = reportOn(fixed, {
          sessions: after === undefined ? sessions : { ...sessions, [fix.roleArn]: after },
        });
        const left = again.findings.map(({ fingerprint, checkId }) => ({ fingerprint, checkId }));
        expect(left.filter(({ fingerprint }) => fix.clears.includes(fingerprint))).toEqual([]);
        const said = new Set(fix.follows.map(({ checkId }) => checkId));
        expect(
          left.filter(({ fingerprint, checkId }) => !known.has(fingerprint) && !said.has(checkId)),
        ).toEqual([]);
        // Each finding on the role is either cleared or said to be left, with what is to be done.
        const here = report.findings.filter(({ resourceArn }) => resourceArn === fix.roleArn);
        expect([...fix.clears, ...fix.remains.map(({ fingerprint }) => fingerprint)].sort()).toEqual(
          [...here.map(({ fingerprint }) => fingerprint)].sort(),
        );
      }
    }),
    { numRuns: RUNS },
  );
  expect(cleared).toBeGreaterThanOrEqual(atLeast(RUNS));
});

it('lets whom the register names in as before, with what is agreed with them, and nobody new', () => {
  fc.assert(
    fc.property(roles(), (all) => {
      const report = reportOn(all);
      for (const fix of report.roleFixes ?? []) {
        const before = all.find(({ arn }) => arn === fix.roleArn);
        if (before === undefined || fix.trustPolicy === undefined) continue;
        const fixed = withFix(before, fix).trustPolicy;
        const known = [UUID, '12345678', 'acme-1', 'one-agreed-value'];
        if (decisions(naming(REGISTERED, before.trustPolicy), REGISTERED, known).includes('ALLOW'))
          expect(decisions(fixed, REGISTERED, [...known, ...idsIn(fixed)])).toContain('ALLOW');
        for (const accountId of [REGISTERED, STRANGER, OWN, '123456789012']) {
          const old = decisions(before.trustPolicy, accountId, known);
          for (const [index, one] of decisions(fixed, accountId, known).entries())
            if (one === 'ALLOW') expect(old[index]).toBe('ALLOW');
        }
      }
    }),
    { numRuns: RUNS },
  );
});

/** What a caller of an account is told, with each of these external IDs. */
function decisions(policy: string, accountId: string, ids: readonly string[]): string[] {
  const roleArn = `arn:aws:iam::${accountId}:role/work`;
  return ids.map((id) =>
    evaluateRequest(policy, {
      action: 'sts:AssumeRole',
      caller: { kind: 'aws', arn: roleArn, roleArn, accountId },
      context: {
        'aws:CurrentTime': '2026-06-02T00:00:00Z',
        'aws:SourceIp': '203.0.113.7',
        'sts:ExternalId': id,
      },
    }),
  );
}

/** The statements that name the account: whom only a wildcard let in, nobody has agreed with. */
function naming(accountId: string, policy: string): string {
  const { Statement, ...rest } = JSON.parse(policy);
  const named = Statement.filter((one: object) => JSON.stringify(one).includes(accountId));
  return JSON.stringify({ ...rest, Statement: named });
}

function idsIn(policy: string): string[] {
  return [...policy.matchAll(/"7c9e6679-7425-40de-944b-[0-9a-f]+"/g)].map(([text]) => text.slice(1, -1));
}
