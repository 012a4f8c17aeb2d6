import type { Config } from '../config/schema.ts';
import { type ConfiguredOrganization, configuredOrganizations } from '../config/targets-input.ts';
import type { RunRecord } from '../model/run-record.ts';

type Scope = RunRecord['scope'];

/** The entries of the configuration that take accounts in or leave them out, for the run's record. */
export function namedInScope(config: Config): Pick<Scope, 'named' | 'organizations'> {
  if (config.organizations === undefined) return namedIn(config.organization);
  const organizations = configuredOrganizations(config).map(({ id = '', discover, ...one }) => ({
    id,
    read: discover,
    ...namedIn(one),
  }));
  return { organizations };
}

function namedIn(
  organization: Pick<ConfiguredOrganization, 'include' | 'exclude'> | undefined,
): Pick<Scope, 'named'> {
  const includedUnits = organization?.include.organizationalUnits ?? [];
  const { accounts: excludedAccounts = [], organizationalUnits: excludedUnits = [] } =
    organization?.exclude ?? {};
  const nothing = includedUnits.length + excludedUnits.length + excludedAccounts.length === 0;
  return nothing ? {} : { named: { includedUnits, excludedUnits, excludedAccounts } };
}
