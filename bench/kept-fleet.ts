import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzip } from 'node:zlib';
import { systemClock } from '../src/aws/clock.ts';
import { openAws } from '../src/aws/connection.ts';
import { loadConfigFile } from '../src/cli/load-config.ts';
import { createRunId } from '../src/evidence/run-id.ts';
import { accountDirectory } from '../src/evidence/run-paths.ts';
import { beginRun } from '../src/run/begin.ts';
import { openKeys } from '../src/run/open-keys.ts';
import type { ScanRequest } from '../src/run/scan-request.ts';
import { CONFIG, ROOT, scan, withSimulatedAws } from './measured-scan.ts';
import type { SimulatedAws } from './simulated-aws.ts';
import { size } from './size.ts';

/** What is kept of an account that was read. */
export interface KeptSample {
  accountId: string;
  /** The text of each file by its name. */
  files: Map<string, string>;
}

/** The fleet that the samples are of: its first 25 accounts have everything that can be wrong. */
const SAMPLED = size(85, 40);
const HEALTHY_FROM = 25;
const FINDINGS = 5;
export const CONCURRENCY = { accounts: 8, callsPerAccount: 4 };

/** What is kept of accounts with five findings each, read as any other. */
export function keptSamples(rolesPerAccount: number): Promise<KeptSample[]> {
  return withSimulatedAws({ accounts: SAMPLED, rolesPerAccount }, async (aws, folder) => {
    const { report, directory } = await scan(folder, aws, { concurrency: CONCURRENCY });
    const found = new Map<string, number>();
    for (const { accountId } of report.findings) found.set(accountId, (found.get(accountId) ?? 0) + 1);
    const healthy = [...report.scope.accounts].filter(
      ({ accountId }) => Number(accountId.slice(4, 8)) >= HEALTHY_FROM && found.get(accountId) === FINDINGS,
    );
    if (healthy.length === 0) throw new Error(`No account has ${FINDINGS} findings.`);
    return Promise.all(healthy.map(({ accountId }) => keptSample(directory, accountId)));
  });
}

async function keptSample(run: string, accountId: string): Promise<KeptSample> {
  const directory = join(run, accountDirectory(accountId));
  const names = (await readdir(directory)).filter((name) => name.endsWith('.gz'));
  const texts = names.map(async (name): Promise<[string, string]> => {
    return [name, gunzipSync(await readFile(join(directory, name))).toString()];
  });
  return { accountId, files: new Map(await Promise.all(texts)) };
}

/**
 * Leaves a run that was broken off when the last account had been read: `scan --resume` judges and seals it, and asks
 * AWS who it is alone. Its accounts hold what the samples do, one after the other, under their own ids and with external
 * IDs of their own.
 */
export async function beginKept(
  folder: string,
  aws: SimulatedAws,
  samples: readonly KeptSample[],
): Promise<void> {
  const request = await requestFor(folder);
  const { AWS_ENDPOINT_URL: endpoint = '' } = aws.environment;
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } =
    aws.environment;
  const startedAt = new Date();
  const runId = createRunId(startedAt, request.random);
  const connection = openAws({
    clock: systemClock,
    homeRegion: 'us-east-1',
    endpoint,
    credentials: { accessKeyId, secretAccessKey },
    version: request.version,
    runId,
    concurrency: request.config.concurrency,
    allowance: { signal: new AbortController().signal, pagesPerCall: request.config.limits.pagesPerCall },
  });
  try {
    const { externalIdKey } = await openKeys(request);
    const begun = await beginRun({ ...request, externalIdKey }, connection, { runId, startedAt });
    for (const [index, { accountId }] of begun.targets.entries()) {
      const sample = samples[index % samples.length];
      if (sample !== undefined) await writeAs(accountId, sample, begun.directory);
    }
  } finally {
    connection.close();
  }
}

async function requestFor(folder: string): Promise<ScanRequest> {
  const { config, judgement, digest } = await loadConfigFile(join(folder, CONFIG));
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  return {
    ...{ config, judgement, configDigest: digest, out: folder, version },
    provenance: { tool: { sourceRevision: null, codeDigest: null }, host: { kind: 'host', id: 'bench' } },
    random: randomBytes(4),
    aws: { clock: systemClock, homeRegion: 'us-east-1' },
    watch: () => {},
  };
}

const UUID = /\b[0-9a-f]{8}(?=(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b)/g;
const compressed = promisify(gzip);

/** Writes what is kept of the sample into a run, or a shard of one, as that of another account. */
export async function writeAs(accountId: string, sample: KeptSample, run: string): Promise<void> {
  const directory = join(run, accountDirectory(accountId));
  const own = (begin: string) =>
    createHash('sha256').update(`${accountId} ${begin}`).digest('hex').slice(0, 8);
  await mkdir(directory, { recursive: true });
  for (const [name, text] of sample.files)
    await writeFile(
      join(directory, name),
      await compressed(text.replaceAll(sample.accountId, accountId).replace(UUID, own)),
    );
}
