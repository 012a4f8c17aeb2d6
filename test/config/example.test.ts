import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { registry } from '../../src/checks/registry.ts';
import { loadConfig } from '../../src/config/load.ts';
import { configJsonSchema } from '../../src/config/schema.ts';
import { OUTPUT_FORMATS, OUTPUTS } from '../../src/model/output.ts';
import { leavesOf } from './schema-walk.ts';

const TEXT = readFileSync(new URL('../../config.example.yaml', import.meta.url), 'utf8');

/** What stands there as a comment, since one organization is shown. */
const SEVERAL = parse((/^# organizations:\n(?:# .*\n)+/m.exec(TEXT)?.[0] ?? '').replaceAll(/^# /gm, '')) as {
  organizations: object[];
};

/** What stands there as a comment, since log files are shown. */
const ATHENA = parse(
  (/^ {2}# athena:\n(?: {2}# {3}.*\n)+/m.exec(TEXT)?.[0] ?? '').replaceAll(/^ {2}# /gm, ''),
) as { athena: { partitions: object } };

it('the table that config.example.yaml shows as a comment loads in the place of log files', () => {
  const config = JSON.stringify({ ...parse(TEXT), activity: { source: 'athena', ...ATHENA } });
  expect(loadConfig(config, 'athena.yaml', {}, registry).activity.athena).toMatchObject({
    database: 'audit',
    partitions: { date: 'timestamp' },
  });
});

it('config.example.yaml loads, with no variable set', () => {
  const config = loadConfig(TEXT, 'config.example.yaml', {}, registry);
  expect(config.accounts.map(({ id }) => id)).toEqual(['111122223333', '012345678901']);
  expect(config.checks['stale-role']).toEqual({ enabled: true, severity: 'high', staleAfterDays: 60 });
});

it('config.example.yaml shows every key of the schema', () => {
  // Of two keys that cannot stand together, one is shown as a comment; so is one that names a folder.
  expect(TEXT).toMatch(/^ {2}# theme: our-theme$/m);
  expect(TEXT).toMatch(/^ {4}# kmsKeyId: alias\/countersign$/m);
  expect(TEXT).toMatch(/^ {2}# externalIdKmsKeyId: alias\/countersign-fingerprints$/m);
  expect(TEXT).toMatch(/^# register: register\.yaml$/m);
  expect(TEXT).toMatch(/^# exceptionsFile: exceptions\.yaml$/m);
  expect(TEXT).toMatch(/^# reviewers:\n# {3}- name: Jane Doe\n# {5}keyFile: .+$/m);
  const asComments = [
    'evidence.signing.kmsKeyId',
    'evidence.externalIdKmsKeyId',
    'report.theme',
    'register',
    'exceptionsFile',
    'reviewers',
    'reviewers[].name',
    'reviewers[].keyFile',
    ...pathsOf({ activity: ATHENA }),
    // Instead of date, as is said beside it.
    ...['year', 'month', 'day'].map((column) => `activity.athena.partitions.${column}`),
  ];
  const shown = new Set([...pathsOf(parse(TEXT)), ...pathsOf(SEVERAL), ...asComments]);
  const missing = leavesOf(configJsonSchema()).filter(({ path }) => !shown.has(path));
  expect(missing.map(({ path }) => path)).toEqual([]);
});

it('the organizations that config.example.yaml shows as a comment load in the place of the one', () => {
  const { organization: _one, ...rest } = parse(TEXT);
  const config = loadConfig(JSON.stringify({ ...rest, ...SEVERAL }), 'several.yaml', {}, registry);
  expect(config.organizations?.map(({ id, profile }) => [id, profile])).toEqual([
    ['o-a1b2c3d4e5', undefined],
    ['o-f6g7h8i9j0', 'govcloud'],
  ]);
});

it('the three lines at the top of config.example.yaml are a whole configuration', () => {
  const lines = TEXT.split('\n').filter((line) => line.startsWith('#   ') && line.includes(':'));
  expect(lines.slice(0, 3)).toHaveLength(3);
  const text = lines.slice(0, 3).map((line) => line.slice(4));
  const config = loadConfig(text.join('\n'), 'minimal.yaml', {}, registry);
  expect(config.organization?.discover).toBe(true);
  expect(config.auditor.roleName).toBe('CountersignAuditor');
  expect(config.regions).toBe('enabled');
});

function pathsOf(value: unknown, prefix = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsOf(item, `${prefix}[]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const name = prefix === 'checks' ? '*' : key;
    const path = prefix === '' ? name : `${prefix}.${name}`;
    return [path, ...pathsOf(child, path)];
  });
}

it('config.example.yaml asks for every form of the report, and says of each what docs say', () => {
  const said = [...TEXT.matchAll(/^# {3}(\w+) +(\S+) +(.+)$/gm)].map(([, id, file, says]) => ({
    id,
    file,
    says,
  }));
  const forms = OUTPUT_FORMATS.map((id) => ({ id, file: OUTPUTS[id].file, says: OUTPUTS[id].says }));
  expect(said).toEqual(expect.arrayContaining(forms));
  expect(loadConfig(TEXT, 'config.example.yaml', {}, registry).outputs.toSorted()).toEqual(
    OUTPUT_FORMATS.toSorted(),
  );
});
