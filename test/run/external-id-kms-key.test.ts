import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { keyForRun } from '../../src/run/external-id-key.ts';

it('the key of fingerprints that a KMS key gives is the HMAC of one label, asked for once', async () => {
  const requests: Array<{ target: unknown; body: unknown }> = [];
  const mac = Buffer.alloc(32, 7);
  const server = createServer(async (request, response) => {
    const body = JSON.parse(Buffer.concat(await request.toArray()).toString());
    requests.push({ target: request.headers['x-amz-target'], body });
    response
      .setHeader('content-type', 'application/x-amz-json-1.1')
      .end(JSON.stringify({ Mac: mac.toString('base64'), MacAlgorithm: 'HMAC_SHA_256' }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    const { port } = server.address() as AddressInfo;
    const key = await keyForRun({
      kms: {
        kmsKeyId: 'alias/fingerprints',
        region: 'us-east-1',
        endpoint: `http://127.0.0.1:${port}`,
        credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' },
      },
    });
    const expected = createHmac('sha256', mac).update('a-value').digest('hex').slice(0, 16);
    expect(key.fingerprint('a-value')).toBe(`id:${expected}`);
    expect(requests).toEqual([
      {
        target: 'TrentService.GenerateMac',
        body: {
          KeyId: 'alias/fingerprints',
          MacAlgorithm: 'HMAC_SHA_256',
          Message: Buffer.from('countersign external-ID fingerprints v1').toString('base64'),
        },
      },
    ]);
  } finally {
    server.close();
  }
});
