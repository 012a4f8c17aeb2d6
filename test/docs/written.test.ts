import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { registry } from '../../src/checks/registry.ts';
import { createProgram } from '../../src/cli/program.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { ManifestPredicate } from '../../src/evidence/manifest.ts';
import { RUN_FILES } from '../../src/evidence/run-paths.ts';
import type { CollectedFact, NotCollectedFact } from '../../src/model/fact.ts';
import type { KeptExternalId } from '../../src/model/facts/authorization-details.ts';
import { OUTPUTS } from '../../src/model/output.ts';

const ROOT = join(import.meta.dirname, '../..');
const PAGES = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter(isPage)
    .map((name) => `docs/${name}`),
];

function isPage(name: string): boolean {
  return name.endsWith('.md');
}

function textOf(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

describe.each(PAGES)('%s', (page) => {
  const text = textOf(page);

  it('links to files that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => path ?? '');
    expect(links.filter((path) => !existsSync(join(ROOT, dirname(page), path)))).toEqual([]);
  });

  it('names commands and options that exist', () => {
    const lines = [...text.matchAll(/(?<=\bcountersign )[a-z][a-z-]*(?: [^`\n]*)?/g)].map(([line]) => line);
    expect(lines.filter((line) => !isUnderstood(line))).toEqual([]);
  });

  it('names npm scripts that exist', () => {
    const { scripts } = JSON.parse(textOf('package.json'));
    const named = [...text.matchAll(/npm run (?:--silent )?([a-z]+)/g)].map(([, name]) => name ?? '');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

it('docs/evidence-format.md names every file that a run may hold, and README.md those that it holds as it comes', () => {
  const named = textOf('docs/evidence-format.md');
  const outputs = Object.values(OUTPUTS);
  const files = [...Object.values(RUN_FILES), ...outputs.map(({ file }) => file)];
  expect(files.filter((file) => !named.includes(`\`${file.replace('<id>', '<account id>')}\``))).toEqual([]);
  const readme = textOf('README.md');
  const usual = outputs.filter((output) => 'byDefault' in output).map(({ file }) => basename(file));
  expect([...Object.values(RUN_FILES), ...usual].filter((file) => !readme.includes(file))).toEqual([]);
});

/** What lines of facts and the manifest may hold: one that is not here does not compile. */
const MEMBERS = {
  ...{ status: 1, value: 1, collectedAt: 1, source: 1, carriedFrom: 1, reason: 1, message: 1, action: 1 },
  ...{ standIn: 1, inAnyCase: 1, isUuid: 1, strengths: 1, formats: 1 },
  ...{
    schemaVersion: 1,
    runId: 1,
    sequence: 1,
    previousManifest: 1,
    newChain: 1,
    startedAt: 1,
    finishedAt: 1,
  },
  ...{ sealedAt: 1, asOf: 1, tool: 1, host: 1, callerArn: 1, digests: 1, accounts: 1, counts: 1 },
  ...{ collection: 1, limits: 1, signedBy: 1, failedOutputs: 1 },
} satisfies Record<
  keyof CollectedFact<unknown> | keyof NotCollectedFact | keyof KeptExternalId | keyof ManifestPredicate,
  1
>;

it('docs/evidence-format.md describes what only some runs hold, too', () => {
  const named = textOf('docs/evidence-format.md');
  expect(Object.keys(MEMBERS).filter((member) => !named.includes(`\`${member}\``))).toEqual([]);
});

it('README.md shows configurations that load', () => {
  const shown = [...textOf('README.md').matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml ?? '');
  const configurations = shown.filter((yaml) => !('phases' in parse(yaml)));
  expect(configurations).toHaveLength(2);
  for (const yaml of configurations) {
    loadConfig(yaml, 'README.md', { COUNTERSIGN_EXTERNAL_ID: 'an-external-id' }, registry);
  }
});

/** Whether a command line names a command of ours, and no option that this command does not take. */
function isUnderstood(line: string): boolean {
  const program = createProgram();
  const [name, ...words] = line.split(/\s+/);
  const command = program.commands.find((candidate) => candidate.name() === name);
  if (command === undefined) return false;
  const below = command.commands.find((candidate) => candidate.name() === words[0]);
  const known = [program, below ?? command].flatMap(longNames);
  return words.filter((word) => word.startsWith('--')).every((word) => known.includes(word));
}

function longNames(command: Command): string[] {
  return ['--help', ...command.options.flatMap(({ long }) => long ?? [])];
}
