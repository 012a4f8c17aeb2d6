import { expect, it } from 'vitest';
import { samlAudience } from '../../../src/checks/trust/saml-audience.ts';
import { correctedBy, marksOf } from '../support/told.ts';
import { allow, finding, HERE, judge, role, statuses } from '../support/trust-fixtures.ts';

const AUDIENCE = { 'SAML:aud': 'https://signin.aws.amazon.com/saml' };
const by = (name: string, Condition?: object) => ({
  ...{ Effect: 'Allow', Principal: { Federated: `arn:aws:iam::${HERE}:saml-provider/${name}` } },
  ...{ Action: 'sts:AssumeRoleWithSAML', ...(Condition && { Condition }) },
});
const FINE = { StringEquals: AUDIENCE };

it.each<[words: string, statements: object[], statuses: string[]]>([
  ['an audience', [by('a', FINE)], ['PASS']],
  ['no condition', [by('a')], ['FAIL']],
  ['another condition', [by('a', { StringEquals: { 'SAML:sub': 'x' } })], ['FAIL']],
  ['an audience that may be absent', [by('a', { StringEqualsIfExists: AUDIENCE })], ['FAIL']],
  ['one way of two without one', [by('a', FINE), by('a')], ['FAIL']],
  ['each provider by itself', [by('a', FINE), by('b')], ['PASS', 'FAIL']],
  ['none of it', [allow(HERE)], ['NOT_APPLICABLE']],
])('requires the audience: %s', (_, statements, expected) => {
  expect(statuses(judge(samlAudience, role(statements)))).toEqual(expected);
});

it('marks the provider, and what is said of the audience without requiring it', () => {
  const loose = { StringEqualsIfExists: AUDIENCE, StringEquals: { 'SAML:sub': 'x' } };
  const found = finding(judge(samlAudience, role([by('a', FINE), by('a', loose), allow(HERE)])));
  expect(found.detail).toMatch(/^Statement 2 of the trust policy admits assertions of /);
  expect(marksOf(found)).toEqual({ 1: ['/Principal/Federated', '/Condition/StringEqualsIfExists'] });
});

it.each([
  ['aws', 'https://signin.aws.amazon.com/saml'],
  ['aws-cn', 'https://signin.amazonaws.cn/saml'],
  ['aws-new', 'https://<the sign-in page of aws-new>/saml'],
])('requires that of the sign-in page of the partition: %s', (partition, page) => {
  const one = role([by('a', { StringEqualsIfExists: AUDIENCE }), by('b', FINE)]);
  const found = finding(judge(samlAudience, one, { account: { partition } }));
  expect(correctedBy(found, one)).toEqual([by('a', { StringEquals: { 'SAML:aud': page } }), by('b', FINE)]);
});

it('offers the policy beside another provider that is open too', () => {
  const [a, b] = judge(samlAudience, role([by('a'), by('b')]));
  const offered = [a, b].map((one) => (one?.status === 'FAIL' ? one.fixes?.().map(({ kind }) => kind) : []));
  expect(offered).toEqual([expect.arrayContaining(['policy']), expect.arrayContaining(['policy'])]);
});
