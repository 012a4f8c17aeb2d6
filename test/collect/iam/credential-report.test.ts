import { describe, expect, test } from 'vitest';
import { credentialReport } from '../../../src/collect/iam/credential-report.ts';
import type { WorldUser } from '../../../src/simulator/world.ts';
import { callerOf, clock } from '../../facts/answers.ts';
import { callCounts, collect, MEMBER, member, record, stage, value, world } from '../support.ts';

const KEY = {
  createdAt: '2025-02-03T04:05:06Z',
  lastUsed: { at: '2025-12-24T10:00:00Z', region: 'eu-west-1', service: 's3' },
};
const ada: WorldUser = {
  name: 'a,"da',
  path: '/vendors/',
  tags: { vendor: 'acme' },
  password: '2025-12-01T00:00:00Z',
  accessKeys: [{ ...KEY, inactive: true }, KEY],
};

describe('the credential report', () => {
  test('holds the root user and every user, with what is known of their password and keys', async () => {
    const at = await stage({ world: world(member({ users: [ada, { name: 'bob', password: null }] })) });
    const account = await collect(at);
    const { generatedAt, users } = value(account, 'credential-report');
    expect(generatedAt).toBe('2026-01-01T00:00:00.000Z');
    const used = {
      lastUsedAt: '2025-12-24T10:00:00.000Z',
      lastUsedRegion: 'eu-west-1',
      lastUsedService: 's3',
    };
    const none = {
      active: false,
      rotatedAt: null,
      lastUsedAt: null,
      lastUsedRegion: null,
      lastUsedService: null,
    };
    expect(users).toEqual([
      {
        name: '<root_account>',
        arn: `arn:aws:iam::${MEMBER}:root`,
        passwordEnabled: true,
        passwordLastUsedAt: null,
        mfaActive: true,
        accessKeys: [none, none],
      },
      {
        name: 'bob',
        arn: `arn:aws:iam::${MEMBER}:user/bob`,
        passwordEnabled: true,
        passwordLastUsedAt: null,
        mfaActive: false,
        accessKeys: [none, none],
      },
      {
        name: 'a,"da',
        arn: `arn:aws:iam::${MEMBER}:user/vendors/a,"da`,
        passwordEnabled: true,
        passwordLastUsedAt: '2025-12-01T00:00:00.000Z',
        mfaActive: false,
        accessKeys: [
          { active: false, rotatedAt: '2025-02-03T04:05:06.000Z', ...used },
          { active: true, rotatedAt: '2025-02-03T04:05:06.000Z', ...used },
        ],
      },
    ]);
    expect(callCounts(account)).toMatchObject({
      'iam:GenerateCredentialReport': 2,
      'iam:GetCredentialReport': 1,
    });
    const again = await collect(at);
    expect(value(again, 'credential-report')).toEqual(value(account, 'credential-report'));
    expect(callCounts(again)).toMatchObject({ 'iam:GenerateCredentialReport': 1 });
  });

  test.each(['iam:GenerateCredentialReport', 'iam:GetCredentialReport'])(
    'is not there where %s is refused',
    async (action) => {
      const at = await stage({
        world: world(member({})),
        faults: [{ kind: 'access-denied', operation: action }],
      });
      expect(record(await collect(at), 'credential-report')).toMatchObject({
        status: 'NOT_COLLECTED',
        reason: 'ACCESS_DENIED',
        action,
      });
    },
  );
});

/** Collects from an AWS that gives these answers one after the other, the last for ever; an Error is thrown. */
async function collected(generate: readonly unknown[], get: readonly unknown[]) {
  const waits: number[] = [];
  const calls: string[] = [];
  const inTurn = (name: string, answers: readonly unknown[]) => {
    let place = 0;
    return () => {
      calls.push(name);
      const answer = answers[Math.min(place, answers.length - 1)];
      place += 1;
      if (answer instanceof Error) throw answer;
      return answer;
    };
  };
  const caller = callerOf({
    GenerateCredentialReport: inTurn('generate', generate),
    GetCredentialReport: inTurn('get', get),
  })('credential-report');
  const context = {
    caller,
    clock: { ...clock, sleep: async (milliseconds: number) => void waits.push(milliseconds) },
  } as unknown as Parameters<typeof credentialReport.collect>[0];
  const outcome = await credentialReport.collect(context).catch((error: unknown) => error);
  return { outcome, waits, calls };
}

function failing(code: string): Error {
  return Object.assign(new Error(`AWS says ${code}`), { Code: code, $metadata: { httpStatusCode: 410 } });
}

const MADE = { State: 'COMPLETE' };
const EMPTY = {
  Content: new TextEncoder().encode('user\n'),
  GeneratedTime: new Date('2026-01-01T00:00:00Z'),
};

describe('a report that is not made yet', () => {
  test('is asked for again, ever more slowly', async () => {
    const busy = { State: 'INPROGRESS' };
    const { outcome, waits, calls } = await collected(
      [{ State: 'STARTED' }, busy, busy, busy, busy, busy, MADE],
      [EMPTY],
    );
    expect(outcome).toEqual({ generatedAt: '2026-01-01T00:00:00.000Z', users: [] });
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000]);
    expect(calls).toEqual([...Array(7).fill('generate'), 'get']);
  });

  test.each(['ReportNotPresent', 'ReportExpired', 'ReportInProgress'])(
    'and is answered with %s is begun anew',
    async (code) => {
      const { outcome, calls } = await collected([MADE], [failing(code), EMPTY]);
      expect(outcome).toMatchObject({ users: [] });
      expect(calls).toEqual(['generate', 'get', 'generate', 'get']);
    },
  );

  test('is given up after five minutes', async () => {
    const { outcome, waits } = await collected([{ State: 'STARTED' }], [EMPTY]);
    expect(outcome).toMatchObject({ reason: 'TIMED_OUT', action: 'iam:GenerateCredentialReport' });
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBe(300_000);
  });

  test.each([
    ['LimitExceeded', 'FAILED'],
    ['ServiceFailure', 'FAILED'],
  ])('is a gap where it is refused with %s', async (code, reason) => {
    const { outcome, calls } = await collected([failing(code)], [EMPTY]);
    expect(outcome).toMatchObject({ reason, code });
    expect(calls).toEqual(['generate']);
  });

  test('is a gap where the state is left out, or the content is no text', async () => {
    expect((await collected([{}], [EMPTY])).outcome).toMatchObject({
      problem: expect.stringContaining('state'),
    });
    for (const Content of ['user\n', undefined, new Uint8Array([0xff, 0xfe])])
      expect((await collected([MADE], [{ ...EMPTY, Content }])).outcome).toMatchObject({
        problem: expect.stringContaining('the credential report'),
      });
  });
});
