import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { AuditReport } from '../../src/model/report.ts';
import { type FindingLine, findingsJsonl } from '../../src/report/findings-jsonl.ts';
import { reportJson } from '../../src/report/json.ts';
import {
  findingLineJsonSchema,
  findingLineSchema,
  reportJsonSchema,
  reportSchema,
} from '../../src/report/schema.ts';
import { auditReport } from './fixture.ts';
import { cleanReport } from './fixture-variants.ts';
import { whole } from './whole.ts';

/** True when the two types are the same, optional and readonly marks included. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Flat<T> = T extends object ? { [K in keyof T]: Flat<T[K]> } : T;

// Either line stops the type check when the schema and the type part ways.
const REPORT_AGREES: Same<Flat<z.infer<typeof reportSchema>>, Flat<AuditReport>> = true;
const LINE_AGREES: Same<Flat<z.infer<typeof findingLineSchema>>, Flat<FindingLine>> = true;

describe('the schemas', () => {
  it('agree with the types', () => {
    expect([REPORT_AGREES, LINE_AGREES]).toEqual([true, true]);
  });

  it('accept what the report writes', () => {
    for (const report of [auditReport(), cleanReport()]) {
      expect(reportSchema.parse(JSON.parse(whole(reportJson(report))))).toEqual(report);
    }
    const lines = whole(findingsJsonl(auditReport())).trimEnd().split('\n');
    for (const line of lines) findingLineSchema.parse(JSON.parse(line));
    expect(lines.length).toBeGreaterThan(50);
  });

  it('are published as JSON Schema 2020-12, which accepts and refuses the same', () => {
    expect(reportJsonSchema()).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'Countersign report',
      type: 'object',
    });
    const published = z.fromJSONSchema(JSON.parse(JSON.stringify(reportJsonSchema())));
    const report = JSON.parse(whole(reportJson(auditReport())));
    expect(published.safeParse(report).success).toBe(true);
    expect(published.safeParse({ ...report, later: 'addition' }).success).toBe(true);
    expect(published.safeParse({ ...report, coverage: undefined }).success).toBe(false);
    report.findings[0].severity = 'terrible';
    expect(published.safeParse(report).success).toBe(false);
    expect(findingLineJsonSchema()).toMatchObject({ title: 'Countersign finding', type: 'object' });
  });

  it('refuse a time that is not ISO 8601 UTC', () => {
    const report = auditReport();
    expect(
      reportSchema.safeParse({ ...report, run: { ...report.run, asOf: '22 November 2026' } }).success,
    ).toBe(false);
  });
});
