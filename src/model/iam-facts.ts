export type { AccountIdentity } from './facts/account-identity.ts';
export type * from './facts/authorization-details.ts';
export type { RoleSettings } from './facts/role-settings.ts';
