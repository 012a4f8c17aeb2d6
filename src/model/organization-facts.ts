export interface Organization {
  id: string;
  arn: string;
  managementAccountId: string;
}

export interface OrganizationalUnitRef {
  id: string;
  name: string;
}

export interface OrganizationAccount {
  id: string;
  name: string;
  arn: string;
  /** `ACTIVE`, `SUSPENDED`, `PENDING_ACTIVATION`, `PENDING_CLOSURE` or `CLOSED`. */
  state: string;
  /** From the root down: the root first, the account's own unit last. */
  path: OrganizationalUnitRef[];
}

export interface OrganizationAccounts {
  accounts: OrganizationAccount[];
}

export interface DelegatedAdministrators {
  /** Who may administer Access Analyzer for the organization besides the management account. */
  accessAnalyzer: string[];
}
