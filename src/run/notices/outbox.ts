import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { textOf } from '../../evidence/evidence-reader.ts';
import { smallText } from '../../evidence/plain-file.ts';
import type { ArchiveStore } from '../../evidence/store/archive-store.ts';
import { writeWhole } from '../../evidence/write-file.ts';
import { documentReader } from '../../model/document.ts';
import { measuredShape, NOTICE_KINDS, noticeShape } from '../../model/notice.ts';
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
  read(): Promise<Outbox | undefined>;
  write(outbox: Outbox): Promise<void>;
}

const LONGEST = 64 * 1024 * 1024;
const FILE = 'notices.json';

/** In `state/` beside the runs. */
export function outboxOnDisk(out: string): OutboxStore {
  const folder = join(out, 'state');
  const path = join(folder, FILE);
  const known = new Set<string>();
  const stored = async () => outboxFrom(await smallText(path, LONGEST));
  const know = (pending: readonly Pending[]) => {
    for (const one of pending) known.add(idOf(one));
  };
  return {
    async read() {
      const outbox = await stored();
      know(outbox?.pending ?? []);
      return outbox;
    },
    async write(outbox) {
      const others = await stored().catch(() => undefined);
      const ofOthers = (others?.pending ?? []).filter((one) => !known.has(idOf(one)));
      know(outbox.pending);
      await mkdir(folder, { recursive: true });
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
      const names = (await archive.list(FOLDER))
        .filter(({ name }) => /^notices\/[\w-]+\.json$/.test(name))
        .sort((a, b) => b.at.getTime() - a.at.getTime() || (a.name < b.name ? 1 : -1))
        .slice(0, LOOKED_AT);
      const read = await Promise.all(
        names.map(async ({ name }) => ({ name, outbox: outboxFrom(await textOf(archive, name)) })),
      );
      const intact = read.flatMap(({ name, outbox }) => (outbox === undefined ? [] : [{ name, outbox }]));
      const followed = new Set(intact.flatMap(({ outbox }) => outbox.follows ?? []));
      const heads = intact.filter(({ name }) => !followed.has(name));
      const [newest] = heads;
      if (newest === undefined) return undefined;
      last = heads.map(({ name }) => name);
      return { ...newest.outbox, pending: together(heads.map(({ outbox }) => outbox.pending)) };
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

/** What is damaged holds nothing that could be told. */
function outboxFrom(text: string | undefined): Outbox | undefined {
  try {
    const parsed = parseOutbox(JSON.parse(text ?? ''));
    return 'value' in parsed ? parsed.value : undefined;
  } catch {
    return undefined;
  }
}
