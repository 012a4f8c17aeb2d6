import { z } from 'zod';
import type { KnownVendor } from '../model/party.ts';
import { readTextFile } from './config-file.ts';
import { readDocument } from './document.ts';
import { ConfigError } from './errors.ts';
import { explainIssues } from './explain.ts';
import { accountId, text } from './schema-values.ts';

/** What a vendor file holds. */
export interface VendorFile {
  /** In the order of the file; entries that are switched off are left out. */
  vendors: KnownVendor[];
  /** All entries, and how many were left out because they say `enabled: false`. */
  entries: number;
  skipped: number;
}

const sourceText = z.string().max(4096);

const vendorEntry = z.strictObject({
  name: text(256),
  source: z
    .union([sourceText, z.array(sourceText)], { error: 'must be a text or a list of texts' })
    .exactOptional(),
  accounts: z.array(accountId).min(1, { error: 'must name at least one account' }),
  type: z.string().max(64).exactOptional(),
  enabled: z.boolean().exactOptional(),
});

const vendorList = z.array(vendorEntry, {
  error: 'must be a list of vendors, each with name, source and accounts',
});

/**
 * Reads a vendor list in the format of the public known_aws_accounts list: a YAML list of `name`, `source` (a text or
 * a list), `accounts`, and optionally `type: aws` (a service of AWS itself) and `enabled: false` (retired).
 * Throws `ConfigError` with all problems; it throws nothing else, whatever the text.
 */
export function parseVendorFile(contents: string, source: string): VendorFile {
  const document = readDocument(contents, source);
  if (document.problems.length > 0) throw new ConfigError(document.problems);
  const parsed = vendorList.safeParse(document.value);
  if (!parsed.success) {
    throw new ConfigError(explainIssues(parsed.error.issues, document, validVendorKeys));
  }
  const enabled = parsed.data.filter((entry) => entry.enabled !== false);
  return {
    vendors: enabled.map(knownVendor),
    entries: parsed.data.length,
    skipped: parsed.data.length - enabled.length,
  };
}

/** Reads a vendor file from disk; see `parseVendorFile`. */
export async function readVendorFile(path: string): Promise<VendorFile & { digest: string }> {
  const { text: contents, digest } = await readTextFile(path);
  return { ...parseVendorFile(contents, path), digest };
}

function knownVendor({ name, accounts, source, type }: z.output<typeof vendorEntry>): KnownVendor {
  const sources = (typeof source === 'string' ? [source] : (source ?? []))
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return { name, accountIds: accounts, sources, ...(type === 'aws' ? { aws: true as const } : {}) };
}

function validVendorKeys(): readonly string[] {
  return Object.keys(vendorEntry.shape);
}
