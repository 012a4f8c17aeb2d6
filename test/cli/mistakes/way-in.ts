import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSigned } from '../../support/certificate.ts';
import { auditorRoles, fleet, type Mistake, runBefore, withEnv } from './scene.ts';

/** Without the keys of the fleet. */
const NO_KEYS = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };

/** Who calls, whom it enters, and the way there. */
export const OF_THE_WAY_IN = {
  'There are no credentials': async () => withEnv(await fleet(), NO_KEYS),

  'The profile is not on this machine': async () => withEnv(await fleet(), NO_KEYS),

  'The session has expired': () => fleet({ faults: [{ kind: 'expired-token' }] }),

  "The machine's clock is wrong": async () => withEnv(await fleet(), runBefore(SLOW_CLOCK)),

  'The proxy is wrong': async () =>
    withEnv(await fleet(), { AWS_ENDPOINT_URL: '', HTTPS_PROXY: 'http://127.0.0.1:9' }),

  'A proxy opens TLS, and its authority is not known': async () => {
    const server = createServer(selfSigned(['localhost']), (_, response) => void response.end());
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const scene = await fleet();
    const { port } = server.address() as AddressInfo;
    return {
      ...withEnv(scene, { AWS_ENDPOINT_URL: `https://localhost:${port}` }),
      end: async () => {
        server.close();
        await scene.simulator.close();
      },
    };
  },

  'A member account calls, not the management account': () =>
    fleet({
      change: (world) => {
        world.callerAccountId = world.accounts[2]?.id ?? '';
        if (world.organization !== undefined) world.organization.delegatedAdministrators = {};
      },
    }),

  'The role is missing in an account, or has another name there': () =>
    fleet({
      change: (world) =>
        auditorRoles(
          world,
          () => undefined,
          (_, index) => index === 2,
        ),
    }),

  'The StackSet left out the management account': () =>
    fleet({
      change: (world) =>
        auditorRoles(
          world,
          () => undefined,
          ({ id }) => id === world.organization?.managementAccountId,
        ),
    }),

  'The external ID is another one': async () =>
    withEnv(
      await fleet({
        config: { auditor: { roleName: 'CountersignAuditor', externalId: '${COUNTERSIGN_EXTERNAL_ID}' } },
      }),
      { COUNTERSIGN_EXTERNAL_ID: 'that-of-the-test-organization' },
    ),

  'The trust policy names somebody else': () =>
    fleet({
      change: (world) =>
        auditorRoles(world, (role) => ({
          ...role,
          trustPolicy: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { AWS: `arn:aws:iam::${world.callerAccountId}:role/another-runner` },
                Action: 'sts:AssumeRole',
              },
            ],
          },
        })),
    }),

  'A policy of the organization denies it': () =>
    fleet({
      faults: [
        {
          operation: 'AssumeRole',
          kind: 'other-answer',
          change: () => ({ status: 403, body: DENIED_BY_SCP }),
        },
      ],
    }),

  'The session is to be longer than the role allows': () =>
    fleet({
      config: {
        auditor: {
          roleName: 'CountersignAuditor',
          externalId: '${COUNTERSIGN_EXTERNAL_ID}',
          sessionDuration: 7200,
        },
      },
    }),

  'The policy of the role is older than the tool': () =>
    fleet({ faults: [{ operation: 'iam:ListAccountAliases', kind: 'access-denied' }] }),

  'Every account was read, and the run is incomplete all the same': () => fleet(),

  'A Region is not enabled': () =>
    fleet({
      config: { regions: ['us-east-1', 'ap-south-2'] },
      change: (world) => {
        for (const account of world.accounts) account.optedOutRegions = ['ap-south-2'];
      },
    }),
} satisfies Record<string, Mistake>;

/** As AWS says it where the policy is of another account than the role. */
const DENIED_BY_SCP = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: arn:aws:iam::111122223333:user/audit is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/CountersignAuditor with an explicit deny in a service control policy</Message></Error><RequestId>r</RequestId></ErrorResponse>`;

/** For a program that runs after it, it is twelve minutes earlier. */
const SLOW_CLOCK = `
  const earlier = () => now() - 12 * 60_000, { now } = Date;
  globalThis.Date = class extends Date {
    constructor(...given) { super(...(given.length === 0 ? [earlier()] : given)); }
    static now() { return earlier(); }
  };`;
