/** What finding and entering the accounts depends on; the configuration in plain types. */
export interface TargetsInput {
  organization?: OrganizationInput;
  /** Instead of it, several. */
  organizations?: ReadonlyArray<OrganizationInput & { id: string }>;
  accounts: ReadonlyArray<ListedAccount>;
  auditor: { roleName?: string; externalId?: string; sessionDuration: number };
  regions: readonly string[] | 'enabled';
  /** Only these accounts, by id, name or tag (`team=payments`); the others are left out as not selected. */
  selected?: readonly string[];
}

/** An account that the configuration names. */
export interface ListedAccount {
  id: string;
  name?: string;
  regions?: readonly string[] | 'enabled';
  roleArn?: string;
  externalId?: string;
  profile?: string;
  tags?: Readonly<Record<string, string>>;
}

/** One of the user's own organizations. */
export interface OrganizationInput {
  id?: string;
  /** Without it the organization is only named, and nothing is read of it. */
  discover: boolean;
  roleArn?: string;
  externalId?: string;
  /** Whose credentials reach it; the caller's where none is named. */
  profile?: string;
  /** What differs from `auditor` in its accounts. */
  auditor?: Partial<TargetsInput['auditor']>;
  /** What differs from `regions` in its accounts. */
  regions?: readonly string[] | 'enabled';
  /** Units by id (`ou-…`, `r-…`) or by path of names (`Workloads/Production`); the units below them count too. */
  include: { organizationalUnits: readonly string[] };
  exclude: { accounts: readonly string[]; organizationalUnits: readonly string[] };
}
