import { expect, it } from 'vitest';
import { webIdentitySubject } from '../../../src/checks/trust/web-identity-subject.ts';
import { correctedBy, marksOf } from '../support/told.ts';
import { allow, finding, HERE, judge, role, statuses } from '../support/trust-fixtures.ts';

const GITHUB = 'token.actions.githubusercontent.com';
const EKS = 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';
const GOOGLE = 'accounts.google.com';
const BITBUCKET = 'api.bitbucket.org/2.0/workspaces/my/pipelines-config/identity/oidc';
const GITLAB = 'gitlab.com';
const SUB = `${GITHUB}:sub`;
const AUD = `${GITHUB}:aud`;
const OURS = 'repo:my-org/*';
const STS = 'sts.amazonaws.com';
const EXAMPLE = 'repo:<your organization>/<your repository>:ref:refs/heads/main';

const by = (provider: string, Condition: object) => {
  const Federated = provider === GOOGLE ? provider : `arn:aws:iam::${HERE}:oidc-provider/${provider}`;
  return allow(HERE, { Principal: { Federated }, Action: 'sts:AssumeRoleWithWebIdentity', Condition });
};

it.each<[words: string, statements: object[], says: string | RegExp, marks: Record<number, string[]>]>([
  [
    'neither',
    [by(GITHUB, { StringEquals: { [`${GITHUB}:actor`]: 'x' } })],
    new RegExp(
      `^By statement 1 of the trust policy tokens of GitHub Actions open the role, and the subject \\(${SUB}\\) is not required and the audience \\(${AUD}\\) is not required\\.$`,
    ),
    { 0: ['/Principal/Federated'] },
  ],
  [
    'a subject that may be absent',
    [by(GITHUB, { StringLikeIfExists: { [SUB]: OURS }, StringEquals: { [AUD]: STS } })],
    new RegExp(`the subject \\(${SUB}\\) is not required: .*StringLikeIfExists`),
    { 0: ['/Principal/Federated', '/Condition/StringLikeIfExists'] },
  ],
  [
    'an audience that may be absent',
    [by(GITHUB, { StringLike: { [SUB]: OURS }, StringEqualsIfExists: { [AUD]: STS } })],
    new RegExp(`the audience \\(${AUD}\\) is not required: .*StringEqualsIfExists`),
    { 0: ['/Principal/Federated', '/Condition/StringEqualsIfExists'] },
  ],
  [
    'subjects of strangers, each told once',
    [
      by(GITHUB, {
        StringLike: { [SUB]: ['job_workflow_ref:a/b', 'job_workflow_ref:c/d', 'job_workflow_ref:a/b'] },
        StringEquals: { [AUD]: STS, 'aws:RequestedRegion': 'eu-west-1' },
      }),
    ],
    /the subject is required only by job_workflow_ref:a\/b and job_workflow_ref:c\/d, which strangers at GitHub Actions can match too/,
    { 0: ['/Principal/Federated', '/Condition/StringLike'] },
  ],
  [
    'one way of two',
    [
      by(GITHUB, { StringLike: { [SUB]: OURS }, StringEquals: { [AUD]: STS } }),
      by(GITHUB, { StringEquals: { [AUD]: STS } }),
    ],
    /^By statement 2 of the trust policy /,
    { 1: ['/Principal/Federated'] },
  ],
])('says what is not required, and marks what does not bind: %s', (_, statements, says, marks) => {
  const found = finding(judge(webIdentitySubject, role(statements)));
  expect(found.detail).toMatch(says);
  expect(marksOf(found)).toEqual(marks);
});

it.each<[words: string, statement: object, condition: object]>([
  ['both', by(GITHUB, {}), { StringEquals: { [SUB]: EXAMPLE, [AUD]: STS } }],
  [
    'the audience alone, where the subject is bound',
    by(GITHUB, { StringLike: { [SUB]: OURS } }),
    { StringLike: { [SUB]: OURS }, StringEquals: { [AUD]: STS } },
  ],
  [
    'a subject in place of one that strangers have, beside one that binds nothing',
    by(GITHUB, { StringLike: { [SUB]: 'repo:*', [`${GITHUB}:environment`]: 'production' } }),
    { StringLike: { [`${GITHUB}:environment`]: 'production' }, StringEquals: { [SUB]: EXAMPLE, [AUD]: STS } },
  ],
  [
    'a subject that must be there, in place of one that need not',
    by(GITHUB, { StringLikeIfExists: { [SUB]: OURS }, StringEquals: { [AUD]: STS } }),
    { StringEquals: { [SUB]: EXAMPLE, [AUD]: STS } },
  ],
  [
    'the audience of EKS',
    by(EKS, { StringEquals: { [`${EKS}:sub`]: 'system:serviceaccount:a:b' } }),
    { StringEquals: { [`${EKS}:sub`]: 'system:serviceaccount:a:b', [`${EKS}:aud`]: STS } },
  ],
  [
    'of another provider the audience that is asked for already',
    by(GITLAB, { StringEquals: { 'gitlab.com:aud': 'https://gitlab.com' } }),
    expect.objectContaining({
      StringEquals: expect.objectContaining({ 'gitlab.com:aud': ['https://gitlab.com'] }),
    }),
  ],
  [
    'an audience that only its reader knows',
    by(GITLAB, {
      StringLike: { 'gitlab.com:sub': 'project_path:my-group/*' },
      StringEqualsIfExists: { 'gitlab.com:aud': 'x' },
    }),
    {
      StringLike: { 'gitlab.com:sub': 'project_path:my-group/*' },
      StringEquals: { 'gitlab.com:aud': '<your audience>' },
    },
  ],
  [
    'the audience that is the subject, where one claim is both',
    by('oidc.vercel.com', {}),
    { StringEquals: { 'oidc.vercel.com:aud': expect.stringContaining('<') } },
  ],
])('would require %s', (_, statement, condition) => {
  const one = role([statement]);
  const [corrected] = correctedBy(finding(judge(webIdentitySubject, one)), one) as Array<{
    Condition: object;
  }>;
  expect(corrected?.Condition).toEqual(condition);
});

it.each<[words: string, statements: object[], expected: string[]]>([
  [
    'an issuer of one tenant, whatever the pattern',
    [
      by(BITBUCKET, {
        StringLike: { [`${BITBUCKET}:sub`]: 'x*' },
        StringEquals: { [`${BITBUCKET}:aud`]: 'a' },
      }),
    ],
    ['PASS'],
  ],
  [
    'one value of two that strangers have',
    [by(GITHUB, { StringLike: { [SUB]: [OURS, 'repo:*'] }, StringEquals: { [AUD]: STS } })],
    ['FAIL'],
  ],
  [
    'a subject of ours, beside a condition that strangers meet too',
    [
      by(GITHUB, {
        StringLike: { [SUB]: OURS },
        StringEquals: { [AUD]: STS, [`${GITHUB}:environment`]: 'x' },
      }),
    ],
    ['PASS'],
  ],
  [
    'each provider by itself',
    [
      by(GITHUB, {}),
      by(EKS, { StringEquals: { [`${EKS}:sub`]: 'system:serviceaccount:a:b', [`${EKS}:aud`]: STS } }),
    ],
    ['FAIL', 'PASS'],
  ],
  [
    'a wildcard that is a character, under StringEquals',
    [by('idp.example.com', { StringEquals: { 'idp.example.com:sub': 'x*', 'idp.example.com:aud': 'a' } })],
    ['PASS'],
  ],
  [
    'a pattern of an issuer that nobody knows',
    [by('idp.example.com', { StringLike: { 'idp.example.com:sub': 'x*', 'idp.example.com:aud': 'a' } })],
    ['UNKNOWN'],
  ],
  [
    'one pattern among names, of an issuer that nobody knows',
    [
      by('idp.example.com', {
        StringLike: { 'idp.example.com:sub': ['x', 'y*'], 'idp.example.com:aud': 'a' },
      }),
    ],
    ['UNKNOWN'],
  ],
])('judges %s', (_, statements, expected) => {
  expect(statuses(judge(webIdentitySubject, role(statements)))).toEqual(expected);
});

it('names what it does not know whether strangers match', () => {
  const unknown = by('idp.example.com', {
    StringLike: { 'idp.example.com:sub': ['x*', 'x*'], 'idp.example.com:aud': 'a' },
  });
  const [only] = judge(webIdentitySubject, role(unknown));
  expect(only?.detail).toContain('whether strangers can match x* is not known');
});

it('offers the policy beside another provider that is open too', () => {
  const outcomes = judge(webIdentitySubject, role([by(GITHUB, {}), by(GITLAB, {})]));
  for (const one of outcomes)
    expect(one.status === 'FAIL' && one.fixes?.().some(({ kind }) => kind === 'policy')).toBe(true);
});
