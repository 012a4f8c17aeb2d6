import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Caller } from '../../src/aws/caller.ts';
import { systemClock } from '../../src/aws/clock.ts';
import { type AwsSetup, openAws } from '../../src/aws/connection.ts';
import { configSchema } from '../../src/config/schema.ts';
import { kmsMac } from '../../src/evidence/kms-mac.ts';
import { openS3Archive } from '../../src/evidence/store/s3-archive.ts';
import type { AccountAccess } from '../../src/model/account.ts';
import { openRunSigner } from '../../src/run/open-keys.ts';
import { selfSigned } from '../support/certificate.ts';
import { setEnvironment } from '../support/environment.ts';
import { startProxy, type TestProxy } from './support/proxy-server.ts';

const OWN = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };

const undo: Array<() => unknown> = [];
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
});

function environment(variables: Record<string, string | undefined>): void {
  undo.push(setEnvironment(variables));
}

/** A home of the caller's with this for `~/.aws/config`, and none of the variables that tests run with. */
function home(config: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-home-'));
  mkdirSync(join(directory, '.aws', 'sso', 'cache'), { recursive: true });
  writeFileSync(join(directory, '.aws', 'config'), config);
  environment({
    HOME: directory,
    AWS_CONFIG_FILE: join(directory, '.aws', 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(directory, '.aws', 'credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    AWS_REGION: undefined,
    AWS_DEFAULT_REGION: undefined,
    AWS_CA_BUNDLE: undefined,
  });
  return directory;
}

async function proxied(setup?: Parameters<typeof startProxy>[0]): Promise<TestProxy> {
  const proxy = await startProxy(setup);
  undo.push(() => proxy.close());
  environment({ HTTPS_PROXY: `http://user:topsecret@${proxy.name}`, NO_PROXY: undefined });
  return proxy;
}

function caller(
  setup: Partial<AwsSetup> = {},
  access: AccountAccess = { kind: 'caller' },
  attempts: Pick<AwsSetup, 'maxAttempts'> = { maxAttempts: 1 },
): Caller {
  const aws = openAws({
    version: '1.2.3',
    runId: 'r',
    clock: systemClock,
    concurrency: { accounts: 1, callsPerAccount: 3 },
    homeRegion: 'us-east-1',
    ...attempts,
    ...setup,
  });
  undo.push(() => aws.close());
  return aws.connect('111122223333', access, () => {}).caller('session');
}

function whoAmI(...setup: Parameters<typeof caller>) {
  return caller(...setup).call('sts', 'GetCallerIdentity', 'global', {});
}

async function messageOf(asked: Promise<unknown>): Promise<string> {
  return asked.then(
    () => 'It was answered.',
    (error: Error) => error.message,
  );
}

const SSO_START = 'https://corp.awsapps.com/start';

describe('everything goes through the proxy', () => {
  const refusing = () => proxied({ answer: 407 });

  test('a call, and what the proxy answers is told by its name, without user and password', async () => {
    const proxy = await refusing();
    const asked = whoAmI({ credentials: OWN });
    await expect(asked).rejects.toMatchObject({
      reason: 'FAILED',
      message: `sts:GetCallerIdentity got no answer: the proxy ${proxy.name} answered 407 (Proxy Authentication Required).`,
    });
    expect(proxy.asked).toEqual(['CONNECT sts.us-east-1.amazonaws.com:443']);
    expect(proxy.authorizations).toEqual([`Basic ${Buffer.from('user:topsecret').toString('base64')}`]);
  });

  test.each<[string, string, AccountAccess | undefined, string]>([
    [
      'a role of the caller’s profile, in the Region of that profile',
      '[default]\nregion = eu-west-3\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = base\n',
      undefined,
      'sts.eu-west-3.amazonaws.com',
    ],
    [
      'a role of the profile of an account',
      '[profile other]\nregion = eu-west-2\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = base\n',
      { kind: 'profile', profile: 'other' },
      'sts.eu-west-2.amazonaws.com',
    ],
    [
      'a role of a profile without a Region',
      '[default]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = base\n',
      undefined,
      'sts.eu-north-1.amazonaws.com',
    ],
    [
      'Identity Center, in its own Region',
      `[default]\nregion = eu-west-3\nsso_start_url = ${SSO_START}\nsso_region = eu-central-1\nsso_account_id = 111122223333\nsso_role_name = r\n`,
      undefined,
      'portal.sso.eu-central-1.amazonaws.com',
    ],
  ])('%s', async (_what, config, access, host) => {
    const proxy = await refusing();
    const directory = home(
      `${config}[profile base]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = secret\n`,
    );
    const token = { accessToken: 't', expiresAt: '2099-01-01T00:00:00Z' };
    const cached = createHash('sha1').update(SSO_START).digest('hex');
    writeFileSync(join(directory, '.aws', 'sso', 'cache', `${cached}.json`), JSON.stringify(token));
    const message = await messageOf(whoAmI({ region: 'eu-north-1' }, access));
    expect(message).toMatch(/: the proxy \S+ answered 407 \(Proxy Authentication Required\)\.$/);
    expect(message).not.toContain('topsecret');
    expect(proxy.asked).toEqual([`CONNECT ${host}:443`]);
  });

  test('a web identity', async () => {
    const proxy = await refusing();
    const directory = home('');
    const file = join(directory, 'token');
    writeFileSync(file, 'token');
    environment({
      AWS_WEB_IDENTITY_TOKEN_FILE: file,
      AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/r',
    });
    expect(await messageOf(whoAmI({ region: 'eu-north-1' }))).toContain(
      `the proxy ${proxy.name} answered 407`,
    );
    expect(proxy.asked).toEqual(['CONNECT sts.eu-north-1.amazonaws.com:443']);
  });

  test('KMS, in the Region that is given, and in that of an ARN before it', async () => {
    const proxy = await refusing();
    const region = 'eu-west-3';
    expect(await messageOf(kmsMac('x', { kmsKeyId: 'alias/a', region, credentials: OWN }))).toBe(
      `kms:GenerateMac with the key alias/a failed: the proxy ${proxy.name} answered 407 (Proxy Authentication Required).`,
    );
    const kmsKeyId = 'arn:aws:kms:sa-east-1:111122223333:key/k';
    await messageOf(kmsMac('x', { kmsKeyId, region, credentials: OWN }));
    expect(proxy.asked).toEqual([
      'CONNECT kms.eu-west-3.amazonaws.com:443',
      'CONNECT kms.sa-east-1.amazonaws.com:443',
    ]);
  });

  test('KMS as a run asks it: in the Region of the caller, not the home Region of the partition', async () => {
    const proxy = await refusing();
    const signing = { kmsKeyId: 'alias/a' };
    const aws = { homeRegion: 'us-east-1', region: 'eu-west-3', clock: systemClock, credentials: OWN };
    const config = configSchema.parse({
      accounts: [{ id: '111122223333' }],
      evidence: { signing },
    });
    await messageOf(openRunSigner({ config, aws }));
    expect(proxy.asked).toEqual(['CONNECT kms.eu-west-3.amazonaws.com:443']);
  });

  test('S3', async () => {
    const proxy = await refusing();
    const archive = await openS3Archive(
      { bucket: 'evidence', prefix: '' },
      { region: 'eu-west-3', clock: systemClock, version: '0', credentials: OWN },
    );
    const message = await messageOf(archive.create('a.json', '{}'));
    expect(message).toContain(`the proxy ${proxy.name} answered 407`);
    expect(proxy.asked[0]).toBe('CONNECT evidence.s3.eu-west-3.amazonaws.com:443');
  });

  test('S3 and KMS ask for credentials through it', async () => {
    const proxy = await refusing();
    home(
      `[default]\nregion = eu-west-1\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = base\n[profile base]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = secret\n`,
    );
    await messageOf(kmsMac('x', { kmsKeyId: 'alias/a', region: 'eu-west-3' }));
    expect(proxy.asked).toEqual(['CONNECT sts.eu-west-1.amazonaws.com:443']);
  });

  test('but for what NO_PROXY names', async () => {
    const proxy = await refusing();
    environment({ NO_PROXY: 'invalid' });
    const asked = whoAmI({ credentials: OWN, endpoint: 'https://sts.invalid' });
    expect(await messageOf(asked)).toContain('the name sts.invalid could not be resolved');
    expect(proxy.asked).toEqual([]);
  });
});

describe('a proxy that gives nothing', () => {
  const regional = () =>
    caller({ credentials: OWN }).list(
      'access-analyzer',
      'ListAnalyzers',
      'eu-west-1',
      {},
      ({ analyzers }) => analyzers,
    );

  test.each(['https', 'http'])('is named where it refuses the connection (%s)', async (protocol) => {
    environment({
      HTTPS_PROXY: 'http://u:topsecret@127.0.0.1:1',
      HTTP_PROXY: 'http://u:topsecret@127.0.0.1:1',
    });
    const asked = whoAmI({ credentials: OWN, endpoint: `${protocol}://sts.invalid` });
    expect(await messageOf(asked)).toBe(
      'sts:GetCallerIdentity got no answer: the proxy 127.0.0.1:1 cannot be used: 127.0.0.1 refused the connection (ECONNREFUSED).',
    );
  });

  test('is not taken for a Region without the service where its name does not resolve', async () => {
    environment({ HTTPS_PROXY: 'http://no-such-proxy.invalid:3128' });
    await expect(regional()).rejects.toMatchObject({
      reason: 'FAILED',
      message: expect.stringMatching(
        /the proxy no-such-proxy\.invalid:3128 cannot be used: the name no-such-proxy\.invalid could not be resolved/,
      ),
    });
  });

  test('is named where it never answers', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((done) => silent.once('listening', done));
    undo.push(() => silent.close());
    const { port } = silent.address() as AddressInfo;
    environment({ HTTPS_PROXY: `http://127.0.0.1:${port}` });
    await expect(whoAmI({ credentials: OWN, connectionTimeoutMs: 300 })).rejects.toMatchObject({
      reason: 'TIMED_OUT',
      message: expect.stringContaining(`the proxy 127.0.0.1:${port}`),
    });
  });

  test('is asked again where it says that it may pass', async () => {
    const proxy = await proxied({ answer: 503 });
    const asked = whoAmI({ credentials: OWN, maxAttempts: 2 });
    expect(await messageOf(asked)).toContain(`${proxy.name} answered 503 (Service Unavailable)`);
    expect(proxy.asked).toHaveLength(2);
  });

  test('says so of plain HTTP as well', async () => {
    const proxy = await startProxy({ answer: 407 });
    undo.push(() => proxy.close());
    environment({ HTTP_PROXY: `http://${proxy.name}` });
    const asked = whoAmI({ credentials: OWN, endpoint: 'http://sts.invalid' });
    expect(await messageOf(asked)).toContain(`the proxy ${proxy.name} answered 407`);
    expect(proxy.asked).toEqual(['POST http://sts.invalid/']);
  });
});

const IDENTITY =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/u</Arn><UserId>U</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';

describe('a network that opens TLS', () => {
  /** A proxy behind which everything is this server, with a certificate that nobody knows. */
  async function intercepting(): Promise<{ bundle: string; requests: string[] }> {
    const { cert, key } = selfSigned(['*.us-east-1.amazonaws.com']);
    const requests: string[] = [];
    const server = createTlsServer({ cert, key }, (request, response) => {
      requests.push(JSON.stringify(request.headers));
      response.end(IDENTITY);
    }).listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    undo.push(() => server.close());
    undo.push(() => server.closeAllConnections());
    await proxied({ target: server.address() as AddressInfo });
    const bundle = join(mkdtempSync(join(tmpdir(), 'countersign-ca-')), 'bundle.pem');
    writeFileSync(bundle, `# Corporate root\n${cert}`);
    return { bundle, requests };
  }

  test('is not believed without its certificate', async () => {
    const { requests } = await intercepting();
    expect(await messageOf(whoAmI({ credentials: OWN }))).toMatch(
      /^sts:GetCallerIdentity got no answer: no secure connection to sts\.us-east-1\.amazonaws\.com by way of the proxy 127\.0\.0\.1:\d+ could be made \(DEPTH_ZERO_SELF_SIGNED_CERT\)\.$/,
    );
    expect(requests).toEqual([]);
  });

  test.each(['AWS_CA_BUNDLE', 'ca_bundle'])(
    'is by %s, and is told nothing of the proxy’s user',
    async (by) => {
      const { bundle, requests } = await intercepting();
      home(by === 'ca_bundle' ? `[default]\nca_bundle = ${bundle}\n` : '');
      if (by === 'AWS_CA_BUNDLE') environment({ AWS_CA_BUNDLE: bundle });
      await expect(whoAmI({ credentials: OWN })).resolves.toMatchObject({ Account: '111122223333' });
      expect(requests).toHaveLength(1);
      expect(requests[0]?.toLowerCase()).not.toContain('proxy');
    },
  );

  test.each([
    ['is not there', '/no/such/bundle.pem', 'cannot be read (ENOENT)'],
    ['holds none', '/dev/null', 'holds no certificate in PEM'],
  ])('says that the bundle %s', async (_what, path, words) => {
    environment({ AWS_CA_BUNDLE: path });
    expect(await messageOf(whoAmI({ credentials: OWN }))).toBe(
      `sts:GetCallerIdentity got no answer: the CA bundle ${path} (AWS_CA_BUNDLE) ${words}.`,
    );
  });
});

describe('FIPS and dual-stack', () => {
  const profile = (settings: string) => `[default]\n${settings}\n[profile other]\n${settings}\n`;

  test.each<[string, Record<string, string>, string, string[]]>([
    [
      'FIPS by the environment',
      { AWS_USE_FIPS_ENDPOINT: 'true' },
      '',
      [
        'sts-fips.us-east-1.amazonaws.com',
        'iam-fips.amazonaws.com',
        'access-analyzer-fips.us-east-2.amazonaws.com',
      ],
    ],
    [
      'FIPS by the profile',
      {},
      profile('use_fips_endpoint = true'),
      [
        'sts-fips.us-east-1.amazonaws.com',
        'iam-fips.amazonaws.com',
        'access-analyzer-fips.us-east-2.amazonaws.com',
      ],
    ],
    [
      'dual-stack by the environment',
      { AWS_USE_DUALSTACK_ENDPOINT: 'true' },
      '',
      ['sts.us-east-1.api.aws', 'iam.global.api.aws', 'access-analyzer.us-east-2.api.aws'],
    ],
    [
      'dual-stack by the profile',
      {},
      profile('use_dualstack_endpoint = true'),
      ['sts.us-east-1.api.aws', 'iam.global.api.aws', 'access-analyzer.us-east-2.api.aws'],
    ],
  ])('%s', async (_what, variables, config, hosts) => {
    for (const access of [undefined, { kind: 'profile', profile: 'other' }] satisfies Array<
      AccountAccess | undefined
    >) {
      const proxy = await proxied({ answer: 407 });
      home(config);
      writeFileSync(
        process.env.AWS_SHARED_CREDENTIALS_FILE ?? '',
        '[default]\naws_access_key_id = A\naws_secret_access_key = s\n[other]\naws_access_key_id = A\naws_secret_access_key = s\n',
      );
      environment(variables);
      const calls = caller({}, access);
      await messageOf(calls.call('sts', 'GetCallerIdentity', 'global', {}));
      await messageOf(calls.list('iam', 'ListRoles', 'global', {}, ({ Roles }) => Roles));
      await messageOf(
        calls.list('access-analyzer', 'ListAnalyzers', 'us-east-2', {}, ({ analyzers }) => analyzers),
      );
      expect(proxy.asked).toEqual(hosts.map((host) => `CONNECT ${host}:443`));
    }
  });

  test('reach KMS and S3', async () => {
    const proxy = await proxied({ answer: 407 });
    environment({ AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'true' });
    await messageOf(kmsMac('x', { kmsKeyId: 'alias/a', region: 'us-east-2', credentials: OWN }));
    const archive = await openS3Archive(
      { bucket: 'evidence', prefix: '' },
      { region: 'us-east-2', clock: systemClock, version: '0', credentials: OWN },
    );
    await messageOf(archive.create('a.json', '{}'));
    expect([...new Set(proxy.asked)]).toEqual([
      'CONNECT kms-fips.us-east-2.api.aws:443',
      'CONNECT evidence.s3-fips.dualstack.us-east-2.amazonaws.com:443',
    ]);
  });
});

describe('attempts', () => {
  test.each<[string, Record<string, string>, string, number]>([
    ['six by themselves', {}, '', 6],
    ['as many as AWS_MAX_ATTEMPTS says', { AWS_MAX_ATTEMPTS: '2' }, '', 2],
    ['as many as the profile says', {}, '[default]\nmax_attempts = 3\n', 3],
    ['AWS_MAX_ATTEMPTS before the profile', { AWS_MAX_ATTEMPTS: '1' }, '[default]\nmax_attempts = 3\n', 1],
  ])('%s', async (_what, variables, config, expected) => {
    const proxy = await proxied({ answer: 503 });
    home(config);
    environment({ AWS_MAX_ATTEMPTS: undefined, ...variables });
    await messageOf(whoAmI({ credentials: OWN }, undefined, {}));
    expect(proxy.asked).toHaveLength(expected);
  });

  test.each<[string, Record<string, string>, string]>([
    ['standard by itself', {}, 'E'],
    ['adaptive by AWS_RETRY_MODE', { AWS_RETRY_MODE: 'adaptive' }, 'F'],
  ])('are made in the mode that is asked for: %s', async (_what, variables, feature) => {
    const agents: string[] = [];
    const server = createHttpServer((request, response) => {
      agents.push(request.headers['user-agent'] ?? '');
      response.end(IDENTITY);
    }).listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    undo.push(() => server.close());
    home('');
    environment({ AWS_RETRY_MODE: undefined, HTTP_PROXY: undefined, ...variables });
    const { port } = server.address() as AddressInfo;
    await whoAmI({ credentials: OWN, endpoint: `http://127.0.0.1:${port}` });
    expect(/ m\/(\S+)/.exec(agents[0] ?? '')?.[1]?.split(',')).toContain(feature);
  });
});
