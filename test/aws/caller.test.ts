import { describe, expect, test } from 'vitest';
import { type Allowance, CutOff } from '../../src/aws/allowance.ts';
import { createCaller } from '../../src/aws/caller.ts';
import { AwsCallError } from '../../src/aws/errors.ts';
import type { Input, Operation, Output, Sender, Service } from '../../src/aws/operations.ts';
import type { Call } from '../../src/model/call.ts';
import { OPEN_GATE } from '../support/open-gate.ts';

const UNLIMITED: Allowance = { signal: new AbortController().signal, pagesPerCall: Infinity };

interface Sent {
  operation: string;
  input: unknown;
}

/** A caller over answers written down in advance; an Error among them is thrown. */
function scripted(answers: unknown[], allowance: Allowance = UNLIMITED) {
  const sent: Sent[] = [];
  const calls: Call[] = [];
  const discarded: string[] = [];
  let key = 1;
  let now = Date.parse('2026-01-01T00:00:00Z');
  const sender: Sender = {
    async send<S extends Service, O extends Operation<S>>(
      _service: S,
      operation: O,
      _region: string,
      input: Input<S, O>,
    ) {
      sent.push({ operation, input });
      now += 250;
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer as Output<S, O>;
    },
  };
  const caller = createCaller({
    accountId: '111122223333',
    fact: 'role-settings',
    session: {
      credentials: async () => ({ accessKeyId: `key-${key}`, secretAccessKey: 's' }),
      discard: ({ accessKeyId }) => {
        discarded.push(accessKeyId);
        key += 1;
      },
    },
    sender,
    clock: { now: () => new Date(now), sleep: async () => {}, alarm: () => () => {} },
    allowance,
    gate: OPEN_GATE,
    record: (call) => calls.push(call),
  });
  return { caller, sent, calls, discarded };
}

function expired(): Error {
  return Object.assign(new Error('late'), {
    name: 'ExpiredToken',
    $metadata: { httpStatusCode: 403, requestId: 'r' },
  });
}

function roles(...names: string[]) {
  return names.map((RoleName) => ({ RoleName }));
}

describe('listing', () => {
  test('IAM pages on IsTruncated alone: short pages go on, a marker left at the end does not', async () => {
    const { caller, sent } = scripted([
      { Roles: roles('a'), IsTruncated: true, Marker: 'm1' },
      { Roles: [], IsTruncated: true, Marker: 'm2' },
      { Roles: roles('b'), IsTruncated: false, Marker: 'stale' },
    ]);
    const found = await caller.list('iam', 'ListRoles', 'global', { MaxItems: 9 }, (page) => page.Roles);
    expect(found.map((role) => role.RoleName)).toEqual(['a', 'b']);
    expect(sent.map(({ input }) => input)).toEqual([
      { MaxItems: 9 },
      { MaxItems: 9, Marker: 'm1' },
      { MaxItems: 9, Marker: 'm2' },
    ]);
  });

  test('a page of IAM that does not say whether it is the last goes by its marker', async () => {
    const { caller } = scripted([{ Roles: roles('a'), Marker: 'm' }, { Roles: roles('b') }]);
    const found = await caller.list('iam', 'ListRoles', 'global', {}, (page) => page.Roles);
    expect(found.map((role) => role.RoleName)).toEqual(['a', 'b']);
  });

  test('other services page on their token, also after an empty page', async () => {
    const { caller, sent } = scripted([
      { StackSummaries: [], NextToken: 't' },
      { StackSummaries: [{ StackName: 's' }] },
    ]);
    const found = await caller.list(
      'cloudformation',
      'ListStacks',
      'eu-west-1',
      {},
      (page) => page.StackSummaries,
    );
    expect(found).toHaveLength(1);
    expect(sent[1]?.input).toEqual({ NextToken: 't' });
  });

  test('Access Analyzer writes its token small', async () => {
    const { caller, sent } = scripted([{ analyzers: [], nextToken: 't' }, { analyzers: [] }]);
    await caller.list('access-analyzer', 'ListAnalyzers', 'eu-west-1', {}, (page) => page.analyzers);
    expect(sent[1]?.input).toEqual({ nextToken: 't' });
  });

  test.each([
    [
      'repeated',
      [{ NextToken: 't' }, { NextToken: 'u' }, { NextToken: 't' }],
      'ListStacks',
      'cloudformation',
    ],
    ['missing', [{ IsTruncated: true, Roles: [] }], 'ListRoles', 'iam'],
  ] as const)(
    'a %s token fails instead of going round or stopping short',
    async (_what, answers, operation, service) => {
      const { caller } = scripted([...answers]);
      const listing =
        service === 'iam'
          ? caller.list('iam', 'ListRoles', 'global', {}, (page) => page.Roles)
          : caller.list('cloudformation', 'ListStacks', 'eu-west-1', {}, (page) => page.StackSummaries);
      await expect(listing).rejects.toMatchObject({ reason: 'FAILED', action: `${service}:${operation}` });
    },
  );

  test('records each page with its number, its items and whether it was the last', async () => {
    const { caller, calls } = scripted([
      {
        Roles: roles('a', 'b'),
        IsTruncated: true,
        Marker: 'm1',
        $metadata: { requestId: 'r-1', attempts: 3 },
      },
      { Roles: roles('c'), IsTruncated: false, $metadata: { requestId: 'r-2', attempts: 1 } },
    ]);
    await caller.list('iam', 'ListRoles', 'global', { MaxItems: 2 }, (page) => page.Roles);
    expect(calls).toEqual([
      {
        accountId: '111122223333',
        region: 'global',
        fact: 'role-settings',
        service: 'iam',
        operation: 'ListRoles',
        parameters: { MaxItems: 2 },
        requestId: 'r-1',
        startedAt: '2026-01-01T00:00:00.000Z',
        durationMs: 250,
        attempts: 3,
        page: 1,
        items: 2,
        lastPage: false,
        outcome: 'OK',
      },
      expect.objectContaining({
        requestId: 'r-2',
        page: 2,
        items: 1,
        lastPage: true,
        parameters: { MaxItems: 2 },
      }),
    ]);
  });
});

describe('calling', () => {
  test('a failed call is recorded with its code and thrown as what it means', async () => {
    const denied = Object.assign(new Error('no'), {
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403, requestId: 'r-9', attempts: 1 },
    });
    const { caller, calls } = scripted([denied]);
    await expect(caller.call('sts', 'GetCallerIdentity', 'global', {})).rejects.toBeInstanceOf(AwsCallError);
    expect(calls).toMatchObject([{ outcome: 'AccessDenied', requestId: 'r-9', items: null, lastPage: null }]);
  });

  test('an expired session is renewed and the call made again, once', async () => {
    const { caller, calls, discarded } = scripted([expired(), { Account: '1' }]);
    await expect(caller.call('sts', 'GetCallerIdentity', 'global', {})).resolves.toEqual({ Account: '1' });
    expect(discarded).toEqual(['key-1']);
    expect(calls.map(({ outcome }) => outcome)).toEqual(['ExpiredToken', 'OK']);
  });

  test('a session that expires again at once is given up', async () => {
    const { caller, sent } = scripted([expired(), expired(), { Account: '1' }]);
    await expect(caller.call('sts', 'GetCallerIdentity', 'global', {})).rejects.toMatchObject({
      reason: 'FAILED',
    });
    expect(sent).toHaveLength(2);
  });

  test('the external ID of AssumeRole is sent and not recorded', async () => {
    const { caller, calls, sent } = scripted([{}]);
    const input = { RoleArn: 'arn:aws:iam::1:role/r', RoleSessionName: 's', ExternalId: 'shared-secret' };
    await caller.call('sts', 'AssumeRole', 'global', input);
    expect(sent[0]?.input).toEqual(input);
    expect(JSON.stringify(calls)).not.toContain('shared-secret');
    expect(calls[0]?.parameters).toMatchObject({ RoleArn: 'arn:aws:iam::1:role/r' });
  });
});

describe('an allowance', () => {
  const endless = (page: number) => ({ StackSummaries: [{ StackName: `s${page}` }], NextToken: `t${page}` });

  test('ends a listing whose pages have no end', async () => {
    const allowance = { ...UNLIMITED, pagesPerCall: 3 };
    const { caller, sent } = scripted([1, 2, 3, 4, 5].map(endless), allowance);
    const listing = caller.list(
      'cloudformation',
      'ListStacks',
      'eu-west-1',
      {},
      (page) => page.StackSummaries,
    );
    await expect(listing).rejects.toMatchObject({
      reason: 'TIMED_OUT',
      action: 'cloudformation:ListStacks',
      message: expect.stringContaining('after 3 pages (limits.pagesPerCall)'),
    });
    expect(sent).toHaveLength(3);
  });

  test('lets a listing have as many pages as are allowed', async () => {
    const pages = [endless(1), { StackSummaries: [{ StackName: 'last' }] }];
    const { caller } = scripted(pages, { ...UNLIMITED, pagesPerCall: 2 });
    expect(
      await caller.list('cloudformation', 'ListStacks', 'eu-west-1', {}, (page) => page.StackSummaries),
    ).toHaveLength(2);
  });

  test('sends nothing any more once it is over', async () => {
    const over = AbortSignal.abort(
      new CutOff('TIMED_OUT', 'reading the account took longer than 60 minutes'),
    );
    const { caller, sent } = scripted([{}], { ...UNLIMITED, signal: over });
    await expect(caller.call('iam', 'ListRoles', 'global', {})).rejects.toMatchObject({
      reason: 'TIMED_OUT',
      action: 'iam:ListRoles',
      message: 'iam:ListRoles was cut off: reading the account took longer than 60 minutes.',
    });
    expect(sent).toEqual([]);
  });
});
