import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Activity } from '../../model/facts/activity.ts';
import { parseJson } from '../../model/json-text.ts';
import { plainText } from '../../model/plain-text.ts';
import { UserError } from '../../model/user-error.ts';
import type { CollectContext, LogFile, LogFiles } from '../collector.ts';
import { sortedBy } from '../values.ts';
import { noteRegion } from './held-record.ts';
import { OR_QUIET } from './holes.ts';
import { recordSplitter } from './record-splitter.ts';
import type { Tally } from './tally.ts';
import { readTrailEvent, type TrailEvent } from './trail-event.ts';

const MOST_FILES = 5_000_000;
/** Unpacked, of one file. CloudTrail writes a few megabytes. */
const MOST_BYTES = 1024 ** 3;
/** Files by name in the fact; the others are in the digest over all of them. */
const MOST_NAMED = 500;

/** Digests and Insights stand beside the logs, and are none. */
const LOG_FILE = /(?<!_CloudTrail-(?:Digest|Insight)_.*)\.json(?:\.gz)?$/;

/**
 * Finds the log files in folders, or takes single ones. CloudTrail begins the name of a file with its account, so that
 * such a file is read for that account alone; files by other names are looked into once to learn whose they are.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html#cloudtrail-log-filename-format
 *
 * @param signal ends the looking into files: those that are left may be of any account
 * @throws `UserError` where one of the paths is not there
 */
export async function openLogFiles(paths: readonly string[], signal?: AbortSignal): Promise<LogFiles> {
  const held = { regions: new Map<string, string>(), days: new Set<string>() };
  const files = await byAccount(paths, held, signal);
  return { held, of: (accountId) => [...(files.get(accountId) ?? []), ...(files.get(ANYBODY) ?? [])] };
}

/** `111122223333_CloudTrail_eu-west-1_20261101T0005Z_….json.gz`, minutes after the events in it. */
const NAMED = /^(?<owner>\d{12})_CloudTrail_(?:(?<region>[a-z0-9-]+)_(?:(?<day>20\d{6})T)?)?/;

/** Of a file whose name does not say when it was written. */
const ANY_DAY = '9999-12-31';

/** Files that could not be read in full: they may hold records of any account. */
const ANYBODY = '*';

/** @param held takes what there is of any account, by the names of files where these tell it */
async function byAccount(
  paths: readonly string[],
  held: { regions: Map<string, string>; days: Set<string> },
  signal: AbortSignal | undefined,
): Promise<Map<string, LogFile[]>> {
  const found = new Map<string, LogFile[]>();
  const note = (owner: string, file: LogFile) => {
    const files = found.get(owner);
    if (files === undefined) found.set(owner, [file]);
    else files.push(file);
  };
  for (const file of await filesIn(paths)) {
    const named = NAMED.exec(basename(file.name))?.groups;
    if (named?.owner !== undefined) {
      note(named.owner, file);
      const day = named.day?.replace(/(....)(..)(..)/, '$1-$2-$3');
      if (named.region !== undefined) noteRegion(held.regions, named.region, day ?? ANY_DAY);
      if (day !== undefined) held.days.add(day);
      continue;
    }
    if (signal?.aborted === true) {
      note(ANYBODY, file);
      continue;
    }
    const owners = new Set<string>();
    const read = await readLogFile(
      file,
      ({ recipient, region, at }) => {
        if (recipient !== null) owners.add(recipient);
        const day = at.slice(0, 10);
        if (region !== null) noteRegion(held.regions, region, day);
        held.days.add(day);
      },
      signal,
    );
    if (read.problem === undefined) for (const each of owners) note(each, file);
    else note(ANYBODY, file);
  }
  return found;
}

async function filesIn(paths: readonly string[]): Promise<LogFile[]> {
  const files: LogFile[] = [];
  for (const path of paths) {
    const about = await stat(path).catch(({ code }: NodeJS.ErrnoException) => {
      const why = code === 'ENOENT' ? 'is not there' : `cannot be read: ${code}`;
      throw new UserError('NO_LOG_FILES', `${path}, which activity.files names, ${why}.`);
    });
    if (!about.isDirectory()) {
      files.push({ path, name: basename(path) });
      continue;
    }
    for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
      const below = join(entry.parentPath, entry.name);
      // A link may lead anywhere, and round in a circle.
      if (entry.isFile() && LOG_FILE.test(entry.name))
        files.push({ path: below, name: below.slice(join(path, '/').length).replaceAll('\\', '/') });
      if (files.length > MOST_FILES)
        throw new UserError('TOO_MANY_LOG_FILES', `There are more than ${MOST_FILES} log files in ${path}.`);
    }
  }
  return sortedBy(files, ({ name }) => `${timeIn(name)} ${name}`);
}

/** CloudTrail names its files by Region first; in the order of time the beginning of a session comes before its calls. */
function timeIn(name: string): string {
  return /_(\d{8}T\d{4}Z)_[^/]*$/.exec(name)?.[1] ?? '~';
}

/** What a file came to. */
export interface ReadFile {
  sha256: string;
  records: number;
  /** Why not all of it was read. */
  problem?: string;
}

/** Reads a file from its first byte to its last, a record at a time, packed or not; until `signal` cuts it off. */
async function readLogFile(
  { path }: LogFile,
  take: (event: TrailEvent) => void,
  signal?: AbortSignal,
): Promise<ReadFile> {
  let records = 0;
  let unread = 0;
  const splitter = recordSplitter((text) => {
    records += 1;
    const event = eventIn(text);
    if (event === undefined) unread += 1;
    else take(event);
  });
  const hash = createHash('sha256');
  const bytes = createReadStream(path);
  try {
    bytes.on('data', (chunk) => hash.update(chunk));
    let length = 0;
    for await (const chunk of unpacked(bytes, path)) {
      length += chunk.length;
      if (signal?.aborted === true) return await broken('it was not read to its end in time');
      if (length > MOST_BYTES) return await broken(`it is longer than ${MOST_BYTES} bytes`);
      splitter.write(chunk);
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? `: ${String(error.code)}` : '';
    return broken(`it cannot be read to its end${code}`);
  } finally {
    // What unpacks it lets go of the file by itself only where it came to the end.
    bytes.destroy();
  }
  const { whole, left } = splitter.end();
  const read = { sha256: hash.digest('hex'), records };
  if (!whole) return { ...read, problem: 'it is cut off, or no log file of CloudTrail' };
  return unread + left > 0
    ? { ...read, problem: `${unread + left} records in it are not what CloudTrail documents` }
    : read;

  /** The digest is of the whole file, however much of it could be used. */
  async function broken(problem: string): Promise<ReadFile> {
    return { sha256: await digestOf(path), records, problem };
  }
}

/** Of the bytes of a file; of none where it cannot be read. */
async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk);
  } catch {
    return createHash('sha256').digest('hex');
  }
  return hash.digest('hex');
}

function unpacked(bytes: Readable, path: string): AsyncIterable<Uint8Array> {
  if (!path.endsWith('.gz')) return bytes;
  const unpacking = createGunzip();
  bytes.on('error', (error) => unpacking.destroy(error));
  return bytes.pipe(unpacking);
}

function eventIn(text: string): TrailEvent | undefined {
  try {
    return readTrailEvent(parseJson(text));
  } catch {
    return undefined;
  }
}

/** Reads the log files of an account. What cannot be read of one is a gap of its own. */
export async function fileReading(
  { account }: Pick<CollectContext, 'account'>,
  { files, signal }: { files: LogFiles; signal?: AbortSignal | undefined },
  tally: Tally,
): Promise<Required<Pick<Activity, 'files'>> & Pick<Activity, 'perResource'> & { reads: number }> {
  const { accountId } = account;
  const lines: string[] = [];
  const named: NonNullable<Activity['files']>['named'] = [];
  const gaps: Array<Activity['perResource'][number]> = [];
  let [records, reads]: [number, number] = [0, 0];
  let [firstAt, lastAt]: [string | null, string | null] = [null, null];
  const all = files.of(accountId);
  for (const [index, file] of all.entries()) {
    if (signal?.aborted === true) {
      gaps.push(
        gap(accountId, 'files', `${all.length - index} of ${all.length} log files were not read in time.`),
      );
      break;
    }
    let own = 0;
    let tells = false;
    const take = (event: TrailEvent) => {
      if (event.recipient !== accountId) return;
      own += 1;
      if (event.isRead) reads += 1;
      if (firstAt === null || event.at < firstAt) firstAt = event.at;
      if (lastAt === null || event.at > lastAt) lastAt = event.at;
      tells = tally.add(event) || tells;
    };
    const { sha256, problem } = await readLogFile(file, take, signal);
    records += own;
    if (problem !== undefined)
      gaps.push(gap(accountId, `file/${file.name}`, `Not all of the log file was read: ${problem}.`));
    lines.push(`${sha256}  ${file.name}\n`);
    if (tells && named.length < MOST_NAMED) named.push({ name: file.name, sha256, records: own });
  }
  if (records === 0)
    gaps.push(
      gap(
        accountId,
        'files',
        `No log file holds a record of this account. Its trail is not among what is read, ${OR_QUIET}.`,
      ),
    );
  const sha256 = createHash('sha256').update(lines.sort().join('')).digest('hex');
  return {
    files: { count: all.length, records, sha256, firstAt, lastAt, named },
    perResource: gaps,
    reads,
  };
}

function gap(accountId: string, part: string, message: string): Activity['perResource'][number] {
  return {
    resource: plainText(`aws:cloudtrail::${accountId}:${part}`).replace(/\.$/, ''),
    fact: { status: 'NOT_COLLECTED', reason: 'FAILED', message: plainText(message) },
  };
}
