import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { baselineAfter } from '../../src/evaluate/baseline.ts';
import { type Baseline, parseBaseline } from '../../src/model/baseline.ts';
import { resolvePointer } from '../../src/model/json-pointer.ts';
import { type AuditReport, parseReport } from '../../src/model/report.ts';
import { parseRunRecord } from '../../src/model/run-record.ts';
import { changedReport } from '../report/fixture-variants.ts';
import { some } from '../support/thorough.ts';

const read = (path: string) =>
  JSON.parse(readFileSync(new URL(`../golden/${path}`, import.meta.url), 'utf8'));

/** As it is read back: nothing in it stands in two places. */
const written = <T>(document: T): T => JSON.parse(JSON.stringify(document));

const REPORT: AuditReport = changedReport();
const BASELINE: Baseline = baselineAfter(REPORT, undefined, new Set());

const KINDS = [
  ['report.json', parseReport, () => written(REPORT)],
  ['baseline.json', parseBaseline, () => written(BASELINE)],
  ['run.json', parseRunRecord, () => read('run/run.json')],
] as const;

/** Every member of a document, of lists the first item alone, with its pointer. */
function membersOf(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [at];
  const entries = Array.isArray(value) ? Object.entries(value.slice(0, 1)) : Object.entries(value);
  return [at, ...entries.flatMap(([key, member]) => membersOf(member, `${at}/${key}`))];
}

/** What a reader makes of the document with something else in place of what stands at the pointer. */
function whileSpoilt<T>(document: object, pointer: string, by: unknown, read: (spoilt: unknown) => T): T {
  const [, parent = '', key = ''] = /^(.*)\/(.*)$/.exec(pointer) ?? [];
  if (pointer === '') return read(by);
  const holder = resolvePointer(document, parent) as Record<string, unknown>;
  const whole = holder[key];
  holder[key] = by;
  try {
    return read(document);
  } finally {
    holder[key] = whole;
  }
}

describe.each(KINDS)('%s', (name, parse, make) => {
  it('is given back as it was written', () => {
    expect(parse(make())).toEqual({ value: make() });
  });

  it('with a member of another type is damaged there, and nowhere throws', () => {
    const free = /^\/findings\/0(\/finding)?\/evidence\/0\/value|^\/roles\/0\/passes\/0\/evidence\/0\/value/;
    const pointers = membersOf(make()).filter((pointer) => !free.test(pointer));
    expect(pointers.length).toBeGreaterThan(25);
    const document = make();
    for (const pointer of some(pointers, 25)) {
      const parsed = whileSpoilt(document, pointer, Symbol.for('no JSON'), (spoilt) => parse(spoilt));
      if (!('problem' in parsed)) throw new Error(`${name} may hold anything at ${pointer}.`);
      expect([pointer, parsed.problem]).toEqual([
        expect.stringMatching(new RegExp(`^${parsed.problem.pointer}`)),
        { code: 'DAMAGED_RUN', pointer: expect.any(String), message: expect.any(String) },
      ]);
    }
  });

  it.each([null, [], 'text', 7, {}, { schemaVersion: '1' }, { schemaVersion: 1 }])(
    'is not %j',
    (document) => {
      expect(parse(document)).toMatchObject({ problem: { code: 'DAMAGED_RUN' } });
    },
  );

  it('of another version says which', () => {
    expect(parse({ ...make(), schemaVersion: 999 })).toEqual({
      problem: {
        code: 'UNKNOWN_RUN_FORMAT',
        pointer: '/schemaVersion',
        message: 'has format 999; this version of Countersign reads format 1',
      },
    });
  });

  it('with members of a later version is read without them', () => {
    expect(parse({ ...make(), later: { yes: true } })).toEqual({ value: make() });
  });
});

describe('runs of earlier versions', () => {
  it('are read', () => {
    expect(parseReport(read('evidence-v1/run/report.json'))).toHaveProperty('value');
    expect(parseRunRecord(read('evidence-v1/run/run.json'))).toHaveProperty('value');
  });
});

it('what is damaged is named by its place', () => {
  expect(
    parseReport({ ...REPORT, findings: [{ ...REPORT.findings.at(0), severity: 'terrible' }] }),
  ).toMatchObject({
    problem: {
      pointer: '/findings/0/severity',
      message: expect.stringContaining('is damaged at /findings/0/severity: '),
    },
  });
});
