import type { FrameworkResult } from '../model/control.ts';
import type { AuditReport } from '../model/report.ts';
import { type ControlEvidence, safeName } from './control-evidence.ts';
import { lines, type ShownText, visible } from './visible.ts';

/** The read-me of an export: what it is, how to check it alone, and how its rows belong to the sealed report. */
export function exportReadme(
  { run, reviews }: Pick<AuditReport, 'run' | 'reviews'>,
  { framework }: FrameworkResult,
  controls: readonly ControlEvidence[],
  {
    manifestSha256,
    signedBy,
    withReport,
    missing,
  }: {
    manifestSha256: string;
    signedBy: string | null;
    withReport: boolean;
    /** Reviews that the report goes by, and manifests of their runs, that are not there any more. */
    missing: readonly string[];
  },
): ShownText {
  const folder = `controls/${safeName(framework.id)}`;
  const signed =
    signedBy === null
      ? 'NOBODY SIGNED THE RUN: whoever can write to it can have made all of this.'
      : `It is signed with the key ${signedBy}. Get that key another way than this folder: run/manifest.pub.pem lies there for information only.`;
  return lines(
    [
      `# Evidence by control: ${framework.name}, ${framework.version}`,
      '',
      `Taken from the run ${run.runId} of Countersign, as of ${run.asOf}. The SHA-256 of the run's manifest is`,
      `\`${manifestSha256}\`. ${signed}`,
      '',
      `${controls.length} controls, a folder each in \`${folder}\`, with a README.md that says the result in words. ${framework.extent}`,
      '',
      '## How to check it alone',
      '',
      '**1. Nothing in this folder was altered since it was written.** That alone proves little: whoever alters it can write this list anew.',
      '',
      '```sh',
      'sha256sum --check --strict --quiet SHA256SUMS',
      '```',
      '',
      '**2. The manifest is the one that was signed.** Steps 1 and 2 of docs/for-auditors.md, with `run=run`.',
      '',
      ...(withReport ? WITH_REPORT : WITHOUT_REPORT),
      '**5. Countersignatures and reviews.** `run/attestations` and `reviews` hold what people have signed over this manifest:',
      'docs/for-auditors.md says how to check them. They were copied as they were on the day of the export.',
      '',
      ...((reviews?.reviews ?? []).length === 0 ? [] : EARLIER_REVIEWS),
      ...(missing.length === 0
        ? []
        : [
            `Not there any more, or not as the report knew it: ${missing.join(', ')}. What rests on that cannot be checked here.`,
            '',
          ]),
      'External IDs are as the report shows them: masked, unless the configuration of the run said otherwise.',
      '',
    ].map(visible),
  );
}

const REPORT_DIGEST = [
  '```sh',
  'sed -n \'/"name": "report.json"/,/sha256/s/^ *"sha256": "\\(.*\\)"$/\\1  run\\/report.json/p\' run/manifest.json | sha256sum --check --strict --quiet',
  '```',
  '',
];

const EARLIER_REVIEWS = [
  '**6. Reviews of earlier runs.** The rows of `reviews.jsonl` rest on them. They are in `reviews` too, each with the digest that',
  'its row says, and what closed their runs is in `earlier`, a folder a run: check it as in step 2, with `run=earlier/RUN`.',
  'Each review names the SHA-256 of the manifest that it is over.',
  '',
];

const ROWS = [
  '```sh',
  'jq -c --slurpfile report run/report.json \'. as $row | ($row.pointer | split("/")[1:]',
  '  | map(gsub("~1"; "/") | gsub("~0"; "~")) | map(if test("^[0-9]+$") then tonumber else . end)) as $path',
  "  | select(($report[0] | getpath($path)) != $row.value)' controls/*/*/*.jsonl",
  '```',
  '',
];

const WITH_REPORT = [
  '**3. report.json is the one that the manifest names.** It holds the whole report, of all parties: hand it on accordingly.',
  '',
  ...REPORT_DIGEST,
  '**4. Every row is what the sealed report says.** A row names the file and the place in it as a JSON Pointer (RFC 6901),',
  'and repeats what stands there. This prints the rows that do not fit, and so nothing:',
  '',
  ...ROWS,
];

const WITHOUT_REPORT = [
  '**3. report.json was left out of this folder**, since it speaks of all parties. The manifest names its digest. Ask for it',
  'where a row is in doubt, put it into `run/`, and check it:',
  '',
  ...REPORT_DIGEST,
  '**4. Every row is what the sealed report says.** Only with report.json: a row names the place in it as a JSON Pointer',
  '(RFC 6901), and repeats what stands there. This prints the rows that do not fit, and so nothing:',
  '',
  ...ROWS,
];
