import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { systemClock } from '../../aws/clock.ts';
import { homeRegion } from '../../aws/regions.ts';
import { UserError } from '../../model/user-error.ts';
import { withVerdict } from '../../report/verdict.ts';
import { type ShownText, shown } from '../../report/visible.ts';
import type { Interruption } from '../../run/ending.ts';
import { scan } from '../../run/scan.ts';
import { narrowed } from '../checks-asked.ts';
import { configPath } from '../config-path.ts';
import { configuredRegion } from '../configured-region.ts';
import { exitCodeFor } from '../exit-code-for.ts';
import { mayForget } from '../forgetful-machine.ts';
import { interruption } from '../interrupt.ts';
import { loadConfigFile } from '../load-config.ts';
import { type ChecksAsked, type FailOn, outputOf } from '../options.ts';
import { progressDisplay } from '../progress-display.ts';
import { provenance } from '../provenance.ts';
import { summaryText } from '../summary.ts';
import { inert, jsonText, painter } from '../terminal.ts';
import { toolVersion } from '../version.ts';

interface ScanOptions extends ChecksAsked {
  config?: string;
  env: string[];
  out?: string;
  accounts?: string[];
  failOn?: FailOn;
  allowIncomplete?: true | number;
  resume?: boolean;
  newChain?: boolean;
  leaveOut?: string[];
  onInterrupt: Interruption['outcome'];
}

/** What `countersign scan` does. */
export async function run(options: ScanOptions, command: Command): Promise<void> {
  const { terminal, json, ...telling } = outputOf(command);
  const path = configPath(options.config);
  const { config, judgement, digest, files, theme } = await loadConfigFile(path, options.env);
  if (options.leaveOut !== undefined && options.resume !== true)
    throw new UserError(
      'ONLY_WITH_RESUME',
      '--leave-out goes with --resume. To narrow a new run, use --accounts.',
    );
  const interrupted = interruption((signal) => terminal.say(interruptedText(signal, options.onInterrupt)));
  const { directory, report } = await scan({
    config,
    judgement: narrowed(judgement, options),
    ...(theme === undefined ? {} : { theme }),
    configDigest: digest,
    ...(files.length === 0 ? {} : { configFiles: files }),
    out: options.out ?? config.evidence.directory,
    ...(options.accounts === undefined ? {} : { selected: options.accounts }),
    resume: options.resume === true,
    ...(options.newChain === true ? { newChain: true } : {}),
    interrupted: { signal: interrupted, outcome: options.onInterrupt },
    ...(options.leaveOut === undefined ? {} : { leaveOut: options.leaveOut }),
    version: toolVersion(),
    provenance: provenance(),
    mayForget: mayForget(process.env),
    random: randomBytes(4),
    aws: { clock: systemClock, homeRegion: homeRegion(configuredRegion()) },
    watch: progressDisplay(terminal, Date.now, telling),
  });
  terminal.print(
    json ? jsonText(withVerdict(report)) : summaryText(report, directory, painter(terminal.colour)),
  );
  if (interrupted.aborted && !report.coverage.complete)
    terminal.say(
      shown`What was not read is a gap of this run. Scan again: countersign scan --config ${inert(path)}`,
    );
  const { allowIncomplete: allowed } = options;
  process.exitCode = exitCodeFor(report, {
    failOn: options.failOn ?? config.failOn,
    allowIncomplete: allowed === undefined ? false : { share: allowed === true ? 0 : allowed },
  });
}

/** What a first signal brings about. */
function interruptedText(signal: string, outcome: Interruption['outcome']): ShownText {
  const next =
    outcome === 'seal'
      ? shown`no further account is begun; those under way get ten seconds, and what was read is sealed`
      : shown`what was read is kept for --resume`;
  return shown`${inert(signal)}: ${next}. Once more ends at once.`;
}
