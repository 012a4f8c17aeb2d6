/** What there is to know of an OIDC provider before its tokens can be trusted. */
export interface WebIdentityProvider {
  name: string;
  /** Whether a provider, named as in the ARN without the leading part, is this one. */
  matches: RegExp;
  /** Claims any of which says which tenant, project or person a token is for. */
  subjectClaims: readonly string[];
  /** Claims any of which says for whom the token was made out. */
  audienceClaims: readonly string[];
  /** Whether everyone with an account there gets tokens of the same issuer. */
  shared: boolean;
  /** A pattern that is bound to one tenant: its beginning, up to the first wildcard, must match. */
  boundToTenant?: RegExp;
  /** What a bound subject looks like. */
  example: string;
  /** The operator that the subject claim calls for, where it is not StringEquals. */
  subjectOperator?: string;
  /** Where the provider, or AWS for it, says so. */
  source: string;
}

/** Providers of whose tokens something is known; every other one is judged as a provider of one tenant. */
export const WEB_IDENTITY_PROVIDERS: readonly WebIdentityProvider[] = [
  {
    name: 'GitHub Actions',
    matches: /^token\.actions\.githubusercontent\.com(?:\/|$)/,
    subjectClaims: ['sub'],
    audienceClaims: ['aud'],
    shared: true,
    boundToTenant:
      /^(?:repo|repository|job_workflow_ref):[^/:]+\/|^(?:repository_owner|repository_owner_id|repository_id|enterprise|enterprise_id):[^:]+(?::|$)/,
    example: 'repo:my-org/my-repo:ref:refs/heads/main',
    source: 'https://docs.github.com/en/actions/reference/security/oidc',
  },
  {
    name: 'GitLab.com',
    matches: /^gitlab\.com$/,
    subjectClaims: ['sub'],
    audienceClaims: ['aud'],
    shared: true,
    boundToTenant: /^project_path:[^/:]+\//,
    example: 'project_path:my-group/my-project:ref_type:branch:ref:main',
    source: 'https://docs.gitlab.com/ci/cloud_services/aws/',
  },
  {
    name: 'HCP Terraform',
    matches: /^app\.terraform\.io$/,
    subjectClaims: ['sub'],
    audienceClaims: ['aud'],
    shared: true,
    boundToTenant: /^organization:[^:]+:/,
    example: 'organization:my-org:project:my-project:workspace:my-workspace:run_phase:apply',
    source:
      'https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration',
  },
  {
    name: 'Buildkite',
    matches: /^agent\.buildkite\.com$/,
    subjectClaims: ['sub'],
    audienceClaims: ['aud'],
    shared: true,
    boundToTenant: /^organization:[^:]+:/,
    example: 'organization:my-org:pipeline:my-pipeline:ref:refs/heads/main:commit:*',
    subjectOperator: 'StringLike',
    source: 'https://buildkite.com/docs/pipelines/security/oidc',
  },
  {
    name: 'Bitbucket Pipelines',
    matches: /^api\.bitbucket\.org\/2\.0\/workspaces\/[^/]+\/pipelines-config\/identity\/oidc$/,
    subjectClaims: ['sub'],
    audienceClaims: ['aud'],
    shared: false,
    example: '{repository UUID}:*',
    subjectOperator: 'StringLike',
    source:
      'https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/',
  },
  {
    name: 'CircleCI',
    matches: /^oidc\.circleci\.com\/org\/[^/]+$/,
    subjectClaims: ['sub'],
    audienceClaims: ['aud'],
    shared: false,
    example: 'org/<organization id>/project/<project id>/user/*',
    subjectOperator: 'StringLike',
    source: 'https://circleci.com/docs/guides/permissions-authentication/openid-connect-tokens/',
  },
  {
    name: 'Amazon EKS',
    matches: /^oidc\.eks\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/id\/[A-Za-z0-9]+$/,
    subjectClaims: ['sub'],
    audienceClaims: ['aud'],
    shared: false,
    example: 'system:serviceaccount:my-namespace:my-service-account',
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html',
  },
  {
    name: 'Google',
    matches: /^accounts\.google\.com$/,
    subjectClaims: ['sub'],
    audienceClaims: ['aud', 'oaud'],
    shared: true,
    // Google's subjects are numbers without structure: a pattern cannot be bound to anyone.
    boundToTenant: /^\d{10,}$/,
    example: '110169484474386276334',
    source:
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif',
  },
  {
    // An identity pool is named by the audience; who of its users may come is said by amr, or by the identity itself.
    name: 'Amazon Cognito identity pools',
    matches: /^cognito-identity(?:-us-gov)?\.(?:[a-z0-9-]+\.)?amazonaws\.com(?:\.cn)?$/,
    subjectClaims: ['amr', 'sub'],
    subjectOperator: 'ForAnyValue:StringEquals',
    audienceClaims: ['aud'],
    shared: true,
    boundToTenant: /^(?:authenticated$|[a-z]{2}-[a-z-]+-\d:|(?!unauthenticated)[\w.-]+)/,
    example: 'authenticated',
    source: 'https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html',
  },
  {
    name: 'Login with Amazon',
    matches: /^www\.amazon\.com$/,
    subjectClaims: ['user_id'],
    audienceClaims: ['app_id'],
    shared: true,
    boundToTenant: /^amzn1\.account\.[A-Z0-9]{10,}$/,
    example: 'amzn1.account.EXAMPLE1234567890',
    source:
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif',
  },
  {
    name: 'Facebook',
    matches: /^graph\.facebook\.com$/,
    subjectClaims: ['id'],
    audienceClaims: ['app_id'],
    shared: true,
    boundToTenant: /^\d{5,}$/,
    example: '100001234567890',
    source:
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif',
  },
];

/** What is known of a provider; a provider of one tenant with the standard claims where nothing is. */
export function webIdentityProvider(provider: string): WebIdentityProvider {
  return (
    WEB_IDENTITY_PROVIDERS.find(({ matches }) => matches.test(provider)) ?? {
      name: provider,
      matches: /^/,
      subjectClaims: ['sub'],
      audienceClaims: ['aud'],
      shared: false,
      example: '<subject>',
      source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html',
    }
  );
}
