import type { Command } from 'commander';
import { registry } from '../../checks/registry.ts';
import { overdueReview } from '../../checks/trust/overdue-review.ts';
import { readTextFile } from '../../config/config-file.ts';
import { type Decisions, parseDecisions } from '../../config/register-files.ts';
import type { Config } from '../../config/schema.ts';
import { lines, type ShownText, shown } from '../../report/visible.ts';
import { registerStanding, type Standing } from '../../run/register-standing.ts';
import { configPath } from '../config-path.ts';
import { EXIT } from '../exit-codes.ts';
import { loadConfigFile } from '../load-config.ts';
import { outputOf } from '../options.ts';
import { plural } from '../progress-display.ts';
import { inert, jsonText } from '../terminal.ts';

/** What `countersign register check` does. */
export async function run(
  file: string | undefined,
  options: { config?: string; env: string[] },
  command: Command,
): Promise<void> {
  const { terminal, json } = outputOf(command);
  const path = file ?? configPath(options.config);
  const decisions = file === undefined ? await ofConfig(path, options.env) : await ofFile(file);
  const entries = registerStanding(decisions, new Date().toISOString(), decisions.reviewEveryDays);
  const { thirdParties, exceptions } = decisions;
  const counts = { thirdParties: thirdParties.length, exceptions: exceptions.length };
  terminal.print(
    json ? jsonText({ file: path, ...counts, entries }, 2) : standingText(path, counts, entries),
  );
  if (entries.some(({ state }) => state !== 'ENDS_SOON')) process.exitCode = EXIT.findings;
}

const DEFAULT_INTERVAL = overdueReview.parameters?.reviewEveryDays.default ?? 365;

async function ofFile(file: string): Promise<Decisions & { reviewEveryDays: number }> {
  const { text } = await readTextFile(file);
  return { ...parseDecisions(text, file, registry), reviewEveryDays: DEFAULT_INTERVAL };
}

async function ofConfig(
  path: string,
  env: readonly string[],
): Promise<Decisions & { reviewEveryDays: number; blindSpots: Config['blindSpots'] }> {
  const { config } = await loadConfigFile(path, env, 'judge');
  return { ...config, reviewEveryDays: intervalOf(config) };
}

function intervalOf({ checks }: Config): number {
  const days = checks[overdueReview.id]?.reviewEveryDays;
  return typeof days === 'number' ? days : DEFAULT_INTERVAL;
}

const STATES = { EXPIRED: 'expired', OVERDUE: 'overdue', ENDS_SOON: 'ends soon' } satisfies Record<
  Standing['state'],
  string
>;

function standingText(
  path: string,
  counts: { thirdParties: number; exceptions: number },
  entries: readonly Standing[],
): ShownText {
  const parties = plural(counts.thirdParties, 'third party', 'third parties');
  return lines([
    shown`${inert(path)}: ${parties}, ${plural(counts.exceptions, 'exception')}; ${entries.length === 0 ? shown`all in order` : shown`${entries.length} to look at`}`,
    ...entries.map(({ path: place, entry, state, detail }) =>
      inert(`  ${STATES[state].padEnd(9)}  ${place}  ${entry}: ${detail}`),
    ),
  ]);
}
