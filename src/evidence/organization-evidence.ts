import { type FactRecord, GLOBAL } from '../model/fact.ts';
import type { RunRecord } from '../model/run-record.ts';
import { readFactsOf } from './account-evidence.ts';
import type { EvidenceReader } from './evidence-reader.ts';
import { organizationDirectories } from './run-paths.ts';

/** What stands for the facts of an organization of which a run that read it holds nothing. */
const MISSING: FactRecord = {
  fact: 'every fact',
  region: GLOBAL,
  status: 'NOT_COLLECTED',
  reason: 'FAILED',
  message: 'The run holds no evidence of this organization.',
};

/** The ids of the organizations that a run reads, where they are several; undefined where there is one at most. */
export function organizationsRead({
  organizations,
}: Pick<RunRecord['scope'], 'organizations'>): string[] | undefined {
  return organizations?.filter(({ read }) => read).map(({ id }) => id);
}

/**
 * What a run has read of its organizations, each fact with the organization that it is of where there are several.
 * Undefined where the run has not even begun to keep it. Throws `UserError` when it is damaged.
 */
export async function readOrganizationFacts(
  run: EvidenceReader,
  ids: readonly string[] | undefined,
): Promise<FactRecord[] | undefined> {
  const all: FactRecord[] = [];
  for (const { directory, organization } of organizationDirectories(ids)) {
    const facts = await readFactsOf(run, directory);
    if (organization === undefined) {
      if (facts === undefined) return undefined;
      all.push(...facts);
    } else all.push(...(facts ?? [MISSING]).map((fact) => ({ ...fact, organization })));
  }
  return all;
}
