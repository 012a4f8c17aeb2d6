import type { WebIdentityProvider } from './issuer.ts';

/** An audience that is freely chosen: as much of it fixed as no other is likely to begin with, a scheme left aside. */
const CHOSEN_AUDIENCE = /^(?![a-z]+:\/\/[^*?]{0,3}[*?])[^*?]{8}/;

/** The claims of tokens that carry the standard ones. */
const STANDARD = {
  audienceClaims: ['aud'],
  boundAudience: CHOSEN_AUDIENCE,
  shared: true,
  outside: true,
} as const;

/** GitHub's subject names its owner in one of these parts; values in it hold no colon, so none can be feigned. */
const GITHUB_OWNER =
  /(?:^|:)(?:repo|repository):[^/:@*?]+[/@]|(?:^|:)(?:repository_owner|repository_owner_id|repository_id|enterprise|enterprise_id):[^:*?]+(?::|$)/i;

const CLUSTER_SUBJECT = 'system:serviceaccount:<your namespace>:<your service account>';

const FEDERATION_KEYS =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif';

/** AWS's list of the shared issuers, each with the claim that a trust policy has to ask for. */
const AWS_LIST =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html';

/**
 * Issuers that vouch for the workloads, or the users, of all who are customers there. First those of AWS's own list,
 * then others of whom their documentation says so.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
export const SHARED_ISSUERS: readonly WebIdentityProvider[] = [
  {
    ...STANDARD,
    name: 'GitHub Actions',
    matches: /^(?:vs)?token\.actions\.githubusercontent\.com$/,
    // AWS knows the claims after the first as keys since 2026. job_workflow_ref names whose reusable workflow runs, and
    // anyone may call a public one from a repository of their own; actor, ref and environment anyone may have.
    subjects: [
      { claim: 'sub', bound: GITHUB_OWNER },
      { claim: 'repository', bound: /^[^/*?]+\// },
      { claim: 'repository_id', bound: /^\d+$/ },
      { claim: 'enterprise_id', bound: /^\d+$/ },
    ],
    // Where a job asks for none, it is the owner of the repository.
    boundAudience: /^(?![a-z]+:\/\/[^*?]{0,3}[*?]|https:\/\/github\.com\/[^/*?]*[*?])[^*?]{8}/,
    example: 'repo:<your organization>/<your repository>:ref:refs/heads/main',
    source: 'https://docs.github.com/en/actions/reference/security/oidc',
  },
  {
    ...STANDARD,
    name: 'GitHub audit log streaming',
    matches: /^oidc-configuration\.audit-log\.githubusercontent\.com$/,
    subjects: [{ claim: 'sub', bound: /^https:\/\/github\.com\/[^/*?]+(?:\/|$)/ }],
    example: 'https://github.com/<your enterprise>',
    source:
      'https://docs.github.com/en/enterprise-cloud@latest/admin/monitoring-activity-in-your-enterprise/reviewing-audit-logs-for-your-enterprise/streaming-the-audit-log-for-your-enterprise',
  },
  {
    ...STANDARD,
    name: 'GitLab.com',
    matches: /^gitlab\.com$/,
    subjects: [{ claim: 'sub', bound: /^project_path:[^/:*?]+\// }],
    example: 'project_path:<your group>/<your project>:ref_type:branch:ref:main',
    source: 'https://docs.gitlab.com/ci/cloud_services/aws/',
  },
  {
    ...STANDARD,
    name: 'HCP Terraform',
    matches: /^app\.(?:eu\.)?terraform\.io$/,
    subjects: [{ claim: 'sub', bound: /^organization:[^:*?]+:/ }],
    example:
      'organization:<your organization>:project:<your project>:workspace:<your workspace>:run_phase:apply',
    source:
      'https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration',
  },
  {
    ...STANDARD,
    name: 'Buildkite',
    matches: /^agent\.buildkite\.com$/,
    // A job may ask for the UUID of its organization, pipeline or the like as the subject.
    subjects: [
      { claim: 'sub', bound: /^organization:[^:*?]+:|^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/ },
    ],
    boundAudience: /^(?![a-z]+:\/\/[^*?]{0,3}[*?]|https:\/\/buildkite\.com\/[^/*?]*[*?])[^*?]{8}/,
    example: 'organization:<your organization>:pipeline:<your pipeline>:ref:refs/heads/main:commit:*',
    subjectOperator: 'StringLike',
    source: 'https://buildkite.com/docs/pipelines/security/oidc',
  },
  {
    ...STANDARD,
    name: 'Codefresh',
    matches: /^oidc\.codefresh\.io$/,
    subjects: [{ claim: 'sub', bound: /^account:[^:*?]+:/ }],
    example: 'account:<your account id>:pipeline:<your pipeline id>:*',
    subjectOperator: 'StringLike',
    source: AWS_LIST,
  },
  {
    ...STANDARD,
    name: 'DVC Studio',
    matches: /^studio\.datachain\.ai\/api$/,
    subjects: [{ claim: 'sub' }],
    example: '<the subject of your credentials>',
    source: AWS_LIST,
  },
  {
    ...STANDARD,
    name: 'Scalr',
    matches: /^scalr\.io$/,
    subjects: [{ claim: 'sub', bound: /^account:[^:*?]+:/ }],
    example: 'account:<your account>:environment:<your environment>:workspace:<your workspace>',
    source: AWS_LIST,
  },
  {
    ...STANDARD,
    name: 'Shisho Cloud',
    matches: /^tokens\.cloud\.shisho\.dev$/,
    subjects: [{ claim: 'sub' }],
    example: '<the subject of your organization>',
    source: AWS_LIST,
  },
  {
    ...STANDARD,
    name: 'Upbound',
    matches: /^proidc\.upbound\.io$/,
    subjects: [{ claim: 'sub', bound: /^mcp:[^/:*?]+\// }],
    example: 'mcp:<your organization>/<your control plane>:provider:provider-aws',
    source: AWS_LIST,
  },
  {
    ...STANDARD,
    name: 'IBM Turbonomic',
    matches: /^oidc\.op1\.openshiftapps\.com\/2f785sojlpb85i7402pk3qogugim5nfb$/,
    subjects: [{ claim: 'sub', bound: /^system:serviceaccount:[^:*?]+:/ }],
    example: CLUSTER_SUBJECT,
    source: AWS_LIST,
  },
  {
    // An identity pool is named by the audience; who of its users may come is said by amr, or by the identity itself.
    ...STANDARD,
    name: 'Amazon Cognito identity pools',
    matches: /^cognito-identity(?:-us-gov)?\.(?:[a-z0-9-]+\.)?amazonaws\.com(?:\.cn)?$/,
    subjects: [
      { claim: 'amr', bound: /^(?!unauthenticated$)[\w.:/-]+$/ },
      { claim: 'sub', bound: /^(?:[a-z]{2}|eusc)-[a-z-]+-\d:[0-9a-f-]{36}$/ },
    ],
    boundAudience: /^(?:[a-z]{2}|eusc)-[a-z-]+-\d:[0-9a-f]{8}/,
    subjectOperator: 'ForAnyValue:StringEquals',
    example: 'authenticated',
    source: 'https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html',
  },
  {
    ...STANDARD,
    name: 'Vercel',
    matches: /^oidc\.vercel\.com$/,
    subjects: [
      { claim: 'aud', bound: /^https:\/\/vercel\.com\/[^/*?]+(?:\/|$)/ },
      { claim: 'sub', bound: /^owner:[^:*?]+:/ },
    ],
    example: 'https://vercel.com/<your team>',
    source: 'https://vercel.com/docs/oidc/aws',
  },
  {
    ...STANDARD,
    name: 'Pulumi Cloud',
    matches: /^api\.pulumi\.com\/oidc$/,
    // The audience is the organization, after `aws:` but for environments of the default project.
    subjects: [
      { claim: 'aud', bound: /^[^*?]+$/ },
      { claim: 'sub', bound: /^pulumi:(?:[^*?]*:)?(?:org|pulumi\.organization\.login):[^:*?]+(?::|$)/ },
    ],
    example: 'aws:<your organization>',
    source: 'https://www.pulumi.com/docs/esc/guides/configuring-oidc/aws/',
  },
  {
    ...STANDARD,
    name: 'sandboxes.cloud',
    matches: /^sandboxes\.cloud$/,
    subjects: [{ claim: 'aud', bound: /^[^*?]+$/ }],
    example: '<the audience of your organization>',
    source: AWS_LIST,
  },
  {
    ...STANDARD,
    name: 'Microsoft Sentinel',
    matches:
      /^(?:sts\.windows\.net|login\.microsoftonline\.com)\/33e01921-4d64-4f8c-a055-5bdaffd5e33d(?:\/v2\.0)?\/?$/,
    // The session bears the name of the workspace.
    subjects: [{ claim: 'sts:RoleSessionName', bound: /^[^*?]+$/ }],
    example: 'MicrosoftSentinel_<your workspace id>',
    source: 'https://learn.microsoft.com/azure/sentinel/connect-aws',
  },
  {
    // The tenant of all who have a personal account; the words are no tenants, and stand for all of them.
    ...STANDARD,
    name: 'Microsoft personal accounts',
    matches:
      /^(?:sts\.windows\.net|login\.(?:partner\.)?microsoftonline\.(?:com|us|cn))\/(?:9188040d-6c67-4c5b-b112-36a304b66dad|common|organizations|consumers)(?:\/v2\.0)?\/?$/i,
    subjects: [{ claim: 'sub', bound: /^[\w-]{20,}$/ }],
    // The id of the application.
    boundAudience: /^(?:api:\/\/)?[0-9a-f]{8}-/,
    example: '<the subject of your account at your application>',
    source: 'https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference',
  },
  {
    ...STANDARD,
    name: 'Google',
    matches: /^accounts\.google\.com$/,
    subjects: [{ claim: 'sub', bound: /^\d{10,}$/ }],
    audienceClaims: ['aud', 'oaud'],
    // A client is named by the number of its project, a service account by its own; `oaud` is freely chosen.
    boundAudience: /^(?:\d{6,}-|\d{15}|https:\/\/[^*?]{4})/,
    // Google's subjects are numbers without structure: a pattern cannot be bound to anyone.
    example: '<the number of your Google account>',
    source: FEDERATION_KEYS,
  },
  {
    ...STANDARD,
    name: 'Sign in with Apple',
    matches: /^appleid\.apple\.com$/,
    // Unique to a user and a development team; the audience is the id of the app.
    subjects: [{ claim: 'sub', bound: /^\d{6}\.[0-9a-f]{32}\.\d{4}$/ }],
    example: '<the subject of your account at your app>',
    source: 'https://developer.apple.com/documentation/signinwithapplejs/authorizationi/id_token',
  },
  {
    ...STANDARD,
    name: 'Login with Amazon',
    matches: /^www\.amazon\.com$/,
    subjects: [{ claim: 'user_id', bound: /^amzn1\.account\.[A-Z0-9]{10,}$/ }],
    audienceClaims: ['app_id'],
    boundAudience: /^amzn1\.application[a-z0-9-]*\.[0-9a-f]{8}/,
    example: '<the id of your Amazon account>',
    source: FEDERATION_KEYS,
  },
  {
    ...STANDARD,
    name: 'Facebook',
    matches: /^graph\.facebook\.com$/,
    subjects: [{ claim: 'id', bound: /^\d{5,}$/ }],
    audienceClaims: ['app_id'],
    boundAudience: /^\d{10}/,
    example: '<the number of your Facebook account>',
    source: FEDERATION_KEYS,
  },
  {
    // Tokens for an audience of the customer's choice: the audience names nobody here.
    ...STANDARD,
    name: 'Pulumi Cloud, custom audiences',
    matches: /^api\.pulumi\.com\/oidc\/v2$/,
    subjects: [{ claim: 'sub' }],
    example: '<the subject of your environment>',
    source: 'https://www.pulumi.com/docs/esc/guides/configuring-oidc/custom-audience/',
  },
];
