export interface SubjectClaim {
  claim: string;
  /**
   * What a value that no other tenant can have begins with, up to and with its first wildcard. Undefined where every
   * tenant has an issuer of its own.
   */
  bound?: RegExp;
}

/** What there is to know of an OIDC provider before its tokens can be trusted. */
export interface WebIdentityProvider {
  name: string;
  /** Whether a provider, named as in the ARN without the leading part, is this one. */
  matches: RegExp;
  /** Claims any of which says which tenant, project or person a token is for; the first is the one to ask for. */
  subjects: readonly [SubjectClaim, ...SubjectClaim[]];
  /** Claims any of which says for whom the token was made out. */
  audienceClaims: readonly string[];
  /** What a bound subject looks like; what its reader has to fill in stands in angle brackets. */
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
    matches: /^token\.actions\.githubusercontent\.com$/,
    // An `@` ends the name of an owner whose id follows. AWS knows the claims after the first as keys since 2026.
    subjects: [
      {
        claim: 'sub',
        bound:
          /^(?:repo|repository|job_workflow_ref):[^/:@*?]+[/@]|^(?:repository_owner|repository_owner_id|repository_id|enterprise|enterprise_id):[^:*?]+(?::|$)/,
      },
      { claim: 'repository', bound: /^[^/*?]+\// },
      { claim: 'job_workflow_ref', bound: /^[^/*?]+\// },
      { claim: 'repository_id', bound: /^\d+$/ },
      { claim: 'enterprise_id', bound: /^\d+$/ },
    ],
    audienceClaims: ['aud'],
    example: 'repo:<your organization>/<your repository>:ref:refs/heads/main',
    source: 'https://docs.github.com/en/actions/reference/security/oidc',
  },
  {
    name: 'GitHub Actions of one enterprise',
    matches: /^token\.actions\.githubusercontent\.com\/[^/]+$/,
    subjects: [{ claim: 'sub' }],
    audienceClaims: ['aud'],
    example: 'repo:<your organization>/<your repository>:ref:refs/heads/main',
    source: 'https://docs.github.com/en/enterprise-cloud@latest/actions/reference/security/oidc',
  },
  {
    name: 'GitLab.com',
    matches: /^gitlab\.com$/,
    subjects: [{ claim: 'sub', bound: /^project_path:[^/:*?]+\// }],
    audienceClaims: ['aud'],
    example: 'project_path:<your group>/<your project>:ref_type:branch:ref:main',
    source: 'https://docs.gitlab.com/ci/cloud_services/aws/',
  },
  {
    name: 'HCP Terraform',
    matches: /^app\.terraform\.io$/,
    subjects: [{ claim: 'sub', bound: /^organization:[^:*?]+:/ }],
    audienceClaims: ['aud'],
    example:
      'organization:<your organization>:project:<your project>:workspace:<your workspace>:run_phase:apply',
    source:
      'https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration',
  },
  {
    name: 'Buildkite',
    matches: /^agent\.buildkite\.com$/,
    subjects: [{ claim: 'sub', bound: /^organization:[^:*?]+:/ }],
    audienceClaims: ['aud'],
    example: 'organization:<your organization>:pipeline:<your pipeline>:ref:refs/heads/main:commit:*',
    subjectOperator: 'StringLike',
    source: 'https://buildkite.com/docs/pipelines/security/oidc',
  },
  {
    name: 'Bitbucket Pipelines',
    matches: /^api\.bitbucket\.org\/2\.0\/workspaces\/[^/]+\/pipelines-config\/identity\/oidc$/,
    subjects: [{ claim: 'sub' }],
    audienceClaims: ['aud'],
    example: '{<repository UUID>}:*',
    subjectOperator: 'StringLike',
    source:
      'https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/',
  },
  {
    name: 'CircleCI',
    matches: /^oidc\.circleci\.com\/org\/[^/]+$/,
    subjects: [{ claim: 'sub' }],
    audienceClaims: ['aud'],
    example: 'org/<organization id>/project/<project id>/user/*',
    subjectOperator: 'StringLike',
    source: 'https://circleci.com/docs/guides/permissions-authentication/openid-connect-tokens/',
  },
  {
    name: 'Amazon EKS',
    matches: /^oidc\.eks\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/id\/[A-Za-z0-9]+$/,
    subjects: [{ claim: 'sub' }],
    audienceClaims: ['aud'],
    example: 'system:serviceaccount:<your namespace>:<your service account>',
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html',
  },
  {
    name: 'Google',
    matches: /^accounts\.google\.com$/,
    subjects: [{ claim: 'sub', bound: /^\d{10,}$/ }],
    audienceClaims: ['aud', 'oaud'],
    // Google's subjects are numbers without structure: a pattern cannot be bound to anyone.
    example: '<the number of your Google account>',
    source:
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif',
  },
  {
    // An identity pool is named by the audience; who of its users may come is said by amr, or by the identity itself.
    name: 'Amazon Cognito identity pools',
    matches: /^cognito-identity(?:-us-gov)?\.(?:[a-z0-9-]+\.)?amazonaws\.com(?:\.cn)?$/,
    subjects: [
      { claim: 'amr', bound: /^(?!unauthenticated$)[\w.:/-]+$/ },
      { claim: 'sub', bound: /^[a-z]{2}-[a-z-]+-\d:[0-9a-f-]{36}$/ },
    ],
    subjectOperator: 'ForAnyValue:StringEquals',
    audienceClaims: ['aud'],
    example: 'authenticated',
    source: 'https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html',
  },
  {
    name: 'Login with Amazon',
    matches: /^www\.amazon\.com$/,
    subjects: [{ claim: 'user_id', bound: /^amzn1\.account\.[A-Z0-9]{10,}$/ }],
    audienceClaims: ['app_id'],
    example: '<the id of your Amazon account>',
    source:
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif',
  },
  {
    name: 'Facebook',
    matches: /^graph\.facebook\.com$/,
    subjects: [{ claim: 'id', bound: /^\d{5,}$/ }],
    audienceClaims: ['app_id'],
    example: '<the number of your Facebook account>',
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
      subjects: [{ claim: 'sub' }],
      audienceClaims: ['aud'],
      example: '<subject>',
      source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html',
    }
  );
}
