import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { textOf } from '../../evidence/evidence-reader.ts';
import { makeFolder } from '../../evidence/make-folder.ts';
import { smallText } from '../../evidence/plain-file.ts';
import type { ArchiveStore } from '../../evidence/store/archive-store.ts';
import { writeWhole } from '../../evidence/write-file.ts';
import { documentReader } from '../../model/document.ts';
import { measuredShape, noticeShape } from '../../model/notice.ts';
import { NOTICE_KINDS } from '../../model/notice-kinds.ts';
import { plainText } from '../../model/plain-text.ts';
import { count, instant, texts } from '../../model/shape.ts';

/** What is still to be told, and to whom. */
const pendingShape = z.object({
  key: z.string(),
  runId: z.string(),
  notice: noticeShape.exactOptional(),
  measured: measuredShape.exactOptional(),
});

export type Pending = z.output<typeof pendingShape>;

const outboxShape = z.object({
  schemaVersion: count,
  runId: z.string().describe('The run that left it.'),
  at: instant,
  outcomes: z.array(
    z.object({
      name: z.string(),
      to: z.enum(NOTICE_KINDS),
      owner: z.string().nullable(),
      status: z.enum(['told', 'nothing-new', 'not-told']),
      caughtUp: count,
      problems: texts,
      kept: z.boolean(),
    }),
  ),
  pending: z.array(pendingShape),
  follows: texts
    .exactOptional()
    .describe(
      'In an archive: the objects that it takes the place of, by name; of two runs at once neither follows the other.',
    ),
});

export type Outbox = z.output<typeof outboxShape>;

export const OUTBOX_SCHEMA_VERSION = 1;
const parseOutbox = documentReader(outboxShape, OUTBOX_SCHEMA_VERSION);

/**
 * Where the outbox is kept between runs: never within a run, which is sealed before anybody is told of it. What another
 * run puts down at the same time is kept beside it: everyone is told twice rather than never.
 */
export interface OutboxStore {
  read(): Promise<KeptOutbox>;
  /** Writes over nothing that could not be read: that stays, beside it where they share a name. */
  write(outbox: Outbox): Promise<void>;
}

export interface KeptOutbox {
  /** Undefined where nothing was kept, or nothing of it could be read. */
  outbox: Outbox | undefined;
  /** What is there and could not be read, and why: each a sentence's end, such as `notices/x.json is damaged`. */
  unread: string[];
}

const LONGEST = 64 * 1024 * 1024;
const FILE = 'notices.json';

/** In `state/` beside the runs. */
export function outboxOnDisk(out: string): OutboxStore {
  const folder = join(out, 'state');
  const path = join(folder, FILE);
  const known = new Set<string>();
  const stored = async () => {
    const text = await smallText(path, LONGEST).catch((error: unknown) => {
      // Below what is no directory nothing was ever kept.
      if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return undefined;
      throw error;
    });
    return text === undefined ? undefined : outboxFrom(text, path);
  };
  const know = (pending: readonly Pending[]) => {
    for (const one of pending) known.add(idOf(one));
  };
  return {
    async read() {
      try {
        const outbox = await stored();
        know(outbox?.pending ?? []);
        return { outbox, unread: [] };
      } catch (error) {
        return { outbox: undefined, unread: [whyUnread(path, error)] };
      }
    },
    async write(outbox) {
      const others = await stored().catch(async () => {
        await rename(path, join(folder, `notices.unread-${outbox.runId}.json`));
        return undefined;
      });
      const ofOthers = (others?.pending ?? []).filter((one) => !known.has(idOf(one)));
      know(outbox.pending);
      await makeFolder(folder);
      await writeWhole(path, textFor({ ...outbox, pending: together([ofOthers, outbox.pending]) }));
    },
  };
}

const FOLDER = 'notices';
/** Of the newest so many are read: more than runs that go on at once leave, some of them damaged. */
const LOOKED_AT = 10;
const WRITES = 99;

/** In the archive, where nothing is written over: an object for each time it changed, of which those count that none follows. */
export function outboxInArchive(archive: ArchiveStore): OutboxStore {
  let last: string[] = [];
  return {
    async read() {
      try {
        const names = (await archive.list(FOLDER))
          .filter(({ name }) => /^notices\/[\w-]+\.json$/.test(name))
          .sort((a, b) => b.at.getTime() - a.at.getTime() || (a.name < b.name ? 1 : -1))
          .slice(0, LOOKED_AT);
        const read = await Promise.all(names.map(({ name }) => archivedOutbox(archive, name)));
        const intact = read.filter((one) => 'outbox' in one);
        const followed = new Set(intact.flatMap(({ outbox }) => outbox.follows ?? []));
        const heads = intact.filter(({ name }) => !followed.has(name));
        const unread = read.filter((one) => 'why' in one && !followed.has(one.name));
        // What is damaged stays so, and is told of once; what was refused is asked for again.
        last = [...heads, ...unread.filter((one) => 'damaged' in one && one.damaged)].map(({ name }) => name);
        const [newest] = heads;
        const pending = together(heads.map(({ outbox }) => outbox.pending));
        return {
          outbox: newest === undefined ? undefined : { ...newest.outbox, pending },
          unread: unread.flatMap((one) => ('why' in one ? [one.why] : [])),
        };
      } catch (error) {
        return { outbox: undefined, unread: [whyUnread(`${archive.location}/${FOLDER}`, error)] };
      }
    },
    async write(outbox) {
      const text = textFor({ ...outbox, follows: last });
      for (let number = 1; number <= WRITES; number += 1) {
        const name = `${FOLDER}/${outbox.runId}-${String(number).padStart(2, '0')}.json`;
        if (!(await archive.create(name, text))) continue;
        last = [name];
        return;
      }
      throw new Error(`The archive has taken ${WRITES} outboxes of this run.`);
    },
  };
}

function idOf({ key, runId }: Pending): string {
  return JSON.stringify([runId, key]);
}

/** Each once, in the order of their runs. */
function together(all: ReadonlyArray<readonly Pending[]>): Pending[] {
  const byId = new Map(all.flat().map((one) => [idOf(one), one]));
  return [...byId.values()].sort((a, b) => (a.runId < b.runId ? -1 : a.runId > b.runId ? 1 : 0));
}

function textFor(outbox: Outbox): string {
  return `${JSON.stringify(outbox, null, 2)}\n`;
}

class DamagedOutbox extends Error {
  override readonly name = 'DamagedOutbox';
}

/** Throws `DamagedOutbox`. */
function outboxFrom(text: string, name: string): Outbox {
  const parsed = parseOutbox(jsonOf(text, name));
  if ('value' in parsed) return parsed.value;
  throw new DamagedOutbox(`${name} ${parsed.problem.message}`);
}

function jsonOf(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DamagedOutbox(`${name} is no JSON`);
  }
}

type ArchivedOutbox = { name: string } & ({ outbox: Outbox } | { why: string; damaged: boolean });

async function archivedOutbox(archive: ArchiveStore, name: string): Promise<ArchivedOutbox> {
  try {
    const text = await textOf(archive, name);
    if (text === undefined) throw new Error('it was listed and is not there');
    return { name, outbox: outboxFrom(text, name) };
  } catch (error) {
    return { name, why: whyUnread(name, error), damaged: error instanceof DamagedOutbox };
  }
}

function whyUnread(name: string, error: unknown): string {
  if (error instanceof DamagedOutbox) return error.message;
  return `${name} could not be read: ${plainText(error instanceof Error ? error.message : String(error))}`;
}
