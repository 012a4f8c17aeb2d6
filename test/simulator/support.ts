import { IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from '@aws-sdk/client-sts';
import { onTestFinished } from 'vitest';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.ts';
import type { Document, World, WorldAccount } from '../../src/simulator/world.ts';

export const MANAGEMENT = '900000000001';
export const MEMBER = '900000000002';
export const CALLER_ARN = `arn:aws:iam::${MANAGEMENT}:user/countersign-operator`;

/** A trust policy of one Allow statement. */
export function trusting(principal: Document, condition?: Document): Document {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: principal,
        Action: 'sts:AssumeRole',
        ...(condition === undefined ? {} : { Condition: condition }),
      },
    ],
  };
}

/** A management account and a member, in an organization with two levels of units. */
export function smallWorld(
  member: Partial<WorldAccount> = {},
  management: Partial<WorldAccount> = {},
): World {
  return {
    asOf: '2026-01-01T00:00:00Z',
    callerAccountId: MANAGEMENT,
    organization: {
      id: 'o-test123456',
      managementAccountId: MANAGEMENT,
      rootId: 'r-test',
      units: [
        { id: 'ou-test-workload', name: 'Workloads', parentId: 'r-test' },
        { id: 'ou-test-producti', name: 'Production', parentId: 'ou-test-workload' },
      ],
      delegatedAdministrators: {},
    },
    accounts: [
      { id: MANAGEMENT, name: 'Management', contents: { roles: [] }, ...management },
      { id: MEMBER, name: 'Member', parentId: 'ou-test-producti', contents: { roles: [] }, ...member },
    ],
  };
}

/** Starts a simulator that is closed when the test ends. */
export async function simulate(options: SimulatorOptions): Promise<Simulator> {
  const simulator = await startSimulator(options);
  onTestFinished(() => simulator.close());
  return simulator;
}

export interface ClientCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** Settings for any SDK client: one attempt, so that errors show. */
export function settings(simulator: Simulator, credentials: ClientCredentials = simulator.credentials) {
  return { endpoint: simulator.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
}

export function stsClient(simulator: Simulator, credentials?: ClientCredentials): STSClient {
  return new STSClient(settings(simulator, credentials));
}

export function iamClient(simulator: Simulator, credentials?: ClientCredentials): IAMClient {
  return new IAMClient(settings(simulator, credentials));
}

/** Opens a session on a role of the member account. */
export async function assume(
  simulator: Simulator,
  input: Partial<AssumeRoleCommandInput> & { RoleArn: string },
  credentials?: ClientCredentials,
): Promise<ClientCredentials & { expiration: Date }> {
  const { Credentials } = await stsClient(simulator, credentials).send(
    new AssumeRoleCommand({ RoleSessionName: 'test', ...input }),
  );
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
    expiration: Credentials?.Expiration ?? new Date(0),
  };
}

/** The name and HTTP status of the error that a call ends in. */
export async function failure(
  call: Promise<unknown>,
): Promise<{ name: string; status?: number; message: string }> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name, message, ...($metadata?.httpStatusCode ? { status: $metadata.httpStatusCode } : {}) };
  }
  throw new Error('The call did not fail.');
}
