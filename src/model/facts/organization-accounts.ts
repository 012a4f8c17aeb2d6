import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { accountId, name, unique, word } from './held.ts';

const organizationalUnitRef = z.object({ id: name, name });

const organizationAccount = z.object({
  id: accountId,
  name,
  arn: name,
  /** `ACTIVE`, `SUSPENDED`, `PENDING_ACTIVATION`, `PENDING_CLOSURE`, `CLOSED` or one yet to come. */
  state: word,
  /** From the root down: the root first, the account's own unit last. */
  path: z.array(organizationalUnitRef),
});

const shape = z.object({ accounts: unique(organizationAccount, 'id') });

/** An account as a listing gives it, before its place is known. */
export const listedAccounts = z.object({ accounts: unique(organizationAccount.omit({ path: true }), 'id') });

/** The accounts with their places, and every unit by its way from the root. */
export const organizationTree = shape.extend({ units: z.array(z.array(organizationalUnitRef)) });

export type OrganizationTree = z.infer<typeof organizationTree>;
export type OrganizationalUnitRef = z.infer<typeof organizationalUnitRef>;
export type OrganizationAccount = z.infer<typeof organizationAccount>;
export type OrganizationAccounts = z.infer<typeof shape>;

export const organizationAccounts = declareFact({
  title: 'The accounts of the organization, with their units',
  scope: 'organization',
  shape,
  limits: [],
  planning: () => ({}),
});
