import type { OwnShare, ShareAssociation } from '../model/facts/resource-shares.ts';
import type { Parties } from '../model/party.ts';
import type { AdmittedParty } from './third-party.ts';
import { accountRef, organizationRef } from './third-party.ts';

/** A third party as a share names it. */
export type SharingParty = Pick<AdmittedParty, 'key' | 'entry' | 'vendor'> & {
  party: Exclude<AdmittedParty['party'], { kind: 'own' }>;
};

/** Who a principal of a share is. */
export type SharePrincipal =
  | { whose: 'own'; name: string; accountId?: string; organizationId?: string }
  | { whose: 'service'; name: string }
  | { whose: 'outside'; party: SharingParty }
  /** Whether it is outside cannot be said; why, as a sentence. */
  | { whose: 'not-known'; why: string };

/** Shares that are no more; what has another status, also one yet to come, is there. */
const ENDED_SHARES: ReadonlySet<string> = new Set(['DELETED', 'FAILED']);
const ENDED_ASSOCIATIONS: ReadonlySet<string> = new Set(['DISASSOCIATED', 'FAILED']);

export function hasEnded({ status }: Pick<OwnShare, 'status'>): boolean {
  return ENDED_SHARES.has(status);
}

/** Those who, and what, belongs to a share now, or is about to. */
export function present<A extends Pick<ShareAssociation, 'status'>>(associations: readonly A[]): A[] {
  return associations.filter(({ status }) => !ENDED_ASSOCIATIONS.has(status));
}

/**
 * Who stands behind a principal of a share: an account by its number or the ARN of its root, a role or user, an
 * organization or a unit of one (by ARN, or by its bare id, by which the AWS Well-Architected Tool knows them), or the
 * principal of an AWS service. A bare unit is known where an account of an own organization is in it.
 * https://docs.aws.amazon.com/ram/latest/APIReference/API_AssociateResourceShare.html
 */
export function sharePrincipal(entity: string, parties: Parties): SharePrincipal {
  const accountId = /^(?:arn:[^:]*:iam::)?(\d{12})(?::(?:root|role\/.*|user\/.*))?$/s.exec(entity)?.[1];
  if (accountId !== undefined) return accountOf(accountId, parties);
  const organizationId =
    /^(?:arn:[^:]*:organizations::\d{12}:(?:organization|ou)\/)?(o-[a-z0-9]+)(?:\/|$)/.exec(entity)?.[1];
  if (organizationId !== undefined) return organizationOf(organizationId, parties);
  const home = /^ou-[a-z0-9]+-[a-z0-9]+$/.test(entity) ? parties.organizationOf?.(entity) : undefined;
  if (home !== undefined) return organizationOf(home, parties);
  if (/^[a-z0-9.-]+\.amazonaws\.(?:com|com\.cn|eu)$/.test(entity)) return { whose: 'service', name: entity };
  return { whose: 'not-known', why: `What the principal ${entity} stands for is not known.` };
}

/** Who stands behind an account that shares, or is shared with. */
export function accountOf(accountId: string, parties: Parties): SharePrincipal {
  const who = parties.whoIs(accountId);
  if (who.kind === 'own') return { whose: 'own', name: who.name, accountId };
  const party = { key: accountId, party: accountRef(who) };
  if (who.kind === 'registered') return { whose: 'outside', party: { ...party, entry: who.entry } };
  return {
    whose: 'outside',
    party: who.kind === 'known-vendor' ? { ...party, vendor: who.name } : party,
  };
}

function organizationOf(id: string, parties: Parties): SharePrincipal {
  if (parties.ownOrganizationIds.includes(id)) return { whose: 'own', name: id, organizationId: id };
  const entry = parties.registeredOrganization(id);
  if (entry === undefined && parties.ownOrganizationIds.length === 0) {
    const why = `Whether the organization ${id} is your own is not known: the configuration names none, and none was read.`;
    return { whose: 'not-known', why };
  }
  const party = { key: id, party: organizationRef(id, entry) };
  return { whose: 'outside', party: entry === undefined ? party : { ...party, entry } };
}
