import { expect, it } from 'vitest';
import { askKms } from '../../src/evidence/kms-client.ts';
import { s3Failure } from '../../src/evidence/store/s3-failure.ts';

const none = () =>
  Object.assign(new Error('Could not load credentials'), { name: 'CredentialsProviderError' });

it('whoever has no credentials is told to give them, and not to look at the network or the key', async () => {
  const whatToDo = expect.stringMatching(/^Give the credentials of the caller/);
  expect(s3Failure(none(), 's3:ListBucket', 's3://bucket/run')).toMatchObject({ whatToDo });
  await expect(askKms('kms:Sign', 'alias/k', () => Promise.reject(none()))).rejects.toMatchObject({
    whatToDo,
  });
});
