import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { coverageOf } from '../../src/evaluate/coverage.ts';
import { readFacts } from '../../src/evidence/account-evidence.ts';
import { writeJsonLines } from '../../src/evidence/json-lines.ts';
import { ACCOUNT, collectChanged, OTHER, withChange } from './answers.ts';

/** The facts of the account as they are read back when one of them was kept otherwise. */
async function readBack(fact: string, path: string, value: unknown) {
  const run = await mkdtemp(join(tmpdir(), 'countersign-kept-'));
  onTestFinished(() => rm(run, { recursive: true, force: true }));
  const directory = join(run, 'accounts', ACCOUNT);
  await mkdir(directory, { recursive: true });
  const { facts } = await collectChanged();
  const kept = facts.map((record) =>
    record.fact === fact ? withChange(record, path.split('.'), value) : record,
  );
  await writeJsonLines(join(directory, 'facts.jsonl.gz'), kept);
  return { facts, read: (await readFacts(directory)) ?? [] };
}

describe('what was kept', () => {
  it('is read back as it was', async () => {
    const { facts, read } = await readBack('analyzers', 'region', 'us-east-1');
    expect(read).toEqual(facts);
    expect(JSON.stringify(read)).toBe(JSON.stringify(facts));
  });

  it.each([
    ['external-access-findings', 'value.findings.0.principal', ['x'], /principal is a list where an object/],
    ['external-access-findings', 'value.findings.0.principal.AWS', { a: 1 }, /AWS is an object where a text/],
    ['external-access-findings', 'value.findings.0.status', 1, /findings\[0\]\.status is a number/],
    ['external-access-findings', 'value.findings.0.principal.__proto__', 'x', /named __proto__/],
    ['external-access-findings', 'value', null, /value is missing|the whole is/],
    ['external-access-findings', 'value.findings', { length: 1 }, /findings is an object where a list/],
    ['analyzers', 'value.analyzers.0.createdAt', '2026-13-41T00:00:00.000Z', /createdAt is no time/],
    ['analyzers', 'value.analyzers.0.createdAt', 'soon', /createdAt is no time/],
    ['role-settings', 'value.roles.0.maxSessionDuration', null, /maxSessionDuration is missing/],
    ['authorization-details', 'value.roles', (roles: unknown[]) => [...roles, roles[0]], /is the same as in/],
    ['authorization-details', 'value.roles.0.arn', `arn:aws:iam::${OTHER}:role/x`, /another account/],
    ['stacks', 'value', undefined, /is missing/],
    ['stacks', 'collectedAt', 5, /collectedAt is a number/],
    ['stacks', 'source', ['x'], /source is a list/],
    ['stacks', 'status', 'NEARLY', /status is none of the values/],
    ['stack-templates', 'value.perResource.0.fact.value.body', 5, /body is a number where a text/],
    ['drift', 'value.perResource.0.fact.value.mode', 'never', /mode is none of the values/],
    ['role-stacks', 'value.perResource.0.fact.status', 5, /status is none of the values|status is a number/],
  ])('is a gap where it is not what it was to be: %s %s', async (fact, path, value, says) => {
    const { facts, read } = await readBack(fact, path, value);
    const { gaps } = coverageOf(ACCOUNT, read);
    expect(gaps.map((gap) => gap.fact)).toEqual(gaps.map(() => fact));
    expect(gaps[0]?.message).toMatch(says);
    expect(gaps[0]?.message).toMatch(/in line \d+ of \d+\/facts\.jsonl\.gz cannot be used/);
    expect(read.filter((record) => record.fact !== fact)).toEqual(
      facts.filter((record) => record.fact !== fact),
    );
  });

  it('is a gap where even the reason of a gap is wrong', async () => {
    const gap = { status: 'NOT_COLLECTED', reason: 'FAILED', message: { a: 1 } };
    const { read } = await readBack('stacks', 'status', 'NOT_COLLECTED');
    expect(coverageOf(ACCOUNT, read).gaps).toHaveLength(1);
    const wrong = await readBack('role-stacks', 'value.perResource.0.fact', gap);
    const { gaps } = coverageOf(ACCOUNT, wrong.read);
    expect(gaps).toHaveLength(1);
    expect(typeof gaps[0]?.message).toBe('string');
  });

  it('by older versions has nothing wrong with it', async () => {
    const run = join(import.meta.dirname, '../golden/evidence-v1/run');
    const accounts = await readdir(join(run, 'accounts'));
    for (const directory of [...accounts.map((id) => join(run, 'accounts', id)), join(run, 'organization')]) {
      const read = (await readFacts(directory)) ?? [];
      expect(read.length).toBeGreaterThan(2);
      expect(JSON.stringify(read)).not.toContain('cannot be used');
    }
  });

  it('stays as it is where this version does not know the fact', async () => {
    const { read } = await readBack('stacks', 'fact', 'stacks-of-tomorrow');
    expect(read.find(({ fact }) => fact === 'stacks-of-tomorrow')?.status).toBe('COLLECTED');
  });

  it('is damage where no fact is named', async () => {
    await expect(readBack('stacks', 'fact', 5)).rejects.toThrow(/is not a fact/);
  });
});
