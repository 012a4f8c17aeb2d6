import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { type AccountJudgement, judgeAccount } from '../../src/evaluate/account.ts';
import { judgeAndFix } from '../../src/evaluate/fixes.ts';
import type { Rules } from '../../src/evaluate/rules.ts';
import { rulesFor } from '../../src/evaluate/rules-for-run.ts';
import { readFacts } from '../../src/evidence/account-evidence.ts';
import { directoryReader } from '../../src/evidence/evidence-reader.ts';
import { ORGANIZATION_DIRECTORY } from '../../src/evidence/run-paths.ts';
import { standInKey } from '../../src/masking/external-ids.ts';
import { maskFacts } from '../../src/masking/facts/facts.ts';
import type { FactRecord } from '../../src/model/fact.ts';
import type { RunRecord } from '../../src/model/run-record.ts';
import { everyAuditorAction } from '../../src/run/auditor-policy.ts';
import { readRun } from '../../src/run/open-run.ts';
import { type ScannedFleet, scanFleet } from '../support/fleet.ts';
import { factsOf } from '../support/run-files.ts';
import { size } from '../support/thorough.ts';

const LEVELS = 60_000;
const DEEP = {
  objects: `${'{"a":'.repeat(LEVELS)}1${'}'.repeat(LEVELS)}`,
  statements: `{"Version":"2012-10-17","Statement":${'['.repeat(LEVELS)}${']'.repeat(LEVELS)}}`,
  condition: `{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole","Condition":${'{"StringEquals":'.repeat(LEVELS)}1${'}'.repeat(LEVELS)}}]}`,
};

let fleet: ScannedFleet;
let run: RunRecord;
let rules: Rules;
beforeAll(async () => {
  fleet = await scanFleet({ accounts: size(12, 5) }, { config: { outputs: ['json'] } });
  run = await readRun(directoryReader(fleet.directory));
  const organizationFacts = (await readFacts(join(fleet.directory, ORGANIZATION_DIRECTORY))) ?? [];
  ({ rules } = rulesFor(run, organizationFacts, { auditorActions: everyAuditorAction() }));
});

/** Where a fact holds a document as text: the path, and the same with every number left out. */
function documentsIn(
  value: unknown,
  path: readonly string[] = [],
): Array<{ path: readonly string[]; kind: string }> {
  if (typeof value === 'string') {
    const kind = path.map((part) => (/^\d+$/.test(part) ? '*' : part)).join('/');
    return /^\s*[[{]/.test(value) ? [{ path, kind }] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => documentsIn(inner, [...path, name]));
}

function replaced(value: unknown, [name, ...rest]: readonly string[], text: string): unknown {
  if (name === undefined) return text;
  const copy = (Array.isArray(value) ? [...value] : { ...Object(value) }) as Record<string, unknown>;
  copy[name] = replaced(copy[name], rest, text);
  return copy;
}

/** What a judgement does not know, by check and resource. */
function unknownOf({ results }: AccountJudgement): string[] {
  return results.unanswered.map(({ checkId, resourceArn, status }) => `${status} ${checkId} ${resourceArn}`);
}

it('a document that nests without end leaves its own resource unanswered, and no other', async () => {
  const tried = new Set<string>();
  for (const subject of run.scope.accounts) {
    const facts = await factsOf(fleet.directory, subject.accountId);
    const before = new Set(unknownOf(judgeAccount(subject, facts, rules)));
    for (const [index, record] of facts.entries()) {
      if (record.status !== 'COLLECTED') continue;
      for (const { path, kind } of documentsIn(record.value)) {
        if (tried.has(`${record.fact} ${kind}`)) continue;
        tried.add(`${record.fact} ${kind}`);
        for (const [how, text] of Object.entries(DEEP)) {
          const value = replaced(record.value, path, text);
          const deep = facts.map((one, at): FactRecord => (at === index ? { ...record, value } : one));
          const judgement = judgeAndFix(subject, deep, rules);
          const unknown = unknownOf(judgement).filter((one) => !before.has(one));
          const where = `${record.fact} ${path.join('/')} ${how}`;
          expect(
            unknown.filter((one) => one.startsWith('ERROR')),
            where,
          ).toEqual([]);
          const resources = new Set(unknown.map((one) => one.split(' ').at(-1)));
          expect([...resources].length, `${where}: ${[...resources].join()}`).toBeLessThanOrEqual(3);
          expect(() => maskFacts(deep, standInKey('k'), subject, rules, new Set()), where).not.toThrow();
        }
      }
    }
  }
  expect(tried.size).toBeGreaterThan(5);
});
