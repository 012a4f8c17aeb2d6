import type { AccountJudgement } from '../evaluate/account.ts';
import { judgeAndFix } from '../evaluate/fixes.ts';
import { judgementsKept } from '../evaluate/kept-judgement.ts';
import { buildReport } from '../evaluate/report.ts';
import { rulesFor } from '../evaluate/rules-for-run.ts';
import { readFactsOf } from '../evidence/account-evidence.ts';
import { type EvidenceReader, textOf } from '../evidence/evidence-reader.ts';
import { organizationsRead, readOrganizationFacts } from '../evidence/organization-evidence.ts';
import { accountDirectory, RUN_FILES } from '../evidence/run-paths.ts';
import { type ExternalIdKey, standInKey } from '../masking/external-ids.ts';
import type { JudgementConfig } from '../model/config.ts';
import { usable } from '../model/document.ts';
import type { Fault } from '../model/fault.ts';
import type { AuditReport } from '../model/report.ts';
import { inMemory, type Keeping } from '../model/rows.ts';
import { parseRunRecord, type RunRecord } from '../model/run-record.ts';
import { UserError } from '../model/user-error.ts';
import { everyAuditorAction } from './auditor-policy.ts';
import { readBaseline, readKnownDecisions } from './known.ts';

/** Reads `run.json` of a run. */
export async function readRun(reader: EvidenceReader): Promise<RunRecord> {
  const { location } = reader;
  let document: unknown;
  try {
    const text = await textOf(reader, RUN_FILES.run);
    if (text === undefined) throw new Error(`it holds no ${RUN_FILES.run}`);
    document = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError('NOT_A_RUN', `${location} is not a finished run: ${why}`);
  }
  return usable(parseRunRecord(document), `${location}/${RUN_FILES.run}`);
}

export interface ReplayOptions {
  /** Instead of what the run was judged by. */
  judgement?: JudgementConfig;
  /** What external IDs are fingerprinted with; counts only where it is the key of the run. */
  externalIdKey?: ExternalIdKey;
  /** Where judgements are kept until all accounts are judged; by default, in memory. */
  spool?: Keeping;
  /** Where what of the report grows with the fleet is kept; by default, in memory. */
  keeping?: Keeping;
  /** Told of every check that throws. */
  noteFault?: (fault: Fault) => void;
}

/** Judges a run again from its facts, one account at a time; no service is asked but the one that keeps the run. */
export async function judgeRun(
  reader: EvidenceReader,
  run: RunRecord,
  { judgement, externalIdKey, noteFault, spool = inMemory, keeping = inMemory }: ReplayOptions = {},
): Promise<AuditReport> {
  const record = judgement === undefined ? run : { ...run, judgement };
  const key = keyOf(run, externalIdKey);
  const baseline = await readBaseline(reader, spool);
  const decisions = await readKnownDecisions(reader);
  const known = {
    auditorActions: everyAuditorAction(),
    ...(key === undefined ? {} : { externalIdKey: key }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(decisions === undefined ? {} : { decisions }),
    ...(noteFault === undefined ? {} : { noteFault }),
  };
  const organizationFacts = (await readOrganizationFacts(reader, organizationsRead(run.scope))) ?? [];
  const { rules, disabledChecks } = rulesFor(record, organizationFacts, known);
  const keep = judgementsKept(spool, rules);
  const judgements: AccountJudgement[] = [];
  for (const subject of record.scope.accounts) {
    const facts = await readFactsOf(reader, accountDirectory(subject.accountId));
    judgements.push(keep(judgeAndFix(subject, facts, rules)));
  }
  return buildReport({ run: record, judgements, organizationFacts, rules, disabledChecks, keeping });
}

/** The key of the run's fingerprints, if it is that: another would tell nothing. Facts that hold them need none. */
function keyOf(run: RunRecord, given: ExternalIdKey | undefined): ExternalIdKey | undefined {
  if (run.externalIds === 'masked' && run.externalIdKey !== undefined) return standInKey(run.externalIdKey);
  return given?.id === run.externalIdKey ? given : undefined;
}
