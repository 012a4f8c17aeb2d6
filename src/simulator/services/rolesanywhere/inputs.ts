import type { Input } from '../../requests/shape.ts';

/** The model gives no limits for pages. */
const PAGING: Input = {
  nextToken: { type: 'string', min: 1, max: 10_000 },
  pageSize: { type: 'integer' },
};

/** From the service model of IAM Roles Anywhere, 2018-05-10. */
export const ROLES_ANYWHERE_INPUTS = {
  ListCrls: PAGING,
  ListProfiles: PAGING,
  ListTrustAnchors: PAGING,
} satisfies Record<string, Input>;
