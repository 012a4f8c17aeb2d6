import type { ExcludedAccount } from '../model/account.ts';
import type { OrganizationalUnitRef } from '../model/facts/organization-accounts.ts';
import { organizationsOf } from '../model/organizations-of.ts';
import type { KnownAccount } from './organization.ts';
import type { TargetsInput } from './targets-input.ts';
import type { OrganizationVisit } from './visit-organization.ts';

/** An account that is known, from the configuration, the organization or both. */
export interface Candidate {
  accountId: string;
  name: string;
  listed: TargetsInput['accounts'][number] | undefined;
  discovered: KnownAccount | undefined;
  /** The organization that it was found in; absent for one that is merely listed. */
  visit?: Pick<OrganizationVisit, 'organization' | 'place' | 'callerArn'> & {
    /** The organization's own word for itself, where there are several. */
    organizationId?: string;
    /** Accounts that administer the organization's stack sets besides the management account, as far as that is known. */
    stackSetAdministrators?: readonly string[];
  };
}

/** Why the account is left out of the audit; undefined when it is in. */
export function exclusionOf(candidate: Candidate, input: TargetsInput): ExcludedAccount | undefined {
  const { accountId, name, listed, discovered } = candidate;
  const leaveOut = (reason: string, message: string) => ({ accountId, name, reason, message });
  if (discovered !== undefined && discovered.state !== 'ACTIVE') {
    const state = discovered.state.toLowerCase().replaceAll('_', ' ');
    return leaveOut(discovered.state, `Organizations gives the account's state as ${state}.`);
  }
  if (organizationsOf(input).some(({ exclude }) => exclude.accounts.includes(accountId))) {
    return leaveOut('EXCLUDED_BY_CONFIG', 'The configuration excludes the account.');
  }
  const organization = candidate.visit?.organization ?? input.organization;
  // An account that the configuration names is wanted, whatever it says about units.
  if (listed === undefined && organization !== undefined) {
    const included = organization.include.organizationalUnits;
    const excluded = organization.exclude.organizationalUnits;
    const path = discovered?.path;
    if (path === undefined && included.length + excluded.length > 0) {
      const message =
        'The unit of the account is not known, so the units of the configuration cannot be applied.';
      return leaveOut('UNIT_UNKNOWN', message);
    }
    if (path !== undefined && isWithin(path, excluded)) {
      return leaveOut('EXCLUDED_BY_CONFIG', "The configuration excludes the account's organizational unit.");
    }
    if (path !== undefined && included.length > 0 && !isWithin(path, included)) {
      return leaveOut('EXCLUDED_BY_CONFIG', 'The account is in none of the configured organizational units.');
    }
  }
  if (input.selected !== undefined && !input.selected.some((selector) => selects(selector, candidate))) {
    return leaveOut('NOT_SELECTED', 'The account was not selected for this run.');
  }
  return undefined;
}

/** Whether an account is meant by its id, its name, or a tag that the configuration gives it (`team=payments`). */
export function selects(selector: string, { accountId, name, listed }: Candidate): boolean {
  if (selector === accountId || selector === name) return true;
  const [key = '', ...value] = selector.split('=');
  return value.length > 0 && listed?.tags?.[key] === value.join('=');
}

/** The path of names below the root; undefined for accounts that are directly in the root. */
export function unitPath(path: readonly OrganizationalUnitRef[] | undefined): string | undefined {
  const names = path?.slice(1).map((unit) => unit.name) ?? [];
  return names.length > 0 ? names.join('/') : undefined;
}

/** What a configuration may call the unit at the end of a path: its id, and below the root the names on the way to it. */
export function namesOfUnit(path: readonly OrganizationalUnitRef[]): string[] {
  return [path.at(-1)?.id, unitPath(path)].filter((name) => name !== undefined);
}

function isWithin(path: readonly OrganizationalUnitRef[], units: readonly string[]): boolean {
  return path.some((_unit, depth) =>
    namesOfUnit(path.slice(0, depth + 1)).some((name) => units.includes(name)),
  );
}
