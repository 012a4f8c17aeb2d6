import { describe, expect, it } from 'vitest';
import { samlAudience } from '../../../src/checks/trust/saml-audience.ts';
import { webIdentitySubject } from '../../../src/checks/trust/web-identity-subject.ts';
import { standingOfProvider } from '../../../src/parties/outside-providers.ts';
import {
  allow,
  finding,
  fixOf,
  HERE,
  judge,
  proposedStatements,
  role,
  statuses,
} from '../support/trust-fixtures.ts';

const GITHUB = 'token.actions.githubusercontent.com';
const EKS = 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';
const COGNITO = 'cognito-identity.amazonaws.com';

function tokensOf(provider: string, Condition: object) {
  const Federated =
    provider.includes('/') || provider === GITHUB || !['accounts.google.com', COGNITO].includes(provider)
      ? `arn:aws:iam::${HERE}:oidc-provider/${provider}`
      : provider;
  return role(allow(HERE, { Principal: { Federated }, Action: 'sts:AssumeRoleWithWebIdentity', Condition }));
}

function bound(provider: string, subject: string, operator = 'StringLike') {
  return tokensOf(provider, {
    [operator]: { [`${provider}:sub`]: subject },
    StringEquals: { [`${provider}:aud`]: 'sts.amazonaws.com' },
  });
}

describe('web-identity-subject', () => {
  it('fails for a Cognito audience that pools of strangers have as well', () => {
    const by = (operator: string, pool: string) =>
      tokensOf(COGNITO, {
        [operator]: { [`${COGNITO}:aud`]: pool },
        'ForAnyValue:StringEquals': { [`${COGNITO}:amr`]: 'authenticated' },
      });
    expect(finding(judge(webIdentitySubject, by('StringLike', 'eu-west-1:*'))).detail).toContain(
      'accepts tokens that strangers at the provider have as well: eu-west-1:*',
    );
    expect(
      statuses(
        judge(webIdentitySubject, by('StringEquals', 'eu-west-1:12345678-1234-1234-1234-123456789012')),
      ),
    ).toEqual(['PASS']);
  });

  it.each([
    [GITHUB, 'repo:*'],
    [GITHUB, 'repo:my-org*'],
    [GITHUB, 'repo:*/my-repo:*'],
    [GITHUB, '*:ref:refs/heads/main'],
    ['gitlab.com', 'project_path:*:ref:main'],
    ['gitlab.com', 'project_path:my-gro*'],
    ['app.terraform.io', 'organization:my-org*'],
    ['accounts.google.com', '1*'],
    ['appleid.apple.com', '000544.*'],
    // A reusable workflow of an owner may be called by anyone.
    [GITHUB, 'job_workflow_ref:my-org/flows/.github/workflows/deploy.yml@refs/heads/main'],
    [GITHUB, 'environment:production:*'],
    [GITHUB, 'repository_owner:my*'],
    ['app.eu.terraform.io', 'organization:*:project:x:*'],
    ['agent.buildkite.com', 'organization:acme*'],
    ['oidc.codefresh.io', 'account:*:pipeline:x'],
    ['scalr.io', 'account:*'],
    ['proidc.upbound.io', 'mcp:*/prod:provider:provider-aws'],
    ['oidc.op1.openshiftapps.com/2f785sojlpb85i7402pk3qogugim5nfb', 'system:serviceaccount:*:t8c-operator'],
    ['oidc-configuration.audit-log.githubusercontent.com', 'https://github.com/ac*'],
  ])('fails for %s with the pattern %s that strangers can match', (provider, subject) => {
    const found = finding(judge(webIdentitySubject, bound(provider, subject)));
    expect(found.detail).toContain('strangers');
    expect(found.thirdParty?.kind).toBe('identity-provider');
  });

  it.each([
    [GITHUB, 'repo:my-org/*'],
    [GITHUB, 'repo:my-org/my-repo:ref:refs/heads/main'],
    [GITHUB, 'repository_owner_id:12345:*'],
    ['gitlab.com', 'project_path:my-group/*'],
    ['app.terraform.io', 'organization:my-org:*'],
    ['app.eu.terraform.io', 'organization:my-org:*'],
    [GITHUB, 'job_workflow_ref:my-org/flows/x.yml@main:repository_owner:my-org'],
    [GITHUB, 'repo:my-org@123/my-repo@456:*'],
    ['agent.buildkite.com', 'organization:acme:pipeline:*'],
    ['scalr.io', 'account:acme:environment:*'],
    ['proidc.upbound.io', 'mcp:acme/*'],
    ['oidc.vercel.com/acme', 'owner:acme:*'],
    ['oidc-eks.eu-west-1.api.aws/id/EXAMPLED539D4633E53DE1B71EXAMPLE', 'system:serviceaccount:*:reader'],
    ['studio.datachain.ai/api', 'credentials:acme/deploy'],
    ['accounts.google.com', '110169484474386276334'],
    [EKS, 'system:serviceaccount:*:reader'],
    ['api.bitbucket.org/2.0/workspaces/my/pipelines-config/identity/oidc', '{8d1c}:*'],
    ['idp.example.com/tenant', 'anything'],
  ])('passes for %s with the pattern %s', (provider, subject) => {
    expect(statuses(judge(webIdentitySubject, bound(provider, subject)))).toEqual(['PASS']);
  });

  it.each([
    'login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0',
    'sts.windows.net/9188040d-6c67-4c5b-b112-36a304b66dad/',
    'login.microsoftonline.com/common/v2.0',
    'login.microsoftonline.com/organizations/v2.0',
    'login.microsoftonline.com/consumers/v2.0',
    'login.microsoftonline.us/common/v2.0',
  ])('takes %s for an issuer that vouches for anyone', (provider) => {
    expect(standingOfProvider(provider)).toBe('outside');
    expect(finding(judge(webIdentitySubject, bound(provider, 'A*'))).detail).toContain('strangers');
    const one = bound(provider, 'AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ');
    expect(statuses(judge(webIdentitySubject, one))).toEqual(['PASS']);
  });

  it('takes the directory of one organization at Microsoft for its own', () => {
    const tenant = '11111111-2222-3333-4444-555555555555';
    for (const provider of [
      `login.microsoftonline.com/${tenant}/v2.0`,
      `login.microsoftonline.us/${tenant}/v2.0`,
      `sts.windows.net/${tenant}/`,
    ])
      expect(standingOfProvider(provider)).toBe('own');
    const sentinel = '33e01921-4d64-4f8c-a055-5bdaffd5e33d';
    expect(standingOfProvider(`login.microsoftonline.com/${sentinel}/v2.0`)).toBe('outside');
  });

  it('fails for an audience by a pattern that every client of the provider matches', () => {
    const by = (aud: string) =>
      tokensOf('accounts.google.com', {
        StringEquals: { 'accounts.google.com:sub': '110169484474386276334' },
        StringLike: { 'accounts.google.com:aud': aud },
      });
    const found = finding(judge(webIdentitySubject, by('*.apps.googleusercontent.com')));
    expect(found.detail).toContain(
      'the audience (accounts.google.com:aud or accounts.google.com:oaud) is not',
    );
    expect(statuses(judge(webIdentitySubject, by('123456789012-*.apps.googleusercontent.com')))).toEqual([
      'PASS',
    ]);
  });

  it.each([
    ['idp.example.com/tenant', 'anything-*'],
    ['gitlab.example.com', 'project_path:*:ref_type:branch:ref:main'],
    ['studio.datachain.ai/api', 'credentials:*'],
    ['oidc.op1.openshiftapps.com/another', 'system:serviceaccount:*:t8c-operator'],
  ])('does not know for %s whether strangers can match %s', (provider, subject) => {
    const [outcome] = judge(webIdentitySubject, bound(provider, subject));
    expect(outcome).toMatchObject({ status: 'UNKNOWN' });
    expect(outcome?.detail).toContain('is not known');
  });

  it('takes the claim that names the tenant: an audience, or the name of the session', () => {
    const status = (provider: string, Condition: object) =>
      statuses(judge(webIdentitySubject, tokensOf(provider, Condition))).join();
    const vercel = (aud: string) => status('oidc.vercel.com', { StringLike: { 'oidc.vercel.com:aud': aud } });
    expect([vercel('https://vercel.com/acme'), vercel('https://vercel.com/ac*'), vercel('*')]).toEqual([
      'PASS',
      'FAIL',
      'FAIL',
    ]);
    const pulumi = (aud: string) =>
      status('api.pulumi.com/oidc', { StringLike: { 'api.pulumi.com/oidc:aud': aud } });
    expect([pulumi('aws:acme'), pulumi('acme'), pulumi('aws:*')]).toEqual(['PASS', 'PASS', 'FAIL']);
    const tenant = 'sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/';
    const sentinel = (more: object) =>
      status(tenant, { StringEquals: { [`${tenant}:aud`]: 'api://1462b192', ...more } });
    expect([sentinel({ 'sts:RoleSessionName': 'MicrosoftSentinel_1' }), sentinel({})]).toEqual([
      'PASS',
      'FAIL',
    ]);
  });

  it('does not take the workflow that runs for the owner of the repository that runs it', () => {
    const claims = (more: object) =>
      tokensOf(GITHUB, { StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com', ...more } });
    const workflow = {
      [`${GITHUB}:job_workflow_ref`]: 'my-org/flows/.github/workflows/x.yml@refs/heads/main',
    };
    expect(statuses(judge(webIdentitySubject, claims(workflow)))).toEqual(['FAIL']);
    for (const claim of ['actor', 'actor_id', 'ref', 'environment', 'workflow'])
      expect(statuses(judge(webIdentitySubject, claims({ [`${GITHUB}:${claim}`]: 'x' })))).toEqual(['FAIL']);
    const owned = { ...workflow, [`${GITHUB}:repository`]: 'my-org/app' };
    expect(statuses(judge(webIdentitySubject, claims(owned)))).toEqual(['PASS']);
  });

  it('fails without a subject, without an audience, and when they may be absent', () => {
    const audienceOnly = tokensOf(GITHUB, { StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' } });
    expect(finding(judge(webIdentitySubject, audienceOnly)).detail).toContain(
      `the subject (${GITHUB}:sub) is not required`,
    );
    const subjectOnly = tokensOf(GITHUB, { StringLike: { [`${GITHUB}:sub`]: 'repo:my-org/*' } });
    expect(finding(judge(webIdentitySubject, subjectOnly)).detail).toContain(
      `the audience (${GITHUB}:aud) is not required`,
    );
    expect(
      statuses(judge(webIdentitySubject, bound(GITHUB, 'repo:my-org/x', 'StringEqualsIfExists'))),
    ).toEqual(['FAIL']);
    expect(statuses(judge(webIdentitySubject, bound(EKS, '*')))).toEqual(['FAIL']);
  });

  it('does not take the claims of another provider for this one', () => {
    const other = tokensOf(GITHUB, { StringEquals: { 'gitlab.com:sub': 'x', 'gitlab.com:aud': 'y' } });
    expect(statuses(judge(webIdentitySubject, other))).toEqual(['FAIL']);
  });

  it('offers a statement that binds what was not bound', () => {
    const found = finding(judge(webIdentitySubject, bound(GITHUB, 'repo:*')));
    expect(proposedStatements(found)).toMatchObject([
      {
        Condition: {
          StringEquals: {
            [`${GITHUB}:sub`]: 'repo:<your organization>/<your repository>:ref:refs/heads/main',
            [`${GITHUB}:aud`]: 'sts.amazonaws.com',
          },
        },
      },
    ]);
    expect(fixOf(found, 'policy')).not.toContain('StringLike');
  });

  it('asks of Cognito the identity pool and that its users have signed in', () => {
    const pool = (amr: string) =>
      tokensOf(COGNITO, {
        StringEquals: { [`${COGNITO}:aud`]: 'eu-west-1:pool' },
        'ForAnyValue:StringLike': { [`${COGNITO}:amr`]: amr },
      });
    expect(statuses(judge(webIdentitySubject, pool('authenticated')))).toEqual(['PASS']);
    expect(statuses(judge(webIdentitySubject, pool('unauthenticated')))).toEqual(['FAIL']);
    expect(statuses(judge(webIdentitySubject, pool('*')))).toEqual(['FAIL']);
  });

  it('is not applicable without a provider and unknown for what was not understood', () => {
    expect(statuses(judge(webIdentitySubject, role(allow(HERE))))).toEqual(['NOT_APPLICABLE']);
    expect(statuses(judge(webIdentitySubject, role('{}')))).toEqual(['UNKNOWN']);
  });
});

describe('saml-audience', () => {
  const provider = `arn:aws:iam::${HERE}:saml-provider/okta`;
  const saml = (Condition: object) =>
    role(
      allow(HERE, {
        Principal: { Federated: provider },
        Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
        Condition,
      }),
    );

  it('fails when the audience is absent or may be', () => {
    expect(finding(judge(samlAudience, saml({})))).toMatchObject({ discriminator: provider });
    expect(statuses(judge(samlAudience, saml({ StringEqualsIfExists: { 'SAML:aud': 'x' } })))).toEqual([
      'FAIL',
    ]);
  });

  it('passes when it is required', () => {
    const Condition = { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } };
    expect(statuses(judge(samlAudience, saml(Condition)))).toEqual(['PASS']);
  });

  it('is not applicable without a provider and unknown for what was not understood', () => {
    expect(statuses(judge(samlAudience, role(allow(HERE))))).toEqual(['NOT_APPLICABLE']);
    expect(statuses(judge(samlAudience, role('{}')))).toEqual(['UNKNOWN']);
  });
});
