import { describe, expect, it } from 'vitest';
import type { AuditReport } from '../../src/model/report.ts';
import { findingsCsv } from '../../src/report/findings-csv.ts';
import { findingsJsonl } from '../../src/report/findings-jsonl.ts';
import { reportJson } from '../../src/report/json.ts';
import { verdictOf } from '../../src/report/verdict.ts';
import { parseCsv } from './csv.ts';
import { auditReport } from './fixture.ts';
import { HOSTILE } from './fixture-parties.ts';
import { cleanReport } from './fixture-variants.ts';
import { whole } from './whole.ts';

/** The same value with the keys of every object set in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, reversed(part)]),
  );
}

describe('reportJson', () => {
  const text = whole(reportJson(auditReport()));

  it('holds the whole report, and the verdict on it', () => {
    expect(JSON.parse(text)).toEqual({ ...auditReport(), verdict: verdictOf(auditReport()) });
  });

  it('gives the same bytes in whatever order keys were set', () => {
    expect(whole(reportJson(reversed(auditReport()) as AuditReport))).toBe(text);
  });

  it('begins with what a reader looks for, is indented by two spaces and ends with a newline', () => {
    expect(text).toMatch(/^\{\n {2}"schemaVersion": 1,\n {2}"run": \{\n/);
    expect(text).toMatch(/\n\}\n$/);
  });

  it('holds no character that could act on a terminal, and gives every one back when read', () => {
    expect(text).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/,
    );
    expect(text).toContain('\\u202e');
    expect(JSON.parse(text).coverage.gaps[5].message).toContain(HOSTILE.escape);
  });

  it('keeps keys named __proto__ and the empty key, sorted', () => {
    const report = structuredClone(auditReport());
    const [evidence] = report.findings.at(0)?.evidence ?? [];
    if (evidence === undefined) throw new Error('The fixture holds no evidence.');
    evidence.value = JSON.parse('{"b": 1, "__proto__": {"x": 1}, "": {"z": 1, "a": 2}}');
    const compact = whole(reportJson(report)).replace(/\s/g, '');
    expect(compact).toContain('{"":{"a":2,"z":1},"__proto__":{"x":1},"b":1}');
  });
});

describe('findingsJsonl', () => {
  it('gives a line a finding, in order, that stands alone', () => {
    const report = structuredClone(auditReport());
    const lines = whole(findingsJsonl(report)).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      report.findings.map((finding) => ({
        schemaVersion: 1,
        runId: report.run.runId,
        asOf: report.run.asOf,
        ...finding,
      })),
    );
  });

  it('is empty without findings', () => {
    expect(whole(findingsJsonl(cleanReport()))).toBe('');
  });
});

describe('findingsCsv', () => {
  const report = auditReport();
  const text = whole(findingsCsv(report));
  const [header = [], ...rows] = parseCsv(text);

  it('gives a row a finding under a header, with CRLF after each', () => {
    expect(rows).toHaveLength(report.findings.length);
    expect(rows.every((row) => row.length === header.length)).toBe(true);
    expect(rows.map((row) => row[header.indexOf('fingerprint')])).toEqual(
      report.findings.map(({ fingerprint }) => fingerprint),
    );
    expect(text.endsWith('\r\n')).toBe(true);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', HOSTILE.formula, '＝1'])(
    'keeps a spreadsheet from running %s',
    (name) => {
      const [finding] = auditReport().findings;
      if (finding === undefined) throw new Error('The fixture holds no finding.');
      const csv = whole(findingsCsv({ ...report, findings: [{ ...finding, accountName: name }] }));
      expect(parseCsv(csv)[1]?.[header.indexOf('accountName')]).toBe(`'${name}`);
    },
  );

  it.each([
    ['\t=1', '[U+0009]=1'],
    ['\r=1', '[U+000D]=1'],
    ['a\nb', 'a\nb'],
    ['a\r\nb', 'a\nb'],
    ['a\n=1\n@b\n\n-2 =', "a\n'=1\n'@b\n\n'-2 ="],
    ['\n=1', "\n'=1"],
    ['a\u2028=1', 'a[U+2028]=1'],
    ["a;=cmd|' /C calc'!A1;-1", "a;'=cmd|' /C calc'!A1;'-1"],
    ['a;"=1;b;; =1', 'a;"\'=1;b;; =1'],
    [HOSTILE.bidi, 'admin[U+202E]gpj.exe[U+2066]'],
    ['\ud800', '[U+D800]'],
  ])('keeps the lines of %j and shows the rest as text', (name, shown) => {
    const [finding] = auditReport().findings;
    if (finding === undefined) throw new Error('The fixture holds no finding.');
    const csv = whole(findingsCsv({ ...report, findings: [{ ...finding, accountName: name }] }));
    expect(parseCsv(csv)[1]?.[header.indexOf('accountName')]).toBe(shown);
  });

  it.each(['x', '\u202e', '=\n'])('keeps every cell within what spreadsheets hold: %j', (character) => {
    const [finding] = auditReport().findings;
    if (finding === undefined) throw new Error('The fixture holds no finding.');
    const csv = whole(
      findingsCsv({ ...report, findings: [{ ...finding, detail: character.repeat(100_000) }] }),
    );
    const cell = parseCsv(csv)[1]?.[header.indexOf('detail')] ?? '';
    expect(cell.length).toBeLessThan(32_767);
    expect(cell).toContain(' characters, all of them in report.json');
  });

  it('has a header alone without findings', () => {
    expect(parseCsv(whole(findingsCsv(cleanReport())))).toEqual([header]);
  });
});
