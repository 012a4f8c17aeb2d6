import type { KnownVendor } from '../model/party.ts';
import { KNOWN_VENDORS } from './known-vendors.ts';

/** Who an account id belongs to, as far as a vendor list knows. */
export type VendorOf = (accountId: string) => KnownVendor | undefined;

/** A look-up over the built-in list and the lists of files. Where several name an id, the built-in list speaks, then the files in their order. */
export function vendorLookup(fromFiles: readonly KnownVendor[]): VendorOf {
  const byAccount = new Map<string, KnownVendor>();
  for (const vendor of [...KNOWN_VENDORS, ...fromFiles]) {
    for (const accountId of vendor.accountIds) {
      if (!byAccount.has(accountId)) byAccount.set(accountId, vendor);
    }
  }
  return (accountId) => byAccount.get(accountId);
}
