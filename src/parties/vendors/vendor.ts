/**
 * Where a vendor's account id was read. Left out: in the vendor's own documentation, template or repository.
 * `aws`: in the documentation of AWS.
 * `public-list`: in the public list of fwd:cloudsec, which cites the vendor's page; that page itself was not read.
 * `guess`: in that list too, which cites nothing of the vendor's own for it.
 */
export type VendorBasis = 'aws' | 'public-list' | 'guess';

/** Accounts of a vendor that are named in one place. */
export interface VendorAccounts {
  ids: readonly string[];
  /** The page or the revision of a file that names them, or that the public list cites for them. */
  source: string;
  /** ISO date on which that text, or the public list, was read. */
  seen: string;
  basis?: VendorBasis;
}

/** A vendor and its AWS accounts. */
export interface Vendor {
  name: string;
  accounts: readonly VendorAccounts[];
}
