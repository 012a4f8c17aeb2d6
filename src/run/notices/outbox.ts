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
});

export type Outbox = z.output<typeof outboxShape>;

export const OUTBOX_SCHEMA_VERSION = 1;
const parseOutbox = documentReader(outboxShape, OUTBOX_SCHEMA_VERSION);

/** Where the outbox is kept between runs: never within a run, which is sealed before anybody is told of it. */
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
  return {
    read: async () => outboxFrom(await smallText(path, LONGEST)),
    async write(outbox) {
      await mkdir(folder, { recursive: true });
      await writeWhole(path, textFor(outbox));
    },
  };
}

const FOLDER = 'notices';
/** Of the newest that are damaged, so many are passed over. */
const LOOKED_AT = 5;
const WRITES = 99;

/** In the archive, where nothing is written over: an object for each time it changed, of which the newest counts. */
export function outboxInArchive(archive: ArchiveStore): OutboxStore {
  return {
    async read() {
      const names = (await archive.list(FOLDER))
        .filter(({ name }) => /^notices\/[\w-]+\.json$/.test(name))
        .sort((a, b) => b.at.getTime() - a.at.getTime() || (a.name < b.name ? 1 : -1));
      for (const { name } of names.slice(0, LOOKED_AT)) {
        const outbox = outboxFrom(await textOf(archive, name));
        if (outbox !== undefined) return outbox;
      }
      return undefined;
    },
    async write(outbox) {
      for (let number = 1; number <= WRITES; number += 1) {
        const name = `${FOLDER}/${outbox.runId}-${String(number).padStart(2, '0')}.json`;
        if (await archive.create(name, textFor(outbox))) return;
      }
      throw new Error(`The archive has taken ${WRITES} outboxes of this run.`);
    },
  };
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
