import { readdir, stat, symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { buildReport } from '../src/evaluate/report.ts';
import { rulesFor } from '../src/evaluate/rules-for-run.ts';
import { OUTPUT_FORMATS } from '../src/model/output.ts';
import type { AuditReport } from '../src/model/report.ts';
import { knownAtStart } from '../src/run/known.ts';
import { writeOutputs } from '../src/run/outputs.ts';
import { AS_OF, judgementOf, judgements, type LargeFleet, subjects } from './large-fleet.ts';

/** One figure for each step: what earlier runs knew, the accounts, the report of them all, its files. */
interface Steps {
  known: number;
  judged: number;
  built: number;
  written: number;
}

/** What a run of a large fleet costs. */
export interface WrittenReport {
  seconds: Steps;
  processorSeconds: Steps;
  /** Peak resident set of the process in MiB, after each step. */
  peakMemory: Steps;
  /** The size of every file in bytes, largest first. */
  files: Array<[name: string, bytes: number]>;
  findings: number;
  openRoles: number;
}

/** A program of its own: the fleet as JSON and the directory of runs as arguments, one line of JSON out. */
const [fleetText = '{}', out = '.'] = process.argv.slice(2);
const fleet: LargeFleet = JSON.parse(fleetText);
const directory = join(out, `run-${fleet.run}`);

const seconds: Steps = { known: 0, judged: 0, built: 0, written: 0 };
const processorSeconds = { ...seconds };
const peakMemory = { ...seconds };

async function measure<T>(step: keyof Steps, work: () => T | Promise<T>): Promise<T> {
  const started = performance.now();
  const before = process.cpuUsage();
  const result = await work();
  seconds[step] = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  processorSeconds[step] = (user + system) / 1_000_000;
  peakMemory[step] = process.resourceUsage().maxRSS / 1024;
  return result;
}

const run = {
  schemaVersion: 1,
  runId: `${AS_OF[fleet.run].replace(/[-:]/g, '')}-0000000${fleet.run}`,
  startedAt: AS_OF[fleet.run],
  finishedAt: AS_OF[fleet.run],
  asOf: AS_OF[fleet.run],
  tool: { name: 'countersign' as const, version: '0.0.0' },
  configDigest: null,
  callerArn: null,
  scope: { accountSource: 'the benchmark', accounts: subjects(fleet), excluded: [] },
  judgement: judgementOf(fleet),
};

const report = await knownAndJudged();
// The program looks for its templates beside its own folder.
await symlink(
  join(import.meta.dirname, '../../../report-templates'),
  join(import.meta.dirname, '../report-templates'),
).catch((error) => {
  if (error.code !== 'EEXIST') throw error;
});
const formats = fleet.run === 1 ? (['json'] as const) : OUTPUT_FORMATS;
await measure('written', () => writeOutputs(directory, report, { formats }));

const written: WrittenReport = {
  seconds,
  processorSeconds,
  peakMemory,
  files: await filesOf(directory),
  findings: report.findings.length,
  openRoles: report.roles.length,
};
process.stdout.write(`${JSON.stringify(written)}\n`);

/** As in a scan, what it rests on is let go when the report is built. */
async function knownAndJudged(): Promise<AuditReport> {
  const { known } = await measure('known', () => knownAtStart({ out, directory, watch: console.error }));
  const { rules, disabledChecks } = rulesFor(run, [], known);
  const judged = await measure('judged', () => [...judgements(fleet, rules)]);
  return measure('built', () =>
    buildReport({ run, judgements: judged, organizationFacts: [], rules, disabledChecks }),
  );
}

/** Files in folders, of which there may be one an account, count together. */
async function filesOf(folder: string): Promise<WrittenReport['files']> {
  const sizes = new Map<string, number>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path).replace(/^(.*?)\/.*\//, '$1/*/');
    sizes.set(name, (sizes.get(name) ?? 0) + (await stat(path)).size);
  }
  return [...sizes].sort(([, a], [, b]) => b - a);
}
