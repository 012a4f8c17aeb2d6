import type { KnownVendor } from '../model/party.ts';
import { VENDORS_A_TO_B } from './vendors/a-b.ts';
import { VENDORS_C_TO_D } from './vendors/c-d.ts';
import { VENDORS_E_TO_L } from './vendors/e-l.ts';
import { VENDORS_M_TO_P } from './vendors/m-p.ts';
import { VENDORS_Q_TO_S } from './vendors/q-s.ts';
import { VENDORS_T_TO_Z } from './vendors/t-z.ts';
import type { Vendor } from './vendors/vendor.ts';

/** All vendors, by name. */
export const VENDORS: readonly Vendor[] = [
  ...VENDORS_A_TO_B,
  ...VENDORS_C_TO_D,
  ...VENDORS_E_TO_L,
  ...VENDORS_M_TO_P,
  ...VENDORS_Q_TO_S,
  ...VENDORS_T_TO_Z,
];

/**
 * Vendors' AWS accounts, a group of ids for each place that names them. An id is here only because it stood in a text
 * that was read: the vendor's own, that of AWS, or the list that fwd:cloudsec publishes under Apache-2.0
 * (https://github.com/fwdcloudsec/known_aws_accounts). What that list only guesses reads as a guess wherever it is
 * shown. To be known is a name, never an approval; ids change, so look at the source before relying on one.
 */
export const KNOWN_VENDORS: readonly KnownVendor[] = VENDORS.flatMap(({ name, accounts }) =>
  accounts.map(({ ids, source, basis }) => ({
    name: basis === 'guess' ? `possibly ${name} (a guess of a public list)` : name,
    accountIds: [...ids],
    sources: [source],
  })),
);
