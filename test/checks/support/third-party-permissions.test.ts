import { expect, it } from 'vitest';
import {
  judgeThirdPartyPermissions,
  type PermissionsVerdict,
} from '../../../src/checks/support/third-party-permissions.ts';
import { type Held, managed, allow as may } from '../../policy/permissions/roles.ts';
import { partyRole } from './third-party-permissions.ts';
import { allow, contextOf, details, HERE, OWN, STRANGER, withExternalId } from './trust-fixtures.ts';

const comesBy = (provider: string) => ({
  Effect: 'Allow',
  Principal: { Federated: `arn:aws:iam::${HERE}:oidc-provider/${provider}` },
  Action: 'sts:AssumeRoleWithWebIdentity',
});

const WRONG: PermissionsVerdict = { status: 'FAIL', detail: 'Too much.', statements: [] };
const RIGHT: PermissionsVerdict = { status: 'PASS', detail: 'Fine.' };
const READ: Held = { inline: may('s3:GetObject') };
const missing = (...names: string[]): Held => ({
  ...READ,
  missing: names.map((name) => `arn:aws:iam::${HERE}:policy/${name}`),
});

function judged(trust: Array<string | object>, verdict: PermissionsVerdict, held: Held = READ) {
  const { role, policies } = partyRole(trust, held);
  return judgeThirdPartyPermissions({ ...details(role), policies }, contextOf(), () => verdict);
}

it.each<[words: string, trust: object, status: string]>([
  ['a third party', withExternalId(STRANGER), 'FAIL'],
  ['workloads of another platform', comesBy('token.actions.githubusercontent.com'), 'FAIL'],
  ['another account of one’s own', allow(OWN), 'NOT_APPLICABLE'],
  ['those of an issuer that nobody knows', comesBy('login.example.com'), 'NOT_APPLICABLE'],
])('too much is wrong in the hands of outsiders alone: %s', (_, trust, status) => {
  expect(judged([trust], WRONG).map((one) => one.status)).toEqual([status]);
});

it('what would be wrong of an issuer that nobody knows is said, and meets no control', () => {
  const [outcome] = judged([comesBy('login.example.com')], WRONG);
  expect(outcome).toMatchObject({
    silent: true,
    detail: expect.stringMatching(
      /login\.example\.com.* Were they outsiders, this would be wrong: Too much\.$/,
    ),
  });
  expect(judged([comesBy('login.example.com')], RIGHT)).toMatchObject([RIGHT]);
});

it('each third party has an answer of its own', () => {
  expect(judged([withExternalId(STRANGER), withExternalId('121212121212'), allow(OWN)], WRONG)).toMatchObject(
    [{ discriminator: STRANGER }, { discriminator: '121212121212' }],
  );
});

it('rests on the statement that lets the third party in, and on what the check shows besides', () => {
  const beyond = {
    fact: 'authorization-details',
    region: 'global',
    pointer: '/roles/0/name',
    value: 'x',
  } as const;
  const [found] = judged([allow(OWN), withExternalId(STRANGER)], { ...WRONG, beyond: [beyond] });
  expect(found).toMatchObject({
    evidence: [beyond, { pointer: '/roles/0/trustPolicy/Statement/1', marks: ['/Principal/AWS'] }],
  });
  const [bare] = judged([withExternalId(STRANGER)], WRONG);
  expect(bare).toMatchObject({ evidence: [{ value: withExternalId(STRANGER) }] });
});

it('says of a role without third parties that there is nothing to judge', () => {
  expect(judged([allow(OWN)], WRONG)).toMatchObject([{ detail: 'No third party may assume this role.' }]);
});

it.each<[words: string, verdict: PermissionsVerdict, held: Held, status: string]>([
  ['all was read', RIGHT, READ, 'PASS'],
  ['a policy was not collected', RIGHT, missing('lost'), 'UNKNOWN'],
  [
    'a boundary was not collected, which can only take away',
    RIGHT,
    { ...READ, missingBoundary: 'arn:aws:iam::111122223333:policy/limit' },
    'PASS',
  ],
  ['a policy was not collected and too much is held all the same', WRONG, missing('lost'), 'FAIL'],
  [
    'a policy was not collected and another check answers',
    { status: 'NOT_APPLICABLE', detail: 'See there.' },
    missing('lost'),
    'NOT_APPLICABLE',
  ],
])('passes only where what the role may do is known in full: %s', (_, verdict, held, status) => {
  expect(judged([withExternalId(STRANGER)], verdict, held).map((one) => one.status)).toEqual([status]);
});

it('names up to five policies that were not collected', () => {
  const names = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'];
  const [outcome] = judged([withExternalId(STRANGER)], RIGHT, missing(...names));
  expect(names.map((name) => outcome?.detail.includes(name))).toEqual([true, true, true, true, true, false]);
});

it('an administrator needs no way to more rights', () => {
  const seen: number[] = [];
  for (const held of [
    { inline: may('*') },
    { inline: may('iam:PutRolePolicy') },
    { attached: [managed('read', may('s3:GetObject'))] },
  ]) {
    const { role, policies } = partyRole([STRANGER], held);
    judgeThirdPartyPermissions({ ...details(role), policies }, contextOf(), (_, { methods }) => {
      seen.push(methods.length);
      return RIGHT;
    });
  }
  expect(seen).toEqual([0, 1, 0]);
});
