import type { WebIdentityProvider } from './issuer.ts';

const PLATFORM = {
  subjects: [{ claim: 'sub' }],
  audienceClaims: ['aud'],
  shared: false,
  outside: true,
} as const satisfies Partial<WebIdentityProvider>;

/** Clusters and directories: as a rule those of whoever set the provider up. */
const OWN = { ...PLATFORM, outside: false } as const;

const CLUSTER_SUBJECT = 'system:serviceaccount:<your namespace>:<your service account>';

/** Issuers that vouch for one tenant alone, whose name or number is part of the issuer. */
export const TENANT_ISSUERS: readonly WebIdentityProvider[] = [
  {
    ...PLATFORM,
    name: 'GitHub Actions of one enterprise',
    matches: /^token\.actions\.githubusercontent\.com\/[^/]+$/,
    example: 'repo:<your organization>/<your repository>:ref:refs/heads/main',
    source: 'https://docs.github.com/en/enterprise-cloud@latest/actions/reference/security/oidc',
  },
  {
    ...PLATFORM,
    name: 'Bitbucket Pipelines',
    matches: /^api\.bitbucket\.org\/2\.0\/workspaces\/[^/]+\/pipelines-config\/identity\/oidc$/,
    example: '{<repository UUID>}:*',
    subjectOperator: 'StringLike',
    source:
      'https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/',
  },
  {
    ...PLATFORM,
    name: 'CircleCI',
    matches: /^oidc\.circleci\.com\/org\/[^/]+$/,
    subjects: [{ claim: 'sub' }, { claim: 'oidc.circleci.com/project-id' }],
    example: 'org/<organization id>/project/<project id>/user/*',
    subjectOperator: 'StringLike',
    source: 'https://circleci.com/docs/guides/permissions-authentication/openid-connect-tokens/',
  },
  {
    ...PLATFORM,
    name: 'Vercel',
    matches: /^oidc\.vercel\.com\/[^/]+$/,
    example: 'owner:<your team>:project:<your project>:environment:production',
    source: 'https://vercel.com/docs/oidc/reference',
  },
  {
    ...PLATFORM,
    name: 'Spacelift',
    matches: /^[a-z0-9-]+\.app(?:\.us)?\.spacelift\.io$/,
    example: 'space:<your space>:stack:<your stack>:run_type:TRACKED:scope:write',
    source: 'https://docs.spacelift.io/integrations/cloud-providers/oidc/',
  },
  {
    // The users of an app: the public, as a rule, which may register by itself or come in anonymously.
    ...PLATFORM,
    name: 'Firebase Authentication',
    matches: /^securetoken\.google\.com\/[a-z0-9-]+$/,
    example: '<the id of your user>',
    source: 'https://firebase.google.com/docs/reference/admin/node/firebase-admin.auth.decodedidtoken',
  },
  {
    ...OWN,
    name: 'Amazon EKS',
    matches:
      /^(?:oidc\.eks\.[a-z0-9-]+\.amazonaws\.(?:com|com\.cn|eu)|oidc-eks\.[a-z0-9-]+\.api\.[a-z.]+)\/id\/[A-Za-z0-9]+$/,
    example: CLUSTER_SUBJECT,
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html',
  },
  {
    ...OWN,
    name: 'Google Kubernetes Engine',
    matches: /^container\.googleapis\.com\/v1\/projects\/[^/]+\/locations\/[^/]+\/clusters\/[^/]+$/,
    example: CLUSTER_SUBJECT,
    source: 'https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity',
  },
  {
    ...OWN,
    name: 'Azure Kubernetes Service',
    matches: /^[a-z0-9-]+\.oic\.prod-aks\.azure\.com\/[0-9a-f-]{36}\/[0-9a-f-]{36}\/?$/,
    example: CLUSTER_SUBJECT,
    source: 'https://learn.microsoft.com/azure/aks/use-oidc-issuer',
  },
  {
    // IBM moves Turbonomic to new clusters there from time to time, each of which serves all of its customers.
    name: 'Red Hat OpenShift',
    matches: /^oidc\.op1\.openshiftapps\.com\/[a-z0-9]+$/,
    subjects: [{ claim: 'sub' }],
    audienceClaims: ['aud'],
    outside: false,
    example: CLUSTER_SUBJECT,
    source: 'https://docs.redhat.com/documentation/red_hat_openshift_service_on_aws/4',
  },
  {
    ...OWN,
    name: 'Microsoft Entra ID',
    matches:
      /^(?:sts\.windows\.net\/[0-9a-f-]{36}\/?|login\.(?:partner\.)?microsoftonline\.(?:com|us|cn)\/[0-9a-f-]{36}\/v2\.0)$/,
    example: '<the object id of your application or user>',
    source: 'https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc',
  },
];
