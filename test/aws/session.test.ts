import { describe, expect, test } from 'vitest';
import { type Credentials, createSession } from '../../src/aws/session.ts';

const START = Date.parse('2026-01-01T00:00:00Z');

/** A session whose credentials last an hour each, and a clock to turn. */
function hourly() {
  const state = { now: START, opened: 0 };
  const clock = { now: () => new Date(state.now), sleep: async () => {}, alarm: () => () => {} };
  const open = async (): Promise<Credentials> => {
    state.opened += 1;
    await new Promise((resolve) => setTimeout(resolve, 1));
    return {
      accessKeyId: `key-${state.opened}`,
      secretAccessKey: 'secret',
      expiration: new Date(state.now + 3_600_000),
    };
  };
  return { state, session: createSession(open, clock) };
}

describe('a session', () => {
  test('is opened once for all that ask at the same time', async () => {
    const { state, session } = hourly();
    const given = await Promise.all(Array.from({ length: 20 }, () => session.credentials()));
    expect(new Set(given.map((credentials) => credentials.accessKeyId))).toEqual(new Set(['key-1']));
    await session.credentials();
    expect(state.opened).toBe(1);
  });

  test('is opened anew five minutes before it ends, not earlier', async () => {
    const { state, session } = hourly();
    await session.credentials();
    state.now = START + 55 * 60_000;
    expect((await session.credentials()).accessKeyId).toBe('key-1');
    state.now += 1;
    expect((await session.credentials()).accessKeyId).toBe('key-2');
  });

  test('discarded by many at once is opened anew once', async () => {
    const { state, session } = hourly();
    const first = await session.credentials();
    for (let i = 0; i < 3; i += 1) session.discard(first);
    const second = await session.credentials();
    session.discard(first);
    expect(await session.credentials()).toBe(second);
    expect(state.opened).toBe(2);
  });

  test('that could not be opened is tried again by the next to ask', async () => {
    let attempts = 0;
    const clock = { now: () => new Date(START), sleep: async () => {}, alarm: () => () => {} };
    const session = createSession(async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('refused');
      return { accessKeyId: 'k', secretAccessKey: 's' };
    }, clock);
    await expect(session.credentials()).rejects.toThrow('refused');
    expect((await session.credentials()).accessKeyId).toBe('k');
  });
});
