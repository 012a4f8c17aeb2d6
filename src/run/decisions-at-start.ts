import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config/schema.ts';
import { directoryReader } from '../evidence/evidence-reader.ts';
import { sha256OfFile } from '../evidence/manifest.ts';
import { RUN_FILES } from '../evidence/run-paths.ts';
import { directoryStatements } from '../evidence/store/directory-statements.ts';
import type { StatementStore } from '../evidence/store/statement-store.ts';
import { writeWhole } from '../evidence/write-file.ts';
import { type Known, readKnownDecisions } from './known.ts';
import { openReviewers, readDecisions } from './known-decisions.ts';
import type { RunStart } from './run-start.ts';

/** What a run knows at its start, with what people have said of the runs before; and what it keeps of that beside itself. */
export async function decisionsAtStart(
  earlier: Known,
  start: {
    config: Pick<Config, 'reviewers'>;
    out: string;
    directory: string;
    now: Date;
    statements?: readonly StatementStore[];
    /** A run that is gone on with goes by what it kept at its first start, where that is still there. */
    kept?: Pick<RunStart, 'decisions'>;
  },
): Promise<{ known: Known } & Pick<RunStart, 'decisions'>> {
  const { config, out, directory, now, statements = [directoryStatements(out)], kept } = start;
  const path = join(directory, RUN_FILES.decisions);
  if (kept?.decisions !== undefined && (await digestAt(path)) === kept.decisions) {
    const decisions = await readKnownDecisions(directoryReader(directory));
    if (decisions !== undefined) return { known: { ...earlier, decisions }, decisions: kept.decisions };
  }
  await rm(path, { recursive: true, force: true });
  if (kept !== undefined && kept.decisions === undefined) return { known: earlier };
  const reviewers = await openReviewers(config.reviewers);
  const before = earlier.baseline?.run.runId;
  const decisions = await readDecisions({ stores: statements, reviewers, before, isWhole: true, now });
  if (decisions === undefined) return { known: earlier };
  await writeWhole(path, `${JSON.stringify(decisions, null, 2)}\n`);
  return { known: { ...earlier, decisions }, decisions: await sha256OfFile(path) };
}

async function digestAt(path: string): Promise<string | undefined> {
  return sha256OfFile(path).catch(() => undefined);
}
