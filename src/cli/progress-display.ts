import type { Fault } from '../model/fault.ts';
import type { HistoryDamage } from '../model/history.ts';
import type { AccountStatus } from '../model/report.ts';
import type { RunRecord } from '../model/run-record.ts';
import { number, quantity } from '../report/html/support/format.ts';
import { composed, lines, type ShownText, shown } from '../report/visible.ts';
import type { ProgressEvent, Watch } from '../run/progress.ts';
import { noteRun } from './log-line.ts';
import { notToldLines } from './notice-lines.ts';
import type { Telling } from './options.ts';
import { inert, type Terminal } from './terminal.ts';
import { timeLeft } from './time-left.ts';

/** Without a terminal, at most one line in this time besides the first and the last. */
const QUIET_MS = 15_000;

/** What is said even where progress is not: it asks for something to be done. */
const LOUD: ReadonlySet<string> = new Set([
  'key-among-runs',
  'no-conditional-writes',
  'other-key',
  'key-not-kept',
  'account-damaged',
  'damaged-history',
  'fault',
  'not-told',
]);

const HOW_READ: Record<AccountStatus, (gaps: number) => ShownText> = {
  COMPLETE: () => shown`read in full`,
  PARTIAL: (gaps) => shown`${plural(gaps, 'fact')} could not be read`,
  FAILED: () => shown`nothing could be read`,
};

/** Shows how far a run is: one line that is rewritten on a terminal, a line now and then elsewhere. */
export function progressDisplay(
  terminal: Terminal,
  now: () => number,
  { debug = false, quiet = false, verbose = false }: Partial<Telling> = {},
): Watch {
  const started = now();
  const counts = { inScope: 0, excluded: 0, running: 0, done: 0, partial: 0, failed: 0 };
  let lastLine = started;
  let estimate = timeLeft(0, 1, new Map());

  function line(): ShownText {
    const { inScope, running, done, partial, failed } = counts;
    const parts = [
      shown`${number(done)} of ${plural(inScope, 'account')} done`,
      shown`${number(running)} running`,
      shown`${number(partial)} partly read`,
      shown`${number(failed)} failed`,
    ];
    const left = done < inScope ? estimate.left(now()) : undefined;
    if (left !== undefined) parts.push(shown`about ${duration(left)} left`);
    return composed(parts, (all) => all.join(' · '));
  }

  function show(force: boolean): void {
    if (quiet) return;
    if (terminal.live) {
      terminal.rewrite(line());
    } else if (force || now() - lastLine >= QUIET_MS) {
      lastLine = now();
      write('progress', { ...counts }, line());
    }
  }

  /** The same in both kinds of log. */
  function write(kind: string, data: Record<string, unknown>, text: ShownText): void {
    if (quiet && !LOUD.has(kind)) return;
    if (terminal.logFormat === 'json') terminal.log(kind, data);
    else terminal.say(text);
  }

  return (event: ProgressEvent) => {
    switch (event.kind) {
      case 'run-known':
        noteRun(event.runId);
        break;
      case 'resuming':
        write(
          event.kind,
          { runId: event.runId },
          event.runId === null
            ? shown`There is no unfinished run: a new one starts.`
            : shown`going on with the unfinished run ${inert(event.runId)}`,
        );
        break;
      case 'key-among-runs':
        write(
          event.kind,
          { path: event.path },
          shown`The key ${inert(event.path)} lies among the runs, and goes where they are copied to: move it to the folder state beside it.`,
        );
        break;
      case 'no-conditional-writes':
        write(
          event.kind,
          { address: event.address },
          inert(
            `${event.address} writes over what is there although it is asked not to (If-None-Match): of two runs that end at once, one may take the other's place.`,
          ),
        );
        break;
      case 'other-key':
        write(
          event.kind,
          { before: event.before, keyFile: event.keyFile },
          inert(
            `External IDs cannot be compared with those of the run ${event.before}: another key made its fingerprints, so that results have no answer. ${otherKeyAdvice(event.keyFile)}`,
          ),
        );
        break;
      case 'key-not-kept':
        write(
          event.kind,
          { path: event.path },
          inert(
            `A key of external-ID fingerprints is made in ${event.path}, on a disk that goes with this job: the next run will not have it, and cannot tell whether an external ID has changed. Name a KMS key in evidence.externalIdKmsKeyId, or bring the file with each job.`,
          ),
        );
        break;
      case 'accounts-known':
        counts.inScope = event.inScope;
        counts.excluded = event.excluded;
        estimate = timeLeft(event.inScope, event.atOnce ?? 1, event.seconds ?? new Map());
        write(
          event.kind,
          { inScope: event.inScope, excluded: event.excluded },
          shown`${plural(event.inScope, 'account')} in scope, ${event.excluded} excluded`,
        );
        break;
      case 'account-started':
        counts.running += 1;
        estimate.started(event.accountId, now());
        show(false);
        break;
      case 'account-damaged': {
        const { accountId, name, problem } = event;
        write(
          event.kind,
          { accountId, name, problem },
          inert(`${accountId} ${name}: what was kept of it is damaged, so it is read again. ${problem}`),
        );
        break;
      }
      case 'account-done': {
        estimate.done(event.accountId, now(), event.kept === true);
        counts.running -= 1;
        counts.done += 1;
        if (event.status === 'PARTIAL') counts.partial += 1;
        if (event.status === 'FAILED') counts.failed += 1;
        if (verbose || event.status !== 'COMPLETE') {
          const { accountId, name, status, gaps } = event;
          const how = HOW_READ[status](gaps);
          write(
            event.kind,
            { accountId, name, status, gaps },
            shown`${inert(accountId)} ${inert(name)}: ${how}`,
          );
        }
        show(counts.done === counts.inScope);
        break;
      }
      case 'damaged-history':
        write(
          event.kind,
          { damaged: event.damaged, comparedWith: event.comparedWith },
          lines([
            ...damagedHistoryLines(event.damaged),
            event.comparedWith === null
              ? shown`No earlier run is left to compare with.`
              : shown`This run is compared with the run ${inert(event.comparedWith)} instead.`,
          ]),
        );
        break;
      case 'no-comparison':
        write(
          event.kind,
          { reason: event.message },
          shown`No comparison with an earlier run: ${inert(event.message)}`,
        );
        break;
      case 'carried':
        write(event.kind, event.sinceLast, carriedText(event.sinceLast));
        break;
      case 'archiving':
        write(event.kind, { address: event.address }, shown`copying the run to ${inert(event.address)}`);
        break;
      case 'telling':
        write(event.kind, { count: event.count }, shown`telling ${plural(event.count, 'target')} of the run`);
        break;
      case 'not-told':
        write(event.kind, { outcomes: event.outcomes }, lines(event.outcomes.flatMap(notToldLines)));
        break;
      case 'fault':
        if (debug) write(event.kind, { fault: event.fault }, faultText(event.fault));
        break;
      case 'writing':
        write(event.kind, { directory: event.directory }, shown`writing the report`);
        break;
    }
  };
}

function carriedText({
  run,
  why,
  facts,
  accounts,
  callsSaved,
}: NonNullable<RunRecord['sinceLast']>): ShownText {
  return run === null
    ? shown`Nothing is taken over from an earlier run: ${inert(why ?? 'there is none')}.`
    : shown`${plural(facts, 'fact')} of ${plural(accounts, 'account')} taken over from the run ${inert(run)}: ${plural(callsSaved, 'call')} saved`;
}

function otherKeyAdvice(keyFile: string | null): string {
  return keyFile === null
    ? 'From the next run on they are compared again.'
    : `The key of this machine is in ${keyFile}: put that of the earlier run there, or name a KMS key in evidence.externalIdKmsKeyId, which every machine can use.`;
}

/** What of the runs before is not believed, a line each. */
function damagedHistoryLines(damaged: readonly HistoryDamage[]): ShownText[] {
  return damaged.map(({ runId, problem }) => shown`damaged history, run ${inert(`${runId}: ${problem}`)}`);
}

/** What `--debug` shows of something that threw. */
export function faultText({ source, id, accountId, region, code, message, stack }: Fault): ShownText {
  const place = accountId === null ? '' : ` in ${accountId}, ${region}`;
  const all = [`The ${source} ${id} threw${place}: ${code}: ${message}`, ...stack].map(inert);
  return composed(all, (texts) => texts.join('\n    '));
}

/** `3 accounts`, `1 account`, `1,200 accounts`. */
export function plural(count: number, noun: string, nouns = `${noun}s`): ShownText {
  return inert(quantity(count, noun, nouns));
}

/** `40 s`, `3 min`, `2 h`. */
function duration(milliseconds: number): ShownText {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 90) return shown`${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? shown`${minutes} min` : shown`${Math.round(minutes / 60)} h`;
}
