import { describe, expect, test } from 'vitest';
import {
  ListCrlsCommand,
  ListProfilesCommand,
  ListTrustAnchorsCommand,
  RolesAnywhereClient,
} from '../../src/aws/roles-anywhere.ts';

interface Sent {
  hostname: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
}

/** What the client sends, to nobody. */
async function sent(
  settings: object,
  Command: typeof ListProfilesCommand = ListProfilesCommand,
): Promise<Sent | undefined> {
  let request: Sent | undefined;
  const client = new RolesAnywhereClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: {
      handle: async (asked: Sent) => {
        request = asked;
        throw new Error('nobody is there');
      },
    },
    ...settings,
  } as ConstructorParameters<typeof RolesAnywhereClient>[0]);
  const command: unknown = new Command({ pageSize: 3, nextToken: 'q' });
  await expect(client.send(command as never)).rejects.toThrow('nobody');
  return request;
}

describe('the client of IAM Roles Anywhere', () => {
  // By the rules for endpoints in the service's model.
  test.each([
    [{}, 'rolesanywhere.eu-west-1.amazonaws.com'],
    [{ useFipsEndpoint: true }, 'rolesanywhere-fips.eu-west-1.amazonaws.com'],
    [{ useDualstackEndpoint: true }, 'rolesanywhere.eu-west-1.api.aws'],
    [{ useDualstackEndpoint: true, useFipsEndpoint: true }, 'rolesanywhere-fips.eu-west-1.api.aws'],
    [{ region: 'cn-north-1' }, 'rolesanywhere.cn-north-1.amazonaws.com.cn'],
    [{ endpoint: 'http://127.0.0.1:9' }, '127.0.0.1'],
  ])('with %j it asks %s', async (settings, hostname) => {
    expect(await sent(settings)).toMatchObject({ hostname });
  });

  test.each([
    [ListTrustAnchorsCommand, '/trustanchors'],
    [ListProfilesCommand, '/profiles'],
    [ListCrlsCommand, '/crls'],
  ])('it signs for its own service, and asks for pages (%#)', async (Command, path) => {
    const request = await sent({}, Command as typeof ListProfilesCommand);
    expect(request?.headers.authorization).toContain('/eu-west-1/rolesanywhere/aws4_request');
    expect(request).toMatchObject({ path, query: { pageSize: '3', nextToken: 'q' } });
  });
});
