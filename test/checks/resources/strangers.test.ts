import fc from 'fast-check';
import { expect, it } from 'vitest';
import { resourcePublic } from '../../../src/checks/resources/resource-public.ts';
import { resourceThirdParty } from '../../../src/checks/resources/resource-third-party.ts';
import { evaluateRequest } from '../../policy/support/request-evaluator.ts';
import { atLeast, tries } from '../../support/thorough.ts';
import { HERE, OWN, OWN_ORGANIZATION, STRANGER } from '../support/trust-fixtures.ts';
import { brief, judgeThese, policyOf, queue, type Statement, sends } from './support.ts';

const OTHER_STRANGER = '888877776666';

/** By key, what conditions may ask of it; every operator is tried on every key, as nobody keeps who writes a policy from it. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  'aws:SourceIp': ['203.0.113.0/24', '0.0.0.0/0', '10.0.0.0/8', '2020-01-01', 'true'],
  'aws:PrincipalArn': [
    `arn:aws:iam::${HERE}:*`,
    `arn:aws:iam::${STRANGER}:user/u`,
    'arn:aws:iam::*:user/u',
    '*',
  ],
  'aws:PrincipalAccount': [HERE, OWN, STRANGER, '*', '8888*', 'true'],
  'aws:PrincipalOrgID': [OWN_ORGANIZATION, 'o-other12345', 'o-*', '*'],
  'aws:PrincipalTag/team': ['a', 'b', '*', 'true'],
  'aws:SourceAccount': [HERE, 'true', '5'],
  'aws:SourceVpce': ['vpce-0123456789abcdef0', 'vpce-*', 'true', '5'],
  'aws:SecureTransport': ['true', 'false'],
};
const BASES = ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'ArnLike', 'ArnNotLike'];
const OTHER_BASES = ['Bool', 'IpAddress', 'NotIpAddress', 'NumericNotEquals', 'DateLessThan'];
const OPERATORS = [
  ...[...BASES, ...OTHER_BASES].flatMap((base) => [base, `${base}IfExists`]),
  ...BASES.flatMap((base) => [`ForAnyValue:${base}`, `ForAllValues:${base}`]),
];

const condition = fc
  .constantFrom(...Object.keys(VALUES))
  .chain((key) =>
    fc.tuple(
      fc.constant(key),
      fc.oneof(
        fc.tuple(fc.constantFrom(...OPERATORS), fc.subarray([...(VALUES[key] ?? [])], { minLength: 1 })),
        fc.tuple(fc.constant('Null'), fc.constantFrom(['true'], ['false'])),
      ),
    ),
  );
const conditions = fc.array(condition, { maxLength: 3 }).map((given) => {
  const element: Record<string, Record<string, unknown>> = {};
  for (const [key, [operator, values]] of given) element[operator] = { ...element[operator], [key]: values };
  return element;
});
const statements = fc.array(
  fc.record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    named: fc.constantFrom<Statement>(
      { Principal: '*' },
      { Principal: { AWS: '*' } },
      { Principal: { AWS: STRANGER } },
      { NotPrincipal: { AWS: OWN } },
    ),
    Condition: conditions,
  }),
  { minLength: 1, maxLength: 4 },
);
const context = fc.record(
  {
    'aws:PrincipalTag/team': fc.constantFrom('a', 'true', 'z'),
    'aws:PrincipalOrgID': fc.constant('o-stranger12'),
    'aws:SecureTransport': fc.constantFrom('true', 'false'),
  },
  { requiredKeys: ['aws:SecureTransport'] },
);

it('never pass where one comes in of whom the policy says nothing', () => {
  const seen = { entered: 0, shut: 0 };
  fc.assert(
    fc.property(statements, fc.array(context, { minLength: 6, maxLength: 6 }), (given, asked) => {
      const all = given.map(({ Effect, named, Condition }) => {
        const { Principal: _, ...rest } = sends(null, { Effect, Condition });
        return { ...rest, ...named };
      });
      const comes = (accountId: string) =>
        asked.some((more) => {
          const arn = `arn:aws:iam::${accountId}:user/u`;
          // From an address that no policy here names, and by no endpoint.
          const given = { ...more, 'aws:SourceIp': '198.18.0.9', 'aws:PrincipalAccount': accountId };
          const context = { ...given, 'aws:PrincipalArn': arn } as Record<string, string>;
          const request = {
            action: 'sqs:SendMessage',
            caller: { kind: 'aws' as const, arn, accountId },
            context,
          };
          return evaluateRequest(policyOf(...all), request) === 'ALLOW';
        });
      const [anyone, parties] = [resourcePublic, resourceThirdParty].map((check) =>
        brief(judgeThese(check, [queue(...all)])),
      );
      if (comes(OTHER_STRANGER)) expect(anyone).not.toEqual(['PASS']);
      if (comes(STRANGER))
        expect([...(anyone ?? []), ...(parties ?? [])]).not.toEqual(['PASS', 'NOT_APPLICABLE']);
      if (comes(OTHER_STRANGER) || comes(STRANGER)) seen.entered += 1;
      else seen.shut += 1;
    }),
    tries(3000, 31),
  );
  expect(seen.entered).toBeGreaterThanOrEqual(atLeast(100));
  expect(seen.shut).toBeGreaterThanOrEqual(atLeast(100));
});
