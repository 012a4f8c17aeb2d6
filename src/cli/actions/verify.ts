import type { Command } from 'commander';
import { systemClock } from '../../aws/clock.ts';
import type { Period } from '../../evidence/period.ts';
import type { RunVerification } from '../../evidence/verify.ts';
import { UserError } from '../../model/user-error.ts';
import { lines, type ShownText, shown } from '../../report/visible.ts';
import { type Verification, verifyEvidence } from '../../run/verify-evidence.ts';
import { countersignatureLines } from '../countersignature-lines.ts';
import { damageLines } from '../damage-lines.ts';
import { EXIT } from '../exit-codes.ts';
import { outputOf } from '../options.ts';
import { plural } from '../progress-display.ts';
import { reviewLines } from '../review-lines.ts';
import { s3Setup } from '../s3-setup.ts';
import { inert, jsonText, type Paint, painter } from '../terminal.ts';

/** What `countersign verify` does. */
export async function run(
  runs: string[],
  options: { key?: string[]; expectHead?: string; since?: Date; every?: number },
  command: Command,
): Promise<void> {
  const { terminal, json } = outputOf(command);
  const { key, expectHead, since, every } = options;
  if (every !== undefined && since === undefined)
    throw new UserError('ONLY_WITH_SINCE', '--every goes with --since.');
  const until = systemClock.now();
  if (since !== undefined && since > until)
    throw new UserError(
      'NOT_YET',
      `--since ${since.toISOString()} has not come yet: no run can be in that period.`,
    );
  const verification = await verifyEvidence({
    runs,
    s3: await s3Setup(),
    ...(key === undefined ? {} : { keyFile: key }),
    ...(expectHead === undefined ? {} : { expectHead }),
    ...(since === undefined ? {} : { period: { since, until, ...(every === undefined ? {} : { every }) } }),
  });
  terminal.print(json ? jsonText(verification, 2) : verificationText(verification, painter(terminal.colour)));
  const { intact, period } = verification;
  const lacks = period !== undefined && (period.missing.length > 0 || period.every === null);
  process.exitCode = !intact ? EXIT.altered : lacks ? EXIT.incomplete : EXIT.done;
}

function verificationText(
  { runs, reviews = [], chain, period, damage, intact }: Verification,
  paint: Paint,
): ShownText {
  const stretch =
    chain === null || chain.from === chain.to
      ? []
      : [
          shown`Chain     numbers ${chain.from} to ${chain.to}${chain.from === 1 ? shown`` : shown`; those before were not given`}`,
        ];
  return lines([
    ...runs.flatMap((run) => [
      runLine(run, paint),
      inert(`  ${signatureWords(run)}`),
      ...countersignatureLines(run.countersignatures ?? [], paint),
    ]),
    ...reviews.flatMap((review) => reviewLines(review, paint)),
    ...stretch,
    ...(chain === null ? [] : [shown`Head      ${inert(chain.head)}`]),
    ...(period === undefined ? [] : periodLines(period, paint)),
    shown``,
    ...(intact
      ? [paint('green', shown`Intact: every file is as the manifest names it.`)]
      : [
          paint('bold', shown`NOT INTACT: ${plural(damage.length, 'problem')}`),
          ...damageLines(damage, paint),
        ]),
  ]);
}

function periodLines({ since, until, runs, every, basis, missing }: Period, paint: Paint): ShownText[] {
  const stretch = shown`Period    ${minute(since)} to ${minute(until)}: ${plural(runs, 'run')}`;
  if (every === null)
    return [shown`${stretch}; too few to show how often one should be: say so with --every`];
  const how = basis === 'given' ? shown`as you say` : shown`as they show`;
  return [
    shown`${stretch}, one every ${Math.round(every / 360) / 10} hours, ${how}`,
    ...missing.map((at) => shown`${paint('red', shown`No run`)}    about ${minute(at)}`),
  ];
}

/** `2026-11-01T03:15Z` */
function minute(time: string): ShownText {
  return inert(`${time.slice(0, 16)}Z`);
}

function runLine({ run, manifest, files, bytes, damage }: RunVerification, paint: Paint): ShownText {
  const what =
    manifest === undefined
      ? shown`no manifest that can be read`
      : shown`run ${inert(manifest.runId)}, number ${manifest.sequence}${newChainWords(manifest)}`;
  const state = damage.length === 0 ? shown`` : paint('red', shown`, damaged`);
  return shown`${inert(run)}: ${what}, ${plural(files, 'file')}, ${plural(bytes, 'byte')}${state}`;
}

/** Who asked for a new chain wanted it, but whoever relies on the old one has to hear of it. */
function newChainWords({ newChain }: RunVerification['manifest'] & {}): ShownText {
  if (newChain === undefined) return shown``;
  const { over } = newChain;
  const which =
    over === null
      ? shown`one that could not be read`
      : shown`that of ${inert(over.runId)}, number ${over.sequence}`;
  return shown` (begins a new chain over ${which})`;
}

function signatureWords({ signature: { state, keyid } }: RunVerification): string {
  switch (state) {
    case 'trusted':
      return `Signed by a key that was given (${keyid}).`;
    case 'not-trusted':
      return `Signed by ${keyid}; not checked against a key you trust: give --key.`;
    case 'none':
      return 'Not signed: whoever can write to it can make it look intact.';
    case 'bad':
      return 'The signature does not hold.';
  }
}
