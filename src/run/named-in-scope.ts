import type { Config } from '../config/schema.ts';
import type { RunRecord } from '../model/run-record.ts';

/** The entries of the configuration that take accounts in or leave them out, for the run's record. */
export function namedInScope({ organization }: Config): Pick<RunRecord['scope'], 'named'> {
  const includedUnits = organization?.include.organizationalUnits ?? [];
  const { accounts: excludedAccounts = [], organizationalUnits: excludedUnits = [] } =
    organization?.exclude ?? {};
  const nothing = includedUnits.length + excludedUnits.length + excludedAccounts.length === 0;
  return nothing ? {} : { named: { includedUnits, excludedUnits, excludedAccounts } };
}
