import { describe, expect, it } from 'vitest';
import { rootAccessKey } from '../../../src/checks/credentials/root-access-key.ts';
import type { CredentialHolder } from '../../../src/model/facts/credential-report.ts';
import { judge } from '../support/trust-fixtures.ts';
import { facts, fixesOf, holder, key, ROOT } from './facts.ts';

function outcomes(...holders: CredentialHolder[]) {
  return judge(rootAccessKey, [], {}, facts([], holders));
}

const root = { arn: ROOT, name: '<root_account>' };

describe('root-access-key', () => {
  it.each<[string, CredentialHolder[], string, RegExp]>([
    [
      'a root user without keys',
      [holder([], root)],
      'PASS',
      /no active access key. The credential report is of 2026-06-01 09:30 UTC/,
    ],
    ['one whose keys are deactivated', [holder([key({ active: false })], root)], 'PASS', /no active/],
    [
      'one whose credentials were removed',
      [holder([], { ...root, passwordEnabled: false })],
      'PASS',
      /no active/,
    ],
    [
      'one of which no password is told',
      [holder([], { ...root, passwordEnabled: null })],
      'PASS',
      /no active/,
    ],
    ['keys of a user alone', [holder([key()]), holder([], root)], 'PASS', /no active/],
    [
      'an active key',
      [holder([key()], root)],
      'FAIL',
      /access_key_1, made on 2026-05-01 and with no use on record\. The/,
    ],
    [
      'an active second key that is in use',
      [
        holder([], { arn: ROOT.replace('root', 'user/root') }),
        holder(
          [
            key({ active: false }),
            key({ lastUsedAt: '2026-05-20T00:00:00Z', lastUsedRegion: 'eu-west-1', lastUsedService: 's3' }),
          ],
          root,
        ),
      ],
      'FAIL',
      /access_key_2, made on 2026-05-01 and last used on 2026-05-20 in eu-west-1 by s3\./,
    ],
    [
      'two active keys',
      [holder([key(), key({ rotatedAt: null })], root)],
      'FAIL',
      /record and access_key_2, made at a time that is not given/,
    ],
    [
      'more credentials than the report lists',
      [holder([], { ...root, moreCredentials: '1 more' })],
      'UNKNOWN',
      /more credentials/,
    ],
    [
      'more credentials beside an active key',
      [holder([key()], { ...root, moreCredentials: '1 more' })],
      'FAIL',
      /active/,
    ],
    ['a report without the root user', [holder([key()])], 'UNKNOWN', /no row for the root user/],
  ])('%s', (_, holders, status, detail) => {
    expect(outcomes(...holders)).toEqual([
      expect.objectContaining({
        status,
        detail: expect.stringMatching(detail),
        resource: { arn: ROOT, type: 'AWS::IAM::User' },
      }),
    ]);
  });

  it('points at every active key', () => {
    const [failed] = outcomes(holder(), holder([key({ active: false }), key()], root));
    expect(failed).toMatchObject({ evidence: [{ pointer: '/users/1/accessKeys/1', marks: ['/active'] }] });
  });

  it('offers what the root user does, and a root session', () => {
    const [asRoot, central] = fixesOf(outcomes(holder([key()], root))[0]);
    expect(asRoot?.text).toMatch(
      /^\[ "\$\(aws sts get-caller-identity .*\)" = '111122223333' \] \|\| \{ echo '[^']+' >&2; false; \} &&\naws iam list-access-keys &&/,
    );
    expect(central?.text).toBe(
      "aws sts assume-root --target-principal '111122223333' --task-policy-arn arn='arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials'",
    );
  });
});
