import { mkdtemp, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTls } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import type { Aws } from '../../src/aws/connection.ts';
import { toAwsCallError } from '../../src/aws/errors.ts';
import { whyNotReached } from '../../src/aws/reach.ts';
import { registry } from '../../src/checks/registry.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { AccountTarget } from '../../src/model/account.ts';
import { noticeSymptoms } from '../../src/run/doctor/notice-symptoms.ts';
import { selfSigned } from '../support/certificate.ts';
import { setEnvironment } from '../support/environment.ts';
import { fixedClock } from '../support/fixed-clock.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:countersign';
const BUS = 'arn:aws:events:eu-west-1:111122223333:event-bus/default';
/** All that may be called: each of them reads, and tells nobody anything. */
const LOOKING =
  /^(sns:GetTopicAttributes|events:DescribeEventBus|securityhub:DescribeHub) (eu-west-1|us-east-1)$/;

const ACCOUNTS = ['111122223333', '444455556666'].map((accountId): AccountTarget => {
  const roleArn = `arn:aws:iam::${accountId}:role/Auditor`;
  return {
    accountId,
    name: accountId,
    partition: 'aws',
    tags: {},
    access: { kind: 'assume-role', roleArn, sessionDuration: 3600 },
    regions: ['eu-west-1'],
  };
});

const ends: Array<() => unknown> = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** What is said of one entry of `notify` where AWS answers so. */
async function symptomsOf(entry: object, answer?: [code: string, status: number, accountId?: string]) {
  const calls: string[] = [];
  const aws: Aws = {
    clock: fixedClock('2026-11-01T00:00:00Z'),
    close: () => {},
    connect: (accountId) => ({
      underWay: () => () => {},
      caller: () => ({
        list: () => Promise.reject(new Error('Nothing is listed.')),
        call: async (service, operation, region) => {
          calls.push(`${service}:${operation} ${region}`);
          if (answer === undefined || (answer[2] ?? accountId) !== accountId)
            // biome-ignore lint/suspicious/noExplicitAny: Nobody reads what is answered.
            return {} as any;
          const [name, httpStatusCode] = answer;
          const thrown = Object.assign(new Error('That does not go.'), {
            name,
            $metadata: { httpStatusCode },
          });
          throw toAwsCallError(thrown, service, operation, region);
        },
      }),
    }),
  };
  const config = loadConfig(
    JSON.stringify({
      auditor: { roleName: 'Auditor' },
      accounts: ACCOUNTS.map(({ accountId: id }) => ({ id })),
      notify: [entry],
    }),
    'test.yaml',
    {},
    registry,
  );
  const symptoms = await noticeSymptoms(config, ACCOUNTS, aws);
  expect(calls.filter((call) => !LOOKING.test(call))).toEqual([]);
  return symptoms;
}

describe.each([
  ['a topic', { to: 'sns', target: TOPIC }, 'notice-topic', 'NotFoundException'],
  ['a bus', { to: 'eventbridge', target: BUS }, 'notice-bus', 'ResourceNotFoundException'],
])('%s of notices', (_what, entry, id, missing) => {
  const name = `notify[0] (${entry.to})`;

  it('that is there', async () => {
    expect(await symptomsOf(entry)).toEqual([
      { id, status: 'ok', words: expect.stringContaining(`${name}: `), whatToDo: null },
    ]);
  });

  it('that is not there keeps notices from being told', async () => {
    expect(await symptomsOf(entry, [missing, 404])).toEqual([
      {
        id,
        status: 'fail',
        words: expect.stringContaining(`${name}: `),
        whatToDo: expect.stringContaining('See that it is there'),
      },
    ]);
  });

  it('that may not be looked at may be told all the same', async () => {
    const [symptom, ...more] = await symptomsOf(entry, ['AccessDeniedException', 403]);
    expect(more).toEqual([]);
    expect(symptom).toMatchObject({ id, status: 'warn' });
    expect(symptom?.words).toContain('Whether it can be told was not tried.');
    expect(symptom?.whatToDo).toContain(`Allow ${symptom?.action}, which`);
  });
});

describe('Security Hub of each account', () => {
  it('that is on', async () => {
    const symptoms = await symptomsOf({ to: 'securityhub' });
    expect(symptoms.map(({ status, region }) => [status, region])).toEqual([
      ['ok', 'us-east-1'],
      ['ok', 'us-east-1'],
    ]);
    const [inOneRegion] = await symptomsOf({ to: 'securityhub', target: 'eu-west-1' });
    expect(inOneRegion).toMatchObject({ status: 'ok', region: 'eu-west-1' });
  });

  it.each([
    ['InvalidAccessException', 401, 'fail', 'Security Hub is not enabled there.'],
    ['AccessDeniedException', 403, 'warn', 'Whether it can be told was not tried.'],
  ])('that answers %s is named with its account and Region', async (code, http, status, words) => {
    const symptoms = await symptomsOf({ to: 'securityhub' }, [code, http, '444455556666']);
    expect(symptoms.map((one) => [one.accountId, one.region, one.status])).toEqual([
      ['111122223333', 'us-east-1', 'ok'],
      ['444455556666', 'us-east-1', status],
    ]);
    expect(symptoms[1]?.words).toContain(words);
  });
});

it('Of metrics nothing can be tried that puts none.', async () => {
  expect(await symptomsOf({ to: 'metrics' })).toMatchObject([{ id: 'notice-metrics', status: 'not-tried' }]);
});

/** A target that notes whatever is sent to it. */
async function listening(server: Server): Promise<{ port: number; sent: () => number }> {
  const sockets = new Set<Socket>();
  let bytes = 0;
  const note = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (data: Buffer) => {
      bytes += data.length;
    });
  };
  server.on('secureConnection', note).on('connection', (socket: Socket) => void sockets.add(socket));
  if (!('setSecureContext' in server)) server.on('connection', note);
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, sent: () => bytes };
}

describe('a webhook', () => {
  const PATH = 'services/T0/s3cr3t?token=hunter2';
  async function webhook(target: string) {
    const symptoms = await symptomsOf({ to: 'webhook', target });
    expect(JSON.stringify(symptoms)).not.toMatch(/s3cr3t|hunter2|localhost|127\.0\.0\.1|\.invalid/);
    return symptoms;
  }

  it('of this machine is reached, and nothing is sent to it', async () => {
    const { port, sent } = await listening(createTcp());
    expect(await webhook(`http://127.0.0.1:${port}/${PATH}`)).toMatchObject([{ status: 'ok' }]);
    expect(sent()).toBe(0);
  });

  it('that nobody listens behind', async () => {
    const server = createTcp();
    const { port } = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    const [symptom] = await webhook(`http://127.0.0.1:${port}/${PATH}`);
    expect(symptom).toMatchObject({ id: 'notice-webhook', status: 'fail' });
    expect(symptom?.words).toContain('its host refused the connection (ECONNREFUSED)');
  });

  it('whose name nobody knows', async () => {
    const [symptom] = await webhook(`https://hooks.invalid/${PATH}`);
    expect(symptom).toMatchObject({ status: 'fail' });
    expect(symptom?.words).toMatch(/the name its host could not be resolved/);
  });

  it('whose certificate is not trusted, until AWS_CA_BUNDLE names it', async () => {
    const certificate = selfSigned(['localhost']);
    const { port, sent } = await listening(createTls(certificate));
    const target = `https://localhost:${port}/${PATH}`;
    const [refused] = await webhook(target);
    expect(refused).toMatchObject({ status: 'fail' });
    expect(refused?.words).toMatch(/no secure connection to its host could be made/);
    const bundle = join(await mkdtemp(join(tmpdir(), 'countersign-reach-')), 'ca.pem');
    await writeFile(bundle, certificate.cert);
    ends.push(setEnvironment({ AWS_CA_BUNDLE: bundle }));
    expect(await webhook(target)).toMatchObject([{ status: 'ok' }]);
    expect(sent()).toBe(0);
  });

  it('whose certificate is that of another', async () => {
    const certificate = selfSigned(['elsewhere.example']);
    const { port, sent } = await listening(createTls(certificate));
    const bundle = join(await mkdtemp(join(tmpdir(), 'countersign-reach-')), 'ca.pem');
    await writeFile(bundle, certificate.cert);
    ends.push(setEnvironment({ AWS_CA_BUNDLE: bundle }));
    for (const host of ['localhost', '127.0.0.1'])
      expect(await webhook(`https://${host}:${port}/${PATH}`)).toMatchObject([{ status: 'fail' }]);
    expect(sent()).toBe(0);
  });

  it('that says nothing is not waited for', async () => {
    const { port } = await listening(createTcp());
    expect(await whyNotReached(new URL(`https://localhost:${port}/`), 50)).toBe(
      'its host gave no answer in time',
    );
  });
});
