import { join } from 'node:path';
import type { Config } from '../config/schema.ts';
import { configuredOrganizations } from '../config/targets-input.ts';
import { judgeAndFix } from '../evaluate/fixes.ts';
import type { Rules } from '../evaluate/rules.ts';
import { readFacts, replaceFacts } from '../evidence/account-evidence.ts';
import { accountDirectory } from '../evidence/run-paths.ts';
import { type ExternalIdKey, externalIdMask } from '../masking/external-ids.ts';
import { withoutKnownExternalIds } from '../masking/facts/known.ts';
import type { FlowedAccount, KeepJudgement } from './account-flow.ts';

/** The external IDs that the configuration sends. */
export function configuredExternalIds(config: Config): string[] {
  const { auditor, accounts } = config;
  return [
    auditor.externalId,
    ...configuredOrganizations(config).flatMap((one) => [one.externalId, one.auditor?.externalId]),
    ...accounts.map(({ externalId }) => externalId),
  ].filter((id) => id !== undefined);
}

/**
 * Takes the external IDs of all accounts out of the facts of each, when all were read: what one account asks for may
 * stand in another's tag. Facts that held one are written and judged again, an account at a time. Without a key, nothing
 * is masked.
 */
export async function maskAcrossAccounts(
  flowed: readonly FlowedAccount[],
  {
    directory,
    known,
    key,
    rules,
    keep,
  }: {
    directory: string;
    known: Iterable<string>;
    key: ExternalIdKey | undefined;
    rules: Rules;
    keep: KeepJudgement;
  },
): Promise<readonly FlowedAccount[]> {
  if (key === undefined) return flowed;
  const replacing = { standIn: externalIdMask(key), byPlace: (value: string) => value, rules };
  const settled: FlowedAccount[] = [];
  for (const account of flowed) {
    const { subject } = account.judgement;
    const evidence = join(directory, accountDirectory(subject.accountId));
    const records = (await readFacts(evidence)) ?? [];
    const { facts, changed } = withoutKnownExternalIds(records, known, replacing);
    if (changed) await replaceFacts(evidence, facts);
    settled.push(changed ? { ...account, judgement: keep(judgeAndFix(subject, facts, rules)) } : account);
  }
  return settled;
}
