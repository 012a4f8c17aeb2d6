export type * from './facts/delegated-administrators.ts';
export type * from './facts/organization.ts';
export type * from './facts/organization-accounts.ts';
