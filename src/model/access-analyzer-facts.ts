import type { NotCollectedFact } from './fact.ts';

export interface ArchiveRule {
  name: string;
  createdAt: string;
  updatedAt: string;
  /** The rule's filter as returned: criterion by property. */
  filter: Record<string, { eq?: string[]; neq?: string[]; contains?: string[]; exists?: boolean }>;
}

export interface Analyzer {
  arn: string;
  name: string;
  /** `ACCOUNT`, `ORGANIZATION`, `ACCOUNT_UNUSED_ACCESS`, `ORGANIZATION_UNUSED_ACCESS` or one yet to come. */
  type: string;
  /** `ACTIVE`, `CREATING`, `DISABLED`, `FAILED`. */
  status: string;
  statusReason: string | null;
  createdAt: string;
  lastResourceAnalyzedAt: string | null;
  archiveRules: ArchiveRule[];
}

export interface Analyzers {
  analyzers: Analyzer[];
}

/** A finding of ListFindings (the first version of the API, which carries the access in the page itself). */
export interface ExternalAccessFinding {
  id: string;
  analyzerArn: string;
  /** `ACTIVE` or `ARCHIVED`; resolved findings are not collected. */
  status: string;
  resource: string | null;
  resourceType: string;
  resourceOwnerAccount: string;
  principal: Record<string, string>;
  action: string[];
  condition: Record<string, string>;
  isPublic: boolean | null;
  /** `ACCESS_DENIED` or `INTERNAL_ERROR` when the resource could not be analysed. */
  error: string | null;
  createdAt: string;
  updatedAt: string;
  analyzedAt: string;
  resourceControlPolicyRestriction: string | null;
}

export interface ExternalAccessFindings {
  findings: ExternalAccessFinding[];
}

/** A summary of ListFindingsV2 for an unused-access analyzer. */
export interface UnusedAccessFinding {
  id: string;
  analyzerArn: string;
  status: string;
  /** `UnusedIAMRole`, `UnusedIAMUserAccessKey`, `UnusedIAMUserPassword` or `UnusedPermission`. */
  findingType: string;
  resource: string | null;
  resourceType: string;
  resourceOwnerAccount: string;
  error: string | null;
  createdAt: string;
  updatedAt: string;
  analyzedAt: string;
}

/** Unused access does not vary by Region. All analyzers of an account are read, wherever they stand. */
export interface UnusedAccessFindings {
  /** The analyzers read; empty when the account has no active unused-access analyzer. */
  analyzers: Array<{ arn: string; region: string; type: string }>;
  findings: UnusedAccessFinding[];
  /** Analyzers, and Regions (`…:analyzer/*`), that did not answer; absent when all did. */
  perResource?: Array<{ resource: string; fact: NotCollectedFact }>;
}
