import type { FileReader } from '../evidence-reader.ts';

/** An object below a folder of an archive. */
export interface ArchivedName {
  /** From the archive, with `/`. */
  name: string;
  /** When it came in, by the clock of the store. */
  at: Date;
}

/** The place of many runs, and of what is kept there of their order. Nothing that is in it is written over. */
export interface ArchiveStore extends FileReader {
  /** The Region of the bucket; undefined where the store does not say. Throws `UserError` when there is no such bucket. */
  region(): Promise<string | undefined>;
  /** What is below a folder, by name. Throws `UserError`. */
  list(folder: string): Promise<ArchivedName[]>;
  /** The ids of the runs of which something is there, sorted. Throws `UserError`. @param after only higher ones */
  runIds(after?: string): Promise<string[]>;
  /** Puts a small text in, unless something has its name: then false. Throws `UserError`. */
  create(name: string, text: string): Promise<boolean>;
  /** The address of a run: `s3://bucket/prefix/run`. */
  addressOf(runId: string): string;
  /** Closes connections. */
  close(): void;
}

/** The files of one run of an archive. */
export function archivedFiles(archive: ArchiveStore, runId: string): FileReader {
  return { location: archive.addressOf(runId), read: (name) => archive.read(`${runId}/${name}`) };
}
