import type { Command } from 'commander';
import { UserError } from '../../model/user-error.ts';
import { type ShownText, shown } from '../../report/visible.ts';
import { type ExamineRequest, examine } from '../../run/doctor/examine.ts';
import type { Interruption } from '../../run/ending.ts';
import { scan } from '../../run/scan.ts';
import type { ScanRequest } from '../../run/scan-request.ts';
import { scanShard } from '../../run/shards/scan-shard.ts';
import { type AccountsAsked, askedFor } from '../asked.ts';
import { configPath } from '../config-path.ts';
import { doctorText, toMend } from '../doctor-text.ts';
import { EXIT } from '../exit-codes.ts';
import { mayForget } from '../forgetful-machine.ts';
import { interruption } from '../interrupt.ts';
import { loadConfigFile } from '../load-config.ts';
import { networkVariables } from '../network-variables.ts';
import { outputOf } from '../options.ts';
import { type ExitAsked, tellOutcome } from '../outcome.ts';
import { progressDisplay } from '../progress-display.ts';
import { provenance } from '../provenance.ts';
import { type ShardAsked, shardAsked, shardText } from '../shards.ts';
import { inert, jsonText, painter, type Terminal } from '../terminal.ts';

interface ScanOptions extends AccountsAsked, ExitAsked {
  resume?: boolean;
  newChain?: boolean;
  sinceLast?: boolean;
  leaveOut?: string[];
  doctor?: boolean;
  onInterrupt: Interruption['outcome'];
  shard?: ShardAsked;
  place?: string;
}

/** What `countersign scan` does. */
export async function run(options: ScanOptions, command: Command): Promise<void> {
  const { terminal, json, ...telling } = outputOf(command);
  const path = configPath(options.config);
  const loaded = await loadConfigFile(path, options.env);
  const { config, digest, files, theme } = loaded;
  if (options.leaveOut !== undefined && options.resume !== true)
    throw new UserError(
      'ONLY_WITH_RESUME',
      '--leave-out goes with --resume. To narrow a new run, use --accounts.',
    );
  const shard = shardAsked(options, process.env);
  const asked = {
    ...(await askedFor(options, loaded, terminal)),
    ...(options.newChain === true ? { newChain: true } : {}),
    mayForget: mayForget(process.env),
  };
  if (options.doctor === true && !(await isWorthScanning(asked, terminal, json))) return;
  const outcome = shard === undefined ? options.onInterrupt : 'keep';
  const interrupted = interruption((signal) => terminal.say(interruptedText(signal, outcome)));
  const request: ScanRequest = {
    ...asked,
    ...(theme === undefined ? {} : { theme }),
    configDigest: digest,
    ...(files.length === 0 ? {} : { configFiles: files }),
    resume: options.resume === true,
    sinceLast: options.sinceLast === true,
    interrupted: { signal: interrupted, outcome },
    ...(options.leaveOut === undefined ? {} : { leaveOut: options.leaveOut }),
    provenance: provenance(),
    watch: progressDisplay(terminal, Date.now, telling),
  };
  if (shard !== undefined) {
    const { place } = options;
    const result = await scanShard({ ...request, shard, ...(place === undefined ? {} : { place }) });
    terminal.print(json ? jsonText(result, 2) : shardText(result));
    return;
  }
  const result = await scan(request);
  const { report } = result;
  tellOutcome(result, { terminal, json }, { ...options, failOn: options.failOn ?? config.failOn });
  if (interrupted.aborted && !report.coverage.complete)
    terminal.say(
      shown`What was not read is a gap of this run. Scan again: countersign scan --config ${inert(path)}`,
    );
  else if (report.coverage.gaps.length > 0 && !telling.quiet)
    terminal.say(
      shown`Why something was not read, and what to do about it: countersign doctor --config ${inert(path)}`,
    );
}

/** Tells what would go wrong, and ends with the doctor's code where a scan would come to nothing. */
async function isWorthScanning(
  request: Omit<ExamineRequest, 'networkVariables'>,
  terminal: Terminal,
  json: boolean,
): Promise<boolean> {
  const examined = await examine({ ...request, networkVariables: networkVariables(process.env) });
  if (!examined.scanIsUseless) {
    const mend = toMend(examined);
    if (mend.checks.length > 0) terminal.say(doctorText(mend, painter(false)));
    return true;
  }
  terminal.say(shown`Nothing is scanned, since it would come to nothing.`);
  terminal.print(json ? jsonText(examined, 2) : doctorText(examined, painter(terminal.colour)));
  process.exitCode = EXIT.incomplete;
  return false;
}

/** What a first signal brings about. */
function interruptedText(signal: string, outcome: Interruption['outcome']): ShownText {
  const next =
    outcome === 'seal'
      ? shown`no further account is begun; those under way get ten seconds, and what was read is sealed`
      : shown`what was read is kept for --resume`;
  return shown`${inert(signal)}: ${next}. Once more ends at once.`;
}
