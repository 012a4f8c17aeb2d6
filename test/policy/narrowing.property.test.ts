import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { narrowingOf } from '../../src/policy/narrowing.ts';
import { readTrustPolicy } from '../../src/policy/trust.ts';
import { atLeast, tries } from '../support/thorough.ts';
import { type Caller, evaluateRequest } from './support/request-evaluator.ts';

const HERE = '111111111111';
const ORGANIZATION = 'o-ownorg1234';
const ACCOUNTS = [HERE, '222222222222', '999999999999'];

const KEYS: Record<string, string[]> = {
  'aws:PrincipalAccount': [...ACCOUNTS, '9*', '${aws:ResourceAccount}', '${aws:PrincipalAccount}'],
  'aws:PrincipalOrgID': [ORGANIZATION, 'o-other12345', 'o-*', '${aws:ResourceOrgID}'],
  'aws:PrincipalArn': [
    'arn:aws:iam::222222222222:role/*',
    'arn:aws:iam::*:role/x',
    'arn:aws:iam::999999999999:role/x',
  ],
  'aws:userid': ['AROAX00222222222222:*', 'AROAX00222222222222:s', 'AROA*', '*:s'],
  'aws:PrincipalTag/exempt': ['true'],
};

const condition = fc
  .tuple(
    fc.constantFrom(
      'StringEquals',
      'StringLike',
      'StringNotEquals',
      'StringNotLike',
      'ArnLike',
      'ArnNotLike',
    ),
    fc.constantFrom('', '', 'IfExists'),
    fc
      .constantFrom(...Object.keys(KEYS))
      .chain((key) =>
        fc
          .array(fc.constantFrom(...(KEYS[key] ?? [])), { minLength: 1, maxLength: 2 })
          .map((values) => ({ [key]: values })),
      ),
  )
  .map(([base, suffix, block]) => ({ [`${base}${suffix}`]: block }));
const service = fc
  .tuple(fc.constantFrom('Bool', 'BoolIfExists'), fc.constantFrom('true', 'false'))
  .map(([operator, value]) => ({ [operator]: { 'aws:PrincipalIsAWSService': value } }));
const conditions = fc
  .array(fc.oneof({ weight: 4, arbitrary: condition }, { weight: 1, arbitrary: service }), {
    minLength: 0,
    maxLength: 3,
  })
  .map((all) => Object.assign({}, ...all) as object);

const documents = fc.tuple(conditions, fc.array(conditions, { maxLength: 2 })).map(([allowed, denied]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole', Condition: allowed },
      ...denied.map((Condition) => ({ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', Condition })),
    ],
  }),
);

const callers = fc
  .tuple(fc.constantFrom(...ACCOUNTS), fc.constantFrom('x', 'y'), fc.constantFrom('s', 't'))
  .map(
    ([accountId, name, session]): Caller => ({
      kind: 'aws',
      arn: `arn:aws:sts::${accountId}:assumed-role/${name}/${session}`,
      accountId,
      roleArn: `arn:aws:iam::${accountId}:role/${name}`,
      uniqueId: `AROA${name.toUpperCase()}00${accountId}`,
    }),
  );

/** The organization of each account; the last one belongs to none. */
const ORGANIZATIONS: Record<string, string> = { [HERE]: ORGANIZATION, '222222222222': 'o-other12345' };

describe('what a grant to anyone is narrowed to', () => {
  it('holds everyone whom a request of theirs lets in', () => {
    let narrowed = 0;
    fc.assert(
      fc.property(documents, callers, fc.boolean(), (document, caller, exempt) => {
        if (caller.kind !== 'aws') return;
        const organizationId = ORGANIZATIONS[caller.accountId];
        const context = {
          'aws:ResourceAccount': HERE,
          'aws:ResourceOrgID': ORGANIZATION,
          'aws:userid': `${caller.uniqueId}:${caller.arn.split('/').at(-1)}`,
          ...(organizationId === undefined ? {} : { 'aws:PrincipalOrgID': organizationId }),
          ...(exempt ? { 'aws:PrincipalTag/exempt': 'true' } : {}),
        };
        if (evaluateRequest(document, { action: 'sts:AssumeRole', caller, context }) !== 'ALLOW') return;
        const [grant] = readTrustPolicy(document).grants;
        expect(grant).toBeDefined();
        const narrowing = grant === undefined ? null : narrowingOf(grant);
        if (narrowing === null) return;
        narrowed += 1;
        expect(
          narrowing.accountIds.includes(caller.accountId) ||
            (narrowing.home.includes('account') && caller.accountId === HERE) ||
            (organizationId !== undefined && narrowing.organizationIds.includes(organizationId)) ||
            (narrowing.home.includes('organization') && organizationId === ORGANIZATION) ||
            narrowing.uniqueIds.some((id) => id === caller.uniqueId),
        ).toBe(true);
      }),
      tries(30_000, 20_260_602),
    );
    expect(narrowed).toBeGreaterThanOrEqual(atLeast(400));
  });
});
