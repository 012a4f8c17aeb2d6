import { describe, expect, test } from 'vitest';
import { AwsCallError, errorCode, isExpired, notCollected, toAwsCallError } from '../../src/aws/errors.ts';
import type { Service } from '../../src/aws/operations.ts';
import { plainText } from '../../src/model/plain-text.ts';

function sdkError(name: string, message = 'no', httpStatusCode = 400): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}

function reasonOf(name: string, service: Service = 'cloudformation', status = 400): string {
  return toAwsCallError(sdkError(name, 'no', status), service, 'Anything', 'eu-west-1').reason;
}

describe('what the SDK throws, as the reason of a fact', () => {
  test.each([
    ['AccessDenied', 'ACCESS_DENIED'],
    ['AccessDeniedException', 'ACCESS_DENIED'],
    ['UnauthorizedOperation', 'ACCESS_DENIED'],
    ['Throttling', 'THROTTLED'],
    ['ThrottlingException', 'THROTTLED'],
    ['TooManyRequestsException', 'THROTTLED'],
    ['RequestLimitExceeded', 'THROTTLED'],
    ['TimeoutError', 'TIMED_OUT'],
    ['RequestTimeout', 'TIMED_OUT'],
    ['UnrecognizedClientException', 'UNSUPPORTED'],
    ['InvalidClientTokenId', 'UNSUPPORTED'],
    ['AuthFailure', 'UNSUPPORTED'],
    ['OptInRequired', 'UNSUPPORTED'],
    ['UnknownOperationException', 'UNSUPPORTED'],
    ['ENOTFOUND', 'UNSUPPORTED'],
    ['ValidationError', 'FAILED'],
    ['ServiceUnavailable', 'FAILED'],
  ])('%s in a Region is %s', (name, reason) => {
    expect(reasonOf(name)).toBe(reason);
  });

  test('an answer of 501 or 429 is told by its status', () => {
    expect(reasonOf('Whatever', 'cloudformation', 501)).toBe('UNSUPPORTED');
    expect(reasonOf('Whatever', 'cloudformation', 429)).toBe('THROTTLED');
  });

  test('credentials that a global service refuses are a failure, not a missing Region', () => {
    expect(reasonOf('InvalidClientTokenId', 'sts')).toBe('FAILED');
    expect(reasonOf('UnrecognizedClientException', 'organizations')).toBe('FAILED');
  });

  test('an account outside any organization is unsupported', () => {
    expect(reasonOf('AWSOrganizationsNotInUseException', 'organizations')).toBe('UNSUPPORTED');
  });

  test('a refusal names the kind of policy, then gives AWS’s own sentence on one plain line', () => {
    const error = sdkError(
      'AccessDenied',
      'User: arn:aws:sts::111122223333:assumed-role/x\u001b[31m/s is not authorized to perform: iam:ListRoles with an explicit deny in a service control policy',
    );
    expect(toAwsCallError(error, 'iam', 'ListRoles', 'global').message).toBe(
      'iam:ListRoles was refused: a service control policy denies it. AWS says: User: arn:aws:sts::111122223333:assumed-role/x [31m/s is not authorized to perform: iam:ListRoles with an explicit deny in a service control policy.',
    );
    const missing = sdkError(
      'AccessDenied',
      'because no identity-based policy allows the iam:ListRoles action',
    );
    expect(toAwsCallError(missing, 'iam', 'ListRoles', 'global').message).toBe(
      'iam:ListRoles was refused: no identity-based policy allows it. AWS says: because no identity-based policy allows the iam:ListRoles action.',
    );
  });

  test('a refusal names the organization policy where AWS does', () => {
    const policy =
      'arn:aws:organizations::999900001111:policy/o-a1b2c3d4e5/service_control_policy/p-0a1b2c3d4e';
    const error = sdkError(
      'AccessDenied',
      `User: arn:aws:sts::111122223333:assumed-role/Auditor/s is not authorized to perform: iam:ListRoles on resource: arn:aws:iam::111122223333:role/ with an explicit deny in a service control policy: ${policy}`,
    );
    const { message } = toAwsCallError(error, 'iam', 'ListRoles', 'global');
    expect(message).toContain(`refused: the service control policy ${policy} denies it.`);
    expect(message).not.toContain('(token)');
  });

  test('a role that cannot be assumed is named with the caller whom it may not trust', () => {
    const said = (resource: string) =>
      `User: arn:aws:iam::999900001111:user/audit is not authorized to perform: sts:AssumeRole on resource: ${resource}`;
    const words = (text: string) =>
      toAwsCallError(sdkError('AccessDenied', text, 403), 'sts', 'AssumeRole', 'global').message;
    expect(words(said('arn:aws:iam::111122223333:role/audit/Auditor'))).toBe(
      'sts:AssumeRole was refused: the role audit/Auditor does not exist or does not trust arn:aws:iam::999900001111:user/audit with the external ID given, or arn:aws:iam::999900001111:user/audit may not assume it.',
    );
    expect(
      words(
        `${said('arn:aws:iam::111122223333:role/Auditor')} because no identity-based policy allows the sts:AssumeRole action`,
      ),
    ).toContain('no identity-based policy allows it');
  });

  test('a connection that failed tells its code and no address', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:45123'), {
      code: 'ECONNREFUSED',
      syscall: 'connect',
    });
    expect(toAwsCallError(error, 'iam', 'ListRoles', 'global').message).toBe(
      'iam:ListRoles got no answer: the endpoint refused the connection (ECONNREFUSED).',
    );
  });

  test('holds on to nothing of the request', () => {
    const error = Object.assign(sdkError('Boom'), { $response: { req: { authorization: 'AWS4-HMAC' } } });
    const failure = toAwsCallError(error, 'iam', 'ListRoles', 'global');
    expect(failure.cause).toBeUndefined();
    expect(JSON.stringify(failure)).not.toContain('AWS4');
  });

  test('becomes a fact with its action; other errors become facts too', () => {
    const failure = new AwsCallError({ reason: 'THROTTLED', action: 'iam:ListRoles', message: 'm' });
    expect(notCollected(failure)).toEqual({
      status: 'NOT_COLLECTED',
      reason: 'THROTTLED',
      action: 'iam:ListRoles',
      message: 'm',
    });
    expect(notCollected(new TypeError('x is undefined'))).toEqual({
      status: 'NOT_COLLECTED',
      reason: 'FAILED',
      message: 'x is undefined.',
    });
    expect(notCollected(undefined).reason).toBe('FAILED');
  });

  test('knows expired sessions by every service’s word for them', () => {
    expect(['ExpiredToken', 'ExpiredTokenException'].map((name) => isExpired(sdkError(name)))).toEqual([
      true,
      true,
    ]);
    expect(isExpired(sdkError('AccessDenied'))).toBe(false);
  });

  test('an error code is a short word or is not believed', () => {
    expect(errorCode(Object.assign(new Error('x'), { Code: '<script>'.repeat(20) }))).toBe('Error');
    expect(errorCode('text')).toBe('UnknownError');
  });
});

describe('plain text', () => {
  test.each([
    ['control and direction characters', 'a\u001b[31m\r\nb\u202ec', 'a [31m b c.'],
    ['an address', 'see https://user:pw@host:1/x?y now', 'see (address) now.'],
    ['a host and port', 'connect to 10.0.0.7:4566 failed', 'connect to (address) failed.'],
    ['a named host and port', 'connect to localhost:4566 failed', 'connect to (address) failed.'],
    ['a request id', 'id 0c6f5d50-4a5e-4a8e-9a53-6f1b8c2d3e4f.', 'id (id).'],
    ['an access key', 'key ASIAABCDEFGHIJKLMNOP is bad', 'key (key) is bad.'],
    ['a token', `token ${'FwoGZXIvYXdz'.repeat(8)} is bad`, 'token (token) is bad.'],
  ])('is free of %s', (_what, text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  test('leaves a long resource of an ARN alone, and masks a token beside it', () => {
    const arn = `arn:aws:sts::111122223333:assumed-role/CountersignAuditor/countersign-${'a'.repeat(40)}`;
    expect(plainText(`${arn} ${'b'.repeat(70)}`)).toBe(`${arn} (token).`);
  });

  test('leaves ARNs and account ids alone', () => {
    const text = 'No role arn:aws:iam::111122223333:role/x in 111122223333.';
    expect(plainText(text)).toBe(text);
  });

  test('is capped, however long the text was', () => {
    expect(plainText('word '.repeat(1_000_000)).length).toBeLessThanOrEqual(300);
  });
});
