/** One account of the audit: how to reach it and what of it to read. */
export interface AccountTarget {
  accountId: string;
  name: string;
  /** `aws`, `aws-us-gov` or `aws-cn`. */
  partition: string;
  /** The unit's path of names from the root, for example `Workloads/Production`. */
  organizationalUnit?: string;
  tags: Record<string, string>;
  access: AccountAccess;
  /** Regions to read, in the order of the config. */
  regions: string[];
}

/** How the tool gets into an account. */
export type AccountAccess =
  | { kind: 'assume-role'; roleArn: string; externalId?: string; sessionDuration: number }
  | { kind: 'profile'; profile: string }
  | { kind: 'caller' };

/** What judging needs to know of an account; holds no credential and no way in. */
export interface AccountSubject {
  accountId: string;
  name: string;
  partition: string;
  organizationalUnit?: string;
  tags: Record<string, string>;
  regions: string[];
  /** Present where the configuration names the Regions: the account may use others, which were not read. */
  otherRegions?: 'unread';
  /** The role the tool itself came in by, so that it does not report itself. */
  auditorRoleArn?: string;
  /** Who assumed it, as STS names the caller; absent in runs from before it was kept. */
  auditorCallerArn?: string;
  /** Whether the run sends an external ID with it. */
  auditorExternalId?: boolean;
}

/** An account that was known and not scanned, and why. */
export interface ExcludedAccount {
  accountId: string;
  name: string;
  /** `SUSPENDED`, `CLOSED`…, `EXCLUDED_BY_CONFIG`, `NOT_SELECTED`. */
  reason: string;
  message: string;
}
