import { organizationsOf } from '../model/organizations-of.ts';
import type { Config } from './schema.ts';

/** The part of the configuration that finding and entering the accounts depends on. */
export type TargetsInput = Pick<
  Config,
  'organization' | 'organizations' | 'accounts' | 'auditor' | 'regions'
>;

/** Drops everything that finding and entering the accounts does not need. */
export function toTargetsInput(config: Config): TargetsInput {
  const { organization, organizations, accounts, auditor, regions } = config;
  return {
    accounts,
    auditor,
    regions,
    ...(organization === undefined ? {} : { organization }),
    ...(organizations === undefined ? {} : { organizations }),
  };
}

/** One of the user's own organizations, whichever key names it. */
export type ConfiguredOrganization = NonNullable<Config['organization']> &
  Partial<NonNullable<Config['organizations']>[number]>;

export function configuredOrganizations(
  config: Pick<Config, 'organization' | 'organizations'>,
): readonly ConfiguredOrganization[] {
  return organizationsOf<ConfiguredOrganization>(config);
}
