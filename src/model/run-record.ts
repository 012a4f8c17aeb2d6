import { z } from 'zod';
import { accountSubjectShape, excludedAccountShape } from './account.ts';
import { judgementConfigShape } from './config.ts';
import { documentReader } from './document.ts';
import { runHistoryShape } from './history.ts';
import { failedOutputShape } from './output.ts';
import { count, instant, texts } from './shape.ts';

/** The newest shape of `run.json`. */
export const RUN_SCHEMA_VERSION = 1;

/** When an interrupted run was gone on with, and as whom. */
const resumptionShape = z.object({ at: instant, callerArn: z.string() });

export type Resumption = z.output<typeof resumptionShape>;

/** Counts that reconcile: accounts in scope = complete + partial + failed; roles listed = evaluated + left out. */
const runCountsShape = z.object({
  accounts: z.object({ inScope: count, complete: count, partial: count, failed: count, excluded: count }),
  facts: z.object({ planned: count, collected: count, notCollected: count }),
  roles: z.object({ listed: count, evaluated: count, leftOut: count }),
  calls: count,
  findings: z.object({ open: count, excepted: count }),
});

export type RunCounts = z.output<typeof runCountsShape>;

/** The program and the machine that made a run, by their own word. */
export const provenanceShape = z.object({
  host: z
    .object({ kind: z.enum(['host', 'codebuild']), id: z.string() })
    .describe('`host`: a machine by its name. `codebuild`: a build by its id.'),
  codeDigest: z
    .string()
    .nullable()
    .describe('Over the files of the program; null where it did not run from built files.'),
  signingKeyId: z
    .string()
    .nullable()
    .describe('The key that the run was to be signed with; null where nobody signs it.'),
});

export const accountReadingShape = z.object({
  accountId: z.string(),
  calls: count,
  seconds: z.number().nonnegative(),
});

/** What reading an account took. */
export type AccountReadingRecord = z.output<typeof accountReadingShape>;

/** One shard of a run that several processes read. */
const shardRecordShape = z.object({
  shard: count,
  manifest: z
    .string()
    .nullable()
    .describe('SHA-256 of the manifest that sealed it; null where it was missing: its accounts are gaps.'),
  callerArn: z.string().nullable(),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
});

export type ShardRecord = z.output<typeof shardRecordShape>;

const themeShape = z.object({ sha256: z.string() });

/** Units by id or path of names, and accounts by id, as the configuration writes them. */
const namedInScopeShape = z.object({
  includedUnits: texts,
  excludedUnits: texts,
  excludedAccounts: texts,
});

/** What `run.json` holds: everything about a run that is not a fact and that judging it again needs. */
export const runRecordShape = z.object({
  schemaVersion: count,
  runId: z.string(),
  startedAt: instant,
  finishedAt: instant,
  asOf: instant.describe('The moment of judgement.'),
  tool: z.object({ name: z.literal('countersign'), version: z.string() }),
  provenance: provenanceShape.exactOptional().describe('Absent in runs of earlier versions.'),
  configDigest: z.string().nullable(),
  configFiles: z
    .array(z.object({ key: z.string(), sha256: z.string() }))
    .exactOptional()
    .describe(
      'The files that the configuration names, by the key that names them: register, exceptionsFile, vendors.files[0]. Absent where it names none.',
    ),
  externalIdKey: z
    .string()
    .exactOptional()
    .describe(
      'Names the key that external IDs were fingerprinted with; the key itself stays out of the run.',
    ),
  externalIds: z
    .literal('masked')
    .exactOptional()
    .describe('Present where the facts hold what stands in for external IDs, and not their values.'),
  callerArn: z.string().nullable(),
  scope: z.object({
    accountSource: z.string().describe('Where the list of accounts came from, in words.'),
    accounts: z.array(accountSubjectShape),
    excluded: z.array(excludedAccountShape),
    named: namedInScopeShape
      .exactOptional()
      .describe(
        'What the configuration takes in and leaves out of the organization; absent where it names nothing, and in earlier runs.',
      ),
    organizations: z
      .array(
        z.object({
          id: z.string(),
          read: z.boolean().describe('Whether it was to be read, and is not only named.'),
          named: namedInScopeShape.exactOptional(),
        }),
      )
      .exactOptional()
      .describe('The own organizations, where the configuration lists several.'),
  }),
  judgement: judgementConfigShape,
  counts: runCountsShape,
  sinceLast: z
    .object({
      run: z.string().nullable().describe('The run before, from which facts were taken over; null for none.'),
      why: z.string().exactOptional().describe('Why from none.'),
      maxAge: count.describe('Hours for which a fact may be taken over.'),
      accounts: count.describe('Those of which something was taken over.'),
      facts: count,
      callsSaved: count.describe('How many calls fewer these accounts took than in the run before.'),
    })
    .exactOptional()
    .describe('Present where the run was asked to take over what has not changed (`--since-last`).'),
  reading: z
    .array(accountReadingShape)
    .exactOptional()
    .describe(
      'The calls that each account took, and the seconds from the first to the end of the last: the next run, and each of its shards, begins with the longest and tells by them how long it will take. Absent in earlier runs.',
    ),
  resumptions: z
    .array(resumptionShape)
    .exactOptional()
    .describe('The times that the run was interrupted and gone on with, where it was.'),
  shards: z
    .array(shardRecordShape)
    .exactOptional()
    .describe('Who read which part of the run, where it was read in shards and merged.'),
  history: runHistoryShape
    .exactOptional()
    .describe('What is damaged of the runs before, where something is: nothing was taken from there.'),
  failedOutputs: z
    .array(failedOutputShape)
    .exactOptional()
    .describe('Forms of the report that could not be written, where there are any.'),
  theme: themeShape
    .exactOptional()
    .describe('The theme that the pages were made with, where there was one: SHA-256 over its files.'),
  templates: themeShape
    .exactOptional()
    .describe('The same of the templates that earlier versions let users replace.'),
});

export type RunRecord = z.output<typeof runRecordShape>;

export const parseRunRecord = documentReader(runRecordShape, RUN_SCHEMA_VERSION);
