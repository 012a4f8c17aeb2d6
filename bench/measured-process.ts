import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface MeasuredProcess {
  seconds: number;
  /** Processor time of all its threads. */
  processorSeconds: number;
  /** Peak resident set, in MiB. */
  peakMemory: number;
  stdout: string;
}

/** Runs a Node program to its end, in a process of its own. Throws where that ends with another code than 0. */
export async function measuredProcess(
  program: readonly string[],
  environment: Record<string, string> = {},
): Promise<MeasuredProcess> {
  const started = performance.now();
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--import', USE_AT_EXIT, ...program],
    { env: { ...process.env, ...environment }, maxBuffer: Number.POSITIVE_INFINITY },
  );
  const seconds = (performance.now() - started) / 1000;
  const use: NodeJS.ResourceUsage = JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '');
  const processorSeconds = (use.userCPUTime + use.systemCPUTime) / 1e6;
  return { seconds, processorSeconds, peakMemory: use.maxRSS / 1024, stdout };
}

/** Loaded into the process: when it ends, its last line on stderr says what it took. */
const USE_AT_EXIT = `data:text/javascript,${encodeURIComponent(
  `import { writeSync } from 'node:fs';
   process.on('exit', () => writeSync(2, JSON.stringify(process.resourceUsage()) + '\\n'));`,
)}`;
