import type { Exception } from './finding.ts';
import type { OutputFormat } from './output.ts';
import type { ParameterValue } from './parameter.ts';
import type { KnownVendor, RegisteredThirdParty } from './party.ts';
import type { Severity } from './severity.ts';

export type DriftMode = 'access-roles' | 'all-stacks' | 'last-known' | 'off';

/** A check's settings in the config. */
export type CheckSettings = { enabled?: boolean; severity?: Severity } & {
  [parameter: string]: ParameterValue | undefined;
};

/**
 * The part of the config that judging depends on. It is kept in the run (`run.json`), holds no way into an account,
 * and together with the facts gives the same report again.
 */
export interface JudgementConfig {
  organizationId: string | null;
  thirdParties: RegisteredThirdParty[];
  /** Vendors from the files that the config names, beside the built-in list. */
  vendors: KnownVendor[];
  exceptions: Exception[];
  checks: Record<string, CheckSettings>;
  drift: {
    mode: DriftMode /** Hours after which a last known drift status counts as unknown. */;
    maxAge: number;
  };
  report: { externalIds: 'masked' | 'full'; title: string; organizationName: string | null };
  /** Entries that match nothing, match everything or end make the run fail; absent where they do not. */
  strict?: true;
  /** The forms to write the report in; absent in runs from before it could be chosen. */
  outputs?: OutputFormat[];
}
