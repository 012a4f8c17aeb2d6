import { stableUuid } from '../digest.ts';
import type { WorldRole } from '../world.ts';
import type { Place } from './place.ts';
import { allowAws, externalId, policy, role } from './trust-policies.ts';
import { vendorRole } from './vendor-role.ts';
import { BRACKWATER, CLOUDHEALTH, TALLOW_FINCH, type Vendor } from './vendors.ts';

const SHARED_BY_VENDORS = 'quillmarsh-2021-integration';

/** External IDs that are guarded well in the policy, and chosen badly. */

/** The same id, here for one vendor, in the next account for another. */
export function idSharedByVendors(place: Place): WorldRole[] {
  const vendor = place.index % 2 === 0 ? BRACKWATER : TALLOW_FINCH;
  return [
    guarded(
      place,
      `${place.index % 2 === 0 ? 'brackwater' : 'tallow-finch'}-feed`,
      vendor,
      SHARED_BY_VENDORS,
    ),
  ];
}

/** The same strong id in several accounts for the same vendor. */
export function idSharedByAccounts(place: Place): WorldRole[] {
  const shared = stableUuid('shared-external-id', place.organizationId);
  return [guarded(place, 'brackwater-metrics', BRACKWATER, shared)];
}

export function guessableIds(place: Place): WorldRole[] {
  return [
    guarded(place, 'brackwater-sequence', BRACKWATER, '12345678'),
    guarded(place, 'brackwater-account', BRACKWATER, place.accountId),
    guarded(place, 'tallow-finch-company', TALLOW_FINCH, 'quillmarsh2024'),
    guarded(place, 'tallow-finch-date', TALLOW_FINCH, '2024-03-01'),
  ];
}

/** Strong, but no UUIDs: one in the format that the register gives for the vendor, one in no agreed format. */
export function idsOfOtherFormats(place: Place): WorldRole[] {
  const id = stableUuid('raw', place.accountId).replaceAll('-', '');
  return [
    guarded(place, 'CloudHealthOptimizer', CLOUDHEALTH, `CH_${id.toUpperCase()}`),
    guarded(place, 'tallow-finch-backup', TALLOW_FINCH, `tf/${id}`),
  ];
}

function guarded(place: Place, name: string, vendor: Vendor, id: string): WorldRole {
  return vendorRole(place, name, policy(allowAws(role(vendor.accountId, 'collector'), externalId(id))));
}
