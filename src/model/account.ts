import { z } from 'zod';
import { texts } from './shape.ts';

/** One account of the audit: how to reach it and what of it to read. */
export interface AccountTarget {
  accountId: string;
  name: string;
  /** As ARNs name it: `aws`, `aws-us-gov`; see `PARTITIONS`. */
  partition: string;
  /** The organization that it was found in, by the organization's own word, where the configuration lists several. */
  organizationId?: string;
  /** The same by the configuration's word. */
  foundIn?: string;
  /** The unit's path of names from the root, for example `Workloads/Production`. */
  organizationalUnit?: string;
  tags: Record<string, string>;
  access: AccountAccess;
  /** Regions to read, in the order of the config. */
  regions: string[];
  /** Organizations names it as an administrator of the organization's stack sets. */
  administersStackSets?: true;
  /** Who enters it, as STS names the caller; only where that is not the caller of the run. */
  callerArn?: string;
}

/** How the tool gets into an account. */
export type AccountAccess =
  | {
      kind: 'assume-role';
      roleArn: string;
      externalId?: string;
      sessionDuration: number;
      /** By whose credentials the role is assumed; the caller's where none is named. */
      profile?: string;
    }
  | { kind: 'profile'; profile: string }
  | { kind: 'caller' };

/** What judging needs to know of an account; holds no credential and no way in. */
export const accountSubjectShape = z.object({
  accountId: z.string(),
  name: z.string(),
  partition: z.string(),
  organizationId: z
    .string()
    .exactOptional()
    .describe('The organization that it was found in, where the configuration lists several.'),
  organizationalUnit: z.string().exactOptional(),
  tags: z.record(z.string(), z.string()),
  regions: texts,
  otherRegions: z
    .literal('unread')
    .exactOptional()
    .describe('Where the configuration names the Regions: the account may use others, which were not read.'),
  auditorRoleArn: z
    .string()
    .exactOptional()
    .describe('The role the tool itself came in by, so that it does not report itself.'),
  auditorCallerArn: z
    .string()
    .exactOptional()
    .describe('Who assumed it, as STS names the caller; absent in runs from before it was kept.'),
  auditorExternalId: z.boolean().exactOptional().describe('Whether the run sends an external ID with it.'),
});

export type AccountSubject = z.output<typeof accountSubjectShape>;

/** An account that was known and not scanned, and why. */
export const excludedAccountShape = z.object({
  accountId: z.string(),
  name: z.string(),
  reason: z.string().describe('`SUSPENDED`, `CLOSED`…, `EXCLUDED_BY_CONFIG`, `NOT_SELECTED`.'),
  message: z.string(),
});

export type ExcludedAccount = z.output<typeof excludedAccountShape>;
