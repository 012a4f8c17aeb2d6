/** The SDK package of each service, by the prefix of its IAM actions; those of `s3-control` begin as those of S3 do. */
export interface Services {
  account: typeof import('@aws-sdk/client-account');
  'access-analyzer': typeof import('@aws-sdk/client-accessanalyzer');
  athena: typeof import('@aws-sdk/client-athena');
  backup: typeof import('@aws-sdk/client-backup');
  cloudformation: typeof import('@aws-sdk/client-cloudformation');
  cloudtrail: typeof import('@aws-sdk/client-cloudtrail');
  cloudwatch: typeof import('@aws-sdk/client-cloudwatch');
  ecr: typeof import('@aws-sdk/client-ecr');
  config: typeof import('@aws-sdk/client-config-service');
  events: typeof import('@aws-sdk/client-eventbridge');
  iam: typeof import('@aws-sdk/client-iam');
  identitystore: typeof import('@aws-sdk/client-identitystore');
  kms: typeof import('@aws-sdk/client-kms');
  lambda: typeof import('@aws-sdk/client-lambda');
  organizations: typeof import('@aws-sdk/client-organizations');
  ram: typeof import('@aws-sdk/client-ram');
  rolesanywhere: typeof import('./roles-anywhere.ts');
  s3: typeof import('@aws-sdk/client-s3');
  's3-control': typeof import('@aws-sdk/client-s3-control');
  secretsmanager: typeof import('@aws-sdk/client-secrets-manager');
  securityhub: typeof import('@aws-sdk/client-securityhub');
  sns: typeof import('@aws-sdk/client-sns');
  sqs: typeof import('@aws-sdk/client-sqs');
  sso: typeof import('@aws-sdk/client-sso-admin');
  sts: typeof import('@aws-sdk/client-sts');
  wellarchitected: typeof import('@aws-sdk/client-wellarchitected');
}

export type Service = keyof Services;

/** The names of a service's operations: `ListRoles` where the SDK exports `ListRolesCommand`. */
export type Operation<S extends Service> = {
  [K in keyof Services[S]]: K extends `${infer O}Command` ? O : never;
}[keyof Services[S]];

type Command<S extends Service, O extends Operation<S>> = `${O}Command` extends keyof Services[S]
  ? Services[S][`${O}Command`] extends abstract new (
      ...parameters: never[]
    ) => infer I
    ? I
    : never
  : never;

/** The request of an operation, as the SDK types it. */
export type Input<S extends Service, O extends Operation<S>> =
  Command<S, O> extends { input: infer I } ? I : never;

/** The response of an operation, as the SDK types it. */
export type Output<S extends Service, O extends Operation<S>> =
  Command<S, O> extends {
    resolveMiddleware(...parameters: never[]): (...parameters: never[]) => Promise<{ output: infer R }>;
  }
    ? R
    : never;

/** The attempts at one call. Those after the first take their turn like any other call, and no place until then. */
export interface Attempts {
  /** Makes one, and learns from how it ended. */
  make<T>(signal: AbortSignal, send: () => Promise<T>): Promise<T>;
}

/** Sends one request with the SDK's own retries and answers with the parsed response; throws the SDK's error. */
export interface Sender {
  send<S extends Service, O extends Operation<S>>(
    service: S,
    operation: O,
    region: string,
    input: Input<S, O>,
    signal: AbortSignal,
    attempts: Attempts,
  ): Promise<Output<S, O>>;
}

/**
 * The IAM action that an operation needs. They share a name save where the service authorization reference says
 * otherwise: both versions of ListFindings are allowed by `access-analyzer:ListFindings`.
 */
export function actionOf(service: Service, operation: string): string {
  const call = `${service}:${operation}`;
  return NAMED_OTHERWISE.get(call) ?? call;
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
const NAMED_OTHERWISE: ReadonlyMap<string, string> = new Map([
  ['access-analyzer:ListFindingsV2', 'access-analyzer:ListFindings'],
  ['s3:ListBuckets', 's3:ListAllMyBuckets'],
  ['s3:GetPublicAccessBlock', 's3:GetBucketPublicAccessBlock'],
  ['s3-control:GetAccessPoint', 's3:GetAccessPoint'],
  ['s3-control:GetAccessPointPolicy', 's3:GetAccessPointPolicy'],
  ['s3-control:GetPublicAccessBlock', 's3:GetAccountPublicAccessBlock'],
  ['s3-control:ListAccessPoints', 's3:ListAccessPoints'],
]);
