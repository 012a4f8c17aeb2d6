import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AccountJudgement, judgeAccount } from '../evaluate/account.ts';
import { buildReport } from '../evaluate/report.ts';
import { readFacts } from '../evidence/account-evidence.ts';
import { accountDirectory, ORGANIZATION_DIRECTORY, RUN_FILES } from '../evidence/run-paths.ts';
import type { JudgementConfig } from '../model/config.ts';
import type { AuditReport } from '../model/report.ts';
import { RUN_SCHEMA_VERSION, type RunRecord } from '../model/run-record.ts';
import { UserError } from '../model/user-error.ts';
import { knownInRun } from './known.ts';
import { rulesFor } from './rules.ts';

/** Reads `run.json` of a run directory. */
export async function readRun(directory: string): Promise<RunRecord> {
  const path = join(directory, RUN_FILES.run);
  let run: RunRecord;
  try {
    run = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError('NOT_A_RUN', `${directory} is not the directory of a finished run: ${why}`);
  }
  if (run.schemaVersion !== RUN_SCHEMA_VERSION) {
    throw new UserError(
      'UNKNOWN_RUN_FORMAT',
      `${path} has format ${run.schemaVersion}; this version of Countersign reads format ${RUN_SCHEMA_VERSION}.`,
    );
  }
  return run;
}

export interface ReplayOptions {
  /** Instead of what the run was judged by. */
  judgement?: JudgementConfig;
  /** Where the key of external-ID fingerprints is, when not beside the run. */
  externalIdKeyFile?: string;
}

/** Judges a run again from its facts, one account at a time; AWS is not asked. */
export async function judgeRun(
  directory: string,
  run: RunRecord,
  { judgement, externalIdKeyFile }: ReplayOptions = {},
): Promise<AuditReport> {
  const record = judgement === undefined ? run : { ...run, judgement };
  const known = await knownInRun(directory, run, externalIdKeyFile);
  const organizationFacts = (await readFacts(join(directory, ORGANIZATION_DIRECTORY))) ?? [];
  const { rules, disabledChecks } = rulesFor(record, organizationFacts, known);
  const judgements: AccountJudgement[] = [];
  for (const subject of record.scope.accounts) {
    const facts = await readFacts(join(directory, accountDirectory(subject.accountId)));
    judgements.push(judgeAccount(subject, facts, rules));
  }
  return buildReport({ run: record, judgements, organizationFacts, rules, disabledChecks });
}
