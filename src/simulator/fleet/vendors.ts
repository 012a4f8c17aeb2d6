/** A third party of the fleet. Ids that begin with 9999 are made up; the others are vendors' own published accounts. */
export interface Vendor {
  name: string;
  accountId: string;
}

export const DATADOG: Vendor = { name: 'Datadog', accountId: '464622532012' };
export const VANTA: Vendor = { name: 'Vanta', accountId: '956993596390' };
export const CLOUDHEALTH: Vendor = { name: 'Cloudhealth', accountId: '454464851268' };
export const SNYK: Vendor = { name: 'Snyk', accountId: '198361731867' };
/** Known from public lists, and in nobody's register. */
export const FIVETRAN: Vendor = { name: 'Fivetran', accountId: '834469178297' };
export const NEW_RELIC: Vendor = { name: 'New Relic', accountId: '754728514883' };
/** Made up, and in the register. */
export const BRACKWATER: Vendor = { name: 'Brackwater Analytics', accountId: '999900001001' };
export const TALLOW_FINCH: Vendor = { name: 'Tallow & Finch Managed Services', accountId: '999900001002' };
/** Made up, and known to nobody. */
export const STRANGER: Vendor = { name: 'unknown', accountId: '999900002001' };
export const OTHER_STRANGER: Vendor = { name: 'unknown', accountId: '999900002002' };
