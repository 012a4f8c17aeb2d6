import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { profileNames } from '../../aws/settings.ts';
import { registry } from '../../checks/registry.ts';
import { readDocument } from '../../config/document.ts';
import { isRunId } from '../../evidence/run-id.ts';
import { configPath } from '../config-path.ts';
import type { Candidate, KnownValues } from './candidates.ts';

/** Where runs are kept when nothing says otherwise, as the schema of the configuration has it. */
const RUNS = 'countersign-runs';

/** The values that this machine knows without asking AWS. What cannot be read is not known. */
export const knownValues: KnownValues = async ({ command, place, given }) => {
  if (place === '--check' || (command === 'checks show' && place === 'id'))
    return registry.map(({ id, title }) => ({ value: id, about: title }));
  if (place === '--accounts') return accounts(given.get('--config'));
  if (place === '--profile') return profiles();
  if (['run', 'runs', 'old', 'new'].includes(place)) return runs(given.get('--config'));
  return [];
};

/** Ids and names that the configuration lists. */
function accounts(given: string | undefined): Candidate[] {
  const listed = memberOf(configuration(given), 'accounts');
  if (!Array.isArray(listed)) return [];
  return listed.flatMap((account: unknown) => {
    const [id, name] = [textOf(memberOf(account, 'id')), textOf(memberOf(account, 'name'))];
    return [
      ...(id === undefined ? [] : [{ value: id, about: name ?? '' }]),
      ...(name === undefined ? [] : [{ value: name, about: id ?? '' }]),
    ];
  });
}

async function profiles(): Promise<Candidate[]> {
  return (await profileNames()).map((value) => ({ value, about: '' }));
}

/** The runs under the directory of the configuration, the newest first. */
function runs(given: string | undefined): Candidate[] {
  const directory = textOf(memberOf(memberOf(configuration(given), 'evidence'), 'directory')) ?? RUNS;
  if (!existsSync(directory)) return [];
  const names = readdirSync(directory).filter((name) => name === 'latest' || isRunId(name));
  return names
    .toSorted()
    .reverse()
    .map((name) => ({ value: join(directory, name), about: '' }));
}

/** Undefined where there is none, or one that is damaged. */
function configuration(given: string | undefined): unknown {
  try {
    const path = configPath(given);
    return readDocument(readFileSync(path, 'utf8'), path).value;
  } catch {
    return undefined;
  }
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
