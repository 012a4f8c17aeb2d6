import { Readable } from 'node:stream';
import { isRunId } from '../../src/evidence/run-id.ts';
import type { ArchiveStore } from '../../src/evidence/store/archive-store.ts';

/** An archive in memory: what S3 is asked for, without S3. */
export interface MemoryArchive extends ArchiveStore {
  objects: Map<string, { text: string; at: Date }>;
  /** Called before each attempt to put something in. */
  beforeCreate: (name: string) => void | Promise<void>;
  /** Whether it writes over what is there though it was asked not to. */
  overwrites: boolean;
}

export function memoryArchive(at = new Date('2026-11-01T00:00:00Z')): MemoryArchive {
  const objects: MemoryArchive['objects'] = new Map();
  const archive: MemoryArchive = {
    objects,
    beforeCreate: () => {},
    overwrites: false,
    location: 's3://memory',
    region: async () => 'eu-west-1',
    async list(folder) {
      return [...objects]
        .flatMap(([name, { at }]) => (name.startsWith(`${folder}/`) ? [{ name, at }] : []))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    async runIds(after = '') {
      const ids = new Set([...objects.keys()].map((name) => name.replace(/\/.*/, '')));
      return [...ids].filter((id) => isRunId(id) && id > after).sort();
    },
    async create(name, text) {
      await archive.beforeCreate(name);
      if (objects.has(name) && !archive.overwrites) return false;
      objects.set(name, { text, at });
      return true;
    },
    async read(name) {
      const found = objects.get(name);
      if (found === undefined) throw Object.assign(new Error(`no ${name}`), { code: 'NoSuchKey' });
      return Readable.from([Buffer.from(found.text)]);
    },
    addressOf: (runId) => `s3://memory/${runId}`,
    close: () => {},
  };
  return archive;
}
