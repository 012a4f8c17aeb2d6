import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configJsonSchema } from '../../src/config/schema.ts';
import { findingsJsonl } from '../../src/report/findings-jsonl.ts';
import { reportJson } from '../../src/report/json.ts';
import { findingLineJsonSchema, reportJsonSchema } from '../../src/report/schema.ts';
import { auditReport } from './fixture.ts';
import { changedReport, cleanReport } from './fixture-variants.ts';
import { whole } from './whole.ts';

type Validator = (document: unknown) => object[];

/** A validator that refuses what it does not know or what cannot be meant, as those of others may. */
function validator(schema: Record<string, unknown>): Validator {
  const ajv = new Ajv2020({ strict: true, strictTypes: true, strictTuples: true, strictRequired: true });
  formats.default(ajv);
  const validate = ajv.compile(schema);
  return (document: unknown) => (validate(document) ? [] : (validate.errors ?? []));
}

const SCHEMAS = {
  configuration: configJsonSchema(),
  report: reportJsonSchema(),
  finding: findingLineJsonSchema(),
};

const made = new Map<keyof typeof SCHEMAS, Validator>();

/** Made once, when it is first asked for. */
function validatorOf(name: keyof typeof SCHEMAS): Validator {
  const known = made.get(name) ?? validator(SCHEMAS[name]);
  made.set(name, known);
  return known;
}

const NAMES = Object.keys(SCHEMAS) as Array<keyof typeof SCHEMAS>;

describe.each(NAMES)('the schema of the %s', (name) => {
  it('is JSON Schema 2020-12 by a strict validator, and has a name of its own', () => {
    expect(() => validatorOf(name)).not.toThrow();
    expect(SCHEMAS[name]).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `urn:countersign:schema:${name}:v1`,
      title: `Countersign ${name}`,
      type: 'object',
    });
  });
});

describe('the schemas', () => {
  const refused: Validator = (document) => validatorOf('report')(document);
  const report = () => JSON.parse(whole(reportJson(auditReport())));

  it('accept what is written by them', () => {
    for (const written of [auditReport(), cleanReport(), changedReport()]) {
      expect(refused(JSON.parse(whole(reportJson(written))))).toEqual([]);
    }
    const refusedLine = validatorOf('finding');
    const lines = whole(findingsJsonl(auditReport())).trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(50);
    expect(lines.flatMap((line) => refusedLine(JSON.parse(line)))).toEqual([]);
    const example = readFileSync(new URL('../../config.example.yaml', import.meta.url), 'utf8');
    expect(validatorOf('configuration')(parse(example))).toEqual([]);
  });

  it('let a later version add members', () => {
    expect(refused({ ...report(), later: 'addition' })).toEqual([]);
  });

  it.each([
    ['without a part', () => ({ ...report(), coverage: undefined })],
    [
      'with a word that there is none',
      () => ({ ...report(), findings: [{ ...report().findings[0], severity: 'bad' }] }),
    ],
    [
      'with a time not in ISO 8601',
      () => ({ ...report(), run: { ...report().run, asOf: '22 November 2026' } }),
    ],
  ])('refuse a report %s', (_name, make) => {
    expect(refused(make())).not.toEqual([]);
  });
});
