import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { copyFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ATTESTATIONS } from '../evidence/attestations.ts';
import { openFile } from '../evidence/evidence-reader.ts';
import { readLongJson } from '../evidence/long-json.ts';
import { makeFolder } from '../evidence/make-folder.ts';
import { filesUnder, sha256OfFile } from '../evidence/manifest.ts';
import { RUN_FILES } from '../evidence/run-paths.ts';
import type { S3Setup } from '../evidence/store/s3-client.ts';
import { type KeyPlaces, readTrustedKeys } from '../evidence/trusted-keys.ts';
import { verifyRun } from '../evidence/verify.ts';
import type { ControlStatus } from '../model/control.ts';
import { resolvePointer } from '../model/json-pointer.ts';
import { UserError } from '../model/user-error.ts';
import {
  type ControlEvidence,
  controlEvidence,
  controlPage,
  type EvidenceRow,
  frameworksNamed,
  safeName,
} from '../report/control-evidence.ts';
import { exportReadme } from '../report/control-readme.ts';
import { copyEarlierReviews } from './export-earlier.ts';
import { EvidenceDamaged } from './intact.ts';
import { demandAbsent } from './new-files.ts';
import { demandReport } from './review-sheets.ts';
import { openRunPlace, type RunPlace } from './run-place.ts';
import { verifyReviews } from './verify-reviews.ts';

export interface ExportRequest {
  run: string;
  s3: S3Setup;
  runKeys?: KeyPlaces;
  /** A framework by its id, or the beginning of it. */
  framework: string;
  out: string;
  /** Whether the sealed report goes along, so that every row can be held against it. */
  withReport: boolean;
}

export interface Exported {
  runId: string;
  framework: string;
  directory: string;
  controls: Array<{ id: string; status: ControlStatus }>;
  files: number;
}

/**
 * Writes what a sealed run shows of each control of a framework, so that an auditor can take it away and check it alone.
 * The folder is there whole or not at all. Throws `EvidenceDamaged` and `UserError`.
 */
export async function exportControls(request: ExportRequest): Promise<Exported> {
  const { run, s3, out, withReport } = request;
  await demandAbsent(out);
  const trusted = await readTrustedKeys(request.runKeys);
  const place = await openRunPlace(run, s3);
  const partial = join(dirname(resolve(out)), `.${randomUUID()}.partial`);
  try {
    const verified = await verifyRun(place.reader, trusted);
    const said = await verifyReviews(place.statements, verified, trusted);
    const damage = [...verified.damage, ...said.damage];
    if (damage.length > 0) throw new EvidenceDamaged(damage);
    const { manifest, signature } = verified;
    if (manifest === undefined) throw new UserError('NOT_A_RUN', `${run} has no manifest.`);
    const report = await demandReport(place.reader);
    const [framework, ...others] = frameworksNamed(report, request.framework);
    if (framework === undefined || others.length > 0) {
      const known = (report.controls ?? []).map((one) => one.framework.id).join(', ');
      throw new UserError(
        'NO_FRAMEWORK',
        `${request.framework} names ${framework === undefined ? 'no framework' : 'more than one framework'} of the run. It has: ${known || 'none'}`,
      );
    }
    const sealed = await sealedReport(place);
    const controls = controlEvidence(report, framework);
    await makeFolder(partial);
    const folder = join(partial, 'controls', safeName(framework.framework.id));
    for (const control of controls)
      await writeControl(
        join(folder, control.name),
        control,
        sealed,
        controlPage(report, framework, control),
      );
    await copySeal(place, partial, withReport);
    for (const { file } of said.reviews) await copy(place.statements, file, join(partial, file));
    const missing = await copyEarlierReviews(report, place.statements, partial);
    const about = { manifestSha256: manifest.sha256, signedBy: signature.keyid ?? null, withReport, missing };
    await writeFile(join(partial, 'README.md'), exportReadme(report, framework, controls, about));
    await makeFolder(join(partial, 'docs'));
    for (const page of GUIDES) await copyFile(join(DOCS, page), join(partial, 'docs', page));
    const files = await writeSums(partial);
    await demandAbsent(out);
    await rename(partial, out);
    return {
      ...{ runId: manifest.runId, framework: framework.framework.id, directory: out },
      controls: controls.map(({ result }) => ({ id: result.id, status: result.status })),
      files,
    };
  } finally {
    place.close();
    await rm(partial, { recursive: true, force: true });
  }
}

/** What the read-me sends its reader to: an export is checked where nothing else of ours may be. */
const GUIDES = ['for-auditors.md', 'evidence-format.md'];
const DOCS = join(import.meta.dirname, '../../docs');

/** The report to the last member, also such as this version does not know. */
async function sealedReport({ reader }: RunPlace): Promise<unknown> {
  const file = await openFile(reader, RUN_FILES.reportJson);
  return file === undefined ? undefined : readLongJson(file);
}

async function writeControl(
  directory: string,
  { own, population, results, exceptions, reviews }: ControlEvidence,
  sealed: unknown,
  page: string,
): Promise<void> {
  await makeFolder(directory);
  const files = {
    control: [own],
    population,
    results,
    exceptions,
    ...(reviews === undefined ? {} : { reviews }),
  };
  for (const [name, rows] of Object.entries(files))
    await writeFile(join(directory, `${name}.jsonl`), rows.map((row) => lineOf(row, sealed)).join(''));
  await writeFile(join(directory, 'README.md'), page);
}

function lineOf({ pointer, what }: EvidenceRow, sealed: unknown): string {
  const value = resolvePointer(sealed, pointer);
  return `${JSON.stringify({ file: RUN_FILES.reportJson, pointer, what, value: value ?? null })}\n`;
}

/** What closes the run, as it is, with what people have signed over it. */
async function copySeal({ reader }: RunPlace, directory: string, withReport: boolean): Promise<void> {
  const names = await reader.list();
  const wanted = [
    RUN_FILES.manifest,
    RUN_FILES.envelope,
    RUN_FILES.publicKey,
    ...(withReport ? [RUN_FILES.reportJson] : []),
  ];
  for (const name of names)
    if ((wanted as string[]).includes(name) || (name.startsWith(`${ATTESTATIONS}/`) && !name.endsWith('/')))
      await copy(reader, name, join(directory, 'run', name));
}

async function copy(from: Pick<RunPlace['reader'], 'read'>, name: string, path: string): Promise<void> {
  await makeFolder(dirname(path));
  await pipeline(await from.read(name), createWriteStream(path, { flags: 'wx', flush: true }));
}

/** The digests of all other files, as `sha256sum` reads them. */
async function writeSums(directory: string): Promise<number> {
  const names = await filesUnder(directory);
  const sums: string[] = [];
  for (const name of names) sums.push(`${await sha256OfFile(join(directory, name))}  ${name}\n`);
  await writeFile(join(directory, 'SHA256SUMS'), sums.join(''));
  return names.length + 1;
}
