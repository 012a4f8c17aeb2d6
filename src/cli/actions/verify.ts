import type { Command } from 'commander';
import type { RunVerification } from '../../evidence/verify.ts';
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
  options: { key?: string[]; expectHead?: string },
  command: Command,
): Promise<void> {
  const { terminal, json } = outputOf(command);
  const { key, expectHead } = options;
  const verification = await verifyEvidence({
    runs,
    s3: await s3Setup(),
    ...(key === undefined ? {} : { keyFile: key }),
    ...(expectHead === undefined ? {} : { expectHead }),
  });
  terminal.print(json ? jsonText(verification, 2) : verificationText(verification, painter(terminal.colour)));
  process.exitCode = verification.intact ? EXIT.done : EXIT.altered;
}

function verificationText(
  { runs, reviews = [], chain, damage, intact }: Verification,
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
    shown``,
    ...(intact
      ? [paint('green', shown`Intact: every file is as the manifest names it.`)]
      : [
          paint('bold', shown`NOT INTACT: ${plural(damage.length, 'problem')}`),
          ...damageLines(damage, paint),
        ]),
  ]);
}

function runLine({ run, manifest, files, bytes, damage }: RunVerification, paint: Paint): ShownText {
  const what =
    manifest === undefined
      ? shown`no manifest that can be read`
      : shown`run ${inert(manifest.runId)}, number ${manifest.sequence}${newChainWords(manifest)}`;
  const state = damage.length === 0 ? shown`` : paint('red', shown`, damaged`);
  return shown`${inert(run)}: ${what}, ${plural(files, 'file')}, ${bytes} bytes${state}`;
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
