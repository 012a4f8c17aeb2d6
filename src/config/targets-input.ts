import type { Config } from './schema.ts';

/** The part of the configuration that finding and entering the accounts depends on. */
export type TargetsInput = Pick<Config, 'organization' | 'accounts' | 'auditor' | 'regions'>;

/** Drops everything that finding and entering the accounts does not need. */
export function toTargetsInput(config: Config): TargetsInput {
  const { organization, accounts, auditor, regions } = config;
  return { accounts, auditor, regions, ...(organization === undefined ? {} : { organization }) };
}
