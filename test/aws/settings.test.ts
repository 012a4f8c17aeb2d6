import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { configuredRegion, demandSettings } from '../../src/aws/settings.ts';
import { setEnvironment } from '../support/environment.ts';

const undo: Array<() => void> = [];
afterEach(() => {
  for (const one of undo.splice(0).reverse()) one();
});

const CONFIG = '[default]\nregion = eu-west-1\n[profile other]\nregion = cn-north-1\n[profile none]\n';

function environment(variables: Record<string, string>): void {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-settings-'));
  writeFileSync(join(directory, 'config'), CONFIG);
  const none = [
    'AWS_REGION',
    'AWS_DEFAULT_REGION',
    'AWS_PROFILE',
    'AWS_CA_BUNDLE',
    'HTTPS_PROXY',
    'HTTP_PROXY',
  ];
  undo.push(
    setEnvironment({
      ...Object.fromEntries(none.map((name) => [name, undefined])),
      AWS_CONFIG_FILE: join(directory, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(directory, 'credentials'),
      ...variables,
    }),
  );
}

describe('the configured Region', () => {
  test.each<[Record<string, string>, string | undefined]>([
    [{}, 'eu-west-1'],
    [{ AWS_PROFILE: 'other' }, 'cn-north-1'],
    [{ AWS_PROFILE: 'none' }, undefined],
    [{ AWS_PROFILE: 'not there' }, undefined],
    [{ AWS_PROFILE: 'other', AWS_DEFAULT_REGION: 'us-west-2' }, 'us-west-2'],
    [{ AWS_REGION: 'us-east-2', AWS_DEFAULT_REGION: 'us-west-2' }, 'us-east-2'],
    [{ AWS_REGION: '', AWS_DEFAULT_REGION: '' }, 'eu-west-1'],
  ])('with %j is %s', async (variables, region) => {
    environment(variables);
    expect(await configuredRegion()).toBe(region);
  });
});

describe('settings that cannot be used end a run before it begins', () => {
  test.each<[Record<string, string>, string]>([
    [
      { HTTPS_PROXY: 'socks5://u:secret@proxy:1080' },
      'AWS cannot be reached: HTTPS_PROXY names a proxy for socks5; only http and https can be used.',
    ],
    [
      { AWS_CA_BUNDLE: '/no/such/bundle.pem' },
      'AWS cannot be reached: the CA bundle /no/such/bundle.pem (AWS_CA_BUNDLE) cannot be read (ENOENT).',
    ],
  ])('%j', async (variables, message) => {
    environment(variables);
    await expect(demandSettings()).rejects.toMatchObject({ name: 'UserError', message });
  });

  test('and no others do', async () => {
    environment({ HTTPS_PROXY: 'http://u:secret@proxy:3128' });
    await demandSettings();
  });
});
