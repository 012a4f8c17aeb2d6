import { AccessAnalyzerClient, ListAnalyzersCommand } from '@aws-sdk/client-accessanalyzer';
import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import { CloudFormationClient, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { IAMClient, ListRolesCommand, paginateListRoles } from '@aws-sdk/client-iam';
import { ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import type { Fault, FaultKind } from '../../src/simulator/faults.ts';
import type { Simulator, SimulatorOptions } from '../../src/simulator/simulator.ts';
import type { WorldRole } from '../../src/simulator/world.ts';
import {
  assume,
  CALLER_ARN,
  failure,
  iamClient,
  MANAGEMENT,
  MEMBER,
  settings,
  simulate,
  smallWorld,
  stsClient,
  trusting,
} from './support.ts';

const ROLES = Array.from(
  { length: 12 },
  (_, i): WorldRole => ({ name: `R${i}`, trustPolicy: trusting({ AWS: '*' }) }),
);

function simulateRoles(options: SimulatorOptions = {}): Promise<Simulator> {
  return simulate({
    world: smallWorld({ contents: { roles: ROLES } }, { contents: { roles: ROLES } }),
    ...options,
  });
}

const CALLS: Record<string, (simulator: Simulator) => Promise<unknown>> = {
  iam: (simulator) => iamClient(simulator).send(new ListRolesCommand({})),
  organizations: (simulator) =>
    new OrganizationsClient(settings(simulator)).send(new ListAccountsCommand({})),
  'access-analyzer': (simulator) =>
    new AccessAnalyzerClient(settings(simulator)).send(new ListAnalyzersCommand({})),
  cloudformation: (simulator) =>
    new CloudFormationClient(settings(simulator)).send(new ListStacksCommand({})),
};

describe('a fault has the real name and status of its service', () => {
  const cases: Array<[FaultKind, string, string, number]> = [
    ['access-denied', 'iam', 'AccessDenied', 403],
    ['access-denied', 'organizations', 'AccessDeniedException', 400],
    ['access-denied', 'access-analyzer', 'AccessDeniedException', 403],
    ['access-denied', 'cloudformation', 'AccessDenied', 403],
    ['throttle', 'iam', 'Throttling', 400],
    ['throttle', 'organizations', 'TooManyRequestsException', 400],
    ['throttle', 'access-analyzer', 'ThrottlingException', 429],
    ['error-500', 'iam', 'ServiceFailureException', 500],
    ['error-500', 'organizations', 'ServiceException', 500],
    ['error-500', 'access-analyzer', 'InternalServerException', 500],
    ['error-500', 'cloudformation', 'InternalFailure', 500],
    ['expired-token', 'iam', 'ExpiredToken', 403],
    ['expired-token', 'organizations', 'ExpiredTokenException', 400],
    ['opted-out', 'cloudformation', 'InvalidClientTokenId', 403],
    ['opted-out', 'access-analyzer', 'UnrecognizedClientException', 403],
  ];
  test.each(cases)('%s in %s is %s (%i)', async (kind, service, name, status) => {
    const simulator = await simulateRoles({ faults: [{ kind, service }] });
    expect(await failure(CALLS[service]?.(simulator) ?? Promise.resolve())).toMatchObject({ name, status });
  });

  test('a refusal names the caller, the action and the resource', async () => {
    const simulator = await simulateRoles({
      faults: [{ kind: 'access-denied', operation: 'iam:ListRoles' }],
    });
    expect((await failure(iamClient(simulator).send(new ListRolesCommand({})))).message).toBe(
      `User: ${CALLER_ARN} is not authorized to perform: iam:ListRoles on resource: arn:aws:iam::${MANAGEMENT}:role/ because no identity-based policy allows the iam:ListRoles action`,
    );
  });
});

describe('a fault strikes where it was ordered', () => {
  test('after so many calls: in the middle of pages', async () => {
    const simulator = await simulateRoles({
      faults: [{ kind: 'error-500', operation: 'ListRoles', after: 2, times: 1 }],
    });
    const client = iamClient(simulator);
    let pages = 0;
    const read = async () => {
      for await (const _page of paginateListRoles({ client }, {})) pages++;
    };
    expect((await failure(read())).status).toBe(500);
    expect(pages).toBe(2);
    await client.send(new ListRolesCommand({}));
  });

  test('in one account only, and until it is cleared', async () => {
    const simulator = await simulateRoles();
    simulator.addFault({ kind: 'access-denied', accountId: MEMBER, service: 'iam' });
    const session = await assume(simulator, { RoleArn: `arn:aws:iam::${MEMBER}:role/R0` });
    await iamClient(simulator).send(new ListRolesCommand({}));
    const member = iamClient(simulator, session);
    expect((await failure(member.send(new ListRolesCommand({})))).name).toBe('AccessDenied');
    simulator.clearFaults();
    await member.send(new ListRolesCommand({}));
  });

  test('on AssumeRole by the account of the role', async () => {
    const fault: Fault = { kind: 'access-denied', accountId: MEMBER, operation: 'sts:AssumeRole' };
    const simulator = await simulateRoles({ faults: [fault] });
    expect((await failure(assume(simulator, { RoleArn: `arn:aws:iam::${MEMBER}:role/R0` }))).name).toBe(
      'AccessDenied',
    );
    await assume(simulator, { RoleArn: `arn:aws:iam::${MANAGEMENT}:role/R0` });
  });

  test('is retried away by a client that retries', async () => {
    const simulator = await simulateRoles({ faults: [{ kind: 'throttle', service: 'iam', times: 1 }] });
    const client = new IAMClient({ ...settings(simulator), maxAttempts: 3 });
    const { $metadata } = await client.send(new ListRolesCommand({}));
    expect($metadata.attempts).toBe(2);
    expect(simulator.calls.map(({ outcome }) => outcome)).toEqual(['Throttling', 'OK']);
  });
});

describe('the connection', () => {
  test('is reset', async () => {
    const simulator = await simulateRoles({ faults: [{ kind: 'reset' }] });
    expect((await failure(iamClient(simulator).send(new ListRolesCommand({})))).message).toMatch(
      /ECONNRESET|hang up/,
    );
  });

  test('stalls with half a body, which only a time limit ends', async () => {
    const simulator = await simulateRoles({ faults: [{ kind: 'stall' }] });
    const limit = new AbortController();
    const call = iamClient(simulator).send(new ListRolesCommand({}), { abortSignal: limit.signal });
    const soon = new Promise((resolve) => setTimeout(resolve, 400, 'still waiting'));
    expect(await Promise.race([call, soon])).toBe('still waiting');
    expect(simulator.calls.map(({ outcome }) => outcome)).toEqual(['stall']);
    limit.abort();
    expect((await failure(call)).name).toBe('AbortError');
  });
});

describe('limits', () => {
  test('throttle by token bucket for each account, service and Region', async () => {
    const simulator = await simulateRoles({ throttle: [{ ratePerSecond: 0.001, burst: 2 }] });
    const client = iamClient(simulator);
    await client.send(new ListRolesCommand({}));
    await client.send(new ListRolesCommand({}));
    expect((await failure(client.send(new ListRolesCommand({})))).name).toBe('Throttling');
    await stsClient(simulator).send(new GetCallerIdentityCommand({}));
  });

  test('a Region that the account is opted out of does not know the caller', async () => {
    const simulator = await simulateRoles();
    const [management] = simulator.world.accounts;
    if (management) management.optedOutRegions = ['eu-west-1'];
    const there = new CloudFormationClient({ ...settings(simulator), region: 'eu-west-1' });
    expect((await failure(there.send(new ListStacksCommand({})))).name).toBe('InvalidClientTokenId');
    await CALLS.cloudformation?.(simulator);
    const { Regions } = await new AccountClient(settings(simulator)).send(
      new ListRegionsCommand({ RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'], MaxResults: 50 }),
    );
    expect(Regions?.map(({ RegionName }) => RegionName)).not.toContain('eu-west-1');
  });

  test('an unknown key is named as each protocol names it', async () => {
    const simulator = await simulateRoles();
    const stranger = settings(simulator, { accessKeyId: 'AKIANOBODYNOBODYNOBO', secretAccessKey: 'x' });
    const json = new OrganizationsClient(stranger).send(new ListAccountsCommand({}));
    expect((await failure(json)).name).toBe('UnrecognizedClientException');
    const query = new IAMClient(stranger).send(new ListRolesCommand({}));
    expect((await failure(query)).name).toBe('InvalidClientTokenId');
  });
});

describe('the record of calls', () => {
  test('has parameters and a request id that is the same in the next simulation', async () => {
    const ids = [];
    for (let round = 0; round < 2; round++) {
      const simulator = await simulateRoles();
      const client = iamClient(simulator);
      const first = await client.send(new ListRolesCommand({ PathPrefix: '/' }));
      const second = await client.send(new ListRolesCommand({ PathPrefix: '/' }));
      expect(first.$metadata.requestId).not.toBe(second.$metadata.requestId);
      expect(simulator.calls[0]).toEqual({
        service: 'iam',
        operation: 'ListRoles',
        accountId: MANAGEMENT,
        region: 'us-east-1',
        params: { PathPrefix: '/' },
        requestId: first.$metadata.requestId,
        outcome: 'OK',
      });
      ids.push([first.$metadata.requestId, second.$metadata.requestId]);
    }
    expect(ids[0]).toEqual(ids[1]);
  });

  test('listens on loopback only', async () => {
    const simulator = await simulateRoles();
    expect(new URL(simulator.endpoint).hostname).toBe('127.0.0.1');
  });
});
