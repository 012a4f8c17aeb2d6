import type { Outcome } from '../../../src/model/check.ts';
import type { AuthorizationDetails, User } from '../../../src/model/facts/authorization-details.ts';
import type {
  AccessKey,
  CredentialHolder,
  CredentialReport,
} from '../../../src/model/facts/credential-report.ts';
import type { Fix } from '../../../src/model/fix.ts';
import type { UserSelector } from '../../../src/model/party.ts';
import { ENTRY, HERE } from '../support/trust-fixtures.ts';

export const ROOT = `arn:aws:iam::${HERE}:root`;
export const ADA = `arn:aws:iam::${HERE}:user/vendors/ada`;

const NO_KEY: AccessKey = {
  active: false,
  rotatedAt: null,
  lastUsedAt: null,
  lastUsedRegion: null,
  lastUsedService: null,
};

/** An active key; the moment of judgement is 1 June 2026. */
export function key(more: Partial<AccessKey> = {}): AccessKey {
  return { ...NO_KEY, active: true, rotatedAt: '2026-05-01T00:00:00.000Z', ...more };
}

/** A row of the report: of the root user, or of the user Ada. */
export function holder(keys: AccessKey[] = [], more: Partial<CredentialHolder> = {}): CredentialHolder {
  const arn = more.arn ?? ADA;
  return {
    name: arn === ROOT ? '<root_account>' : arn.slice(arn.lastIndexOf('/') + 1),
    arn,
    passwordEnabled: false,
    passwordLastUsedAt: null,
    mfaActive: false,
    accessKeys: [keys[0] ?? NO_KEY, keys[1] ?? NO_KEY],
    ...more,
  };
}

function report(...users: CredentialHolder[]): CredentialReport {
  return { generatedAt: '2026-06-01T09:30:00.000Z', users };
}

export function user(more: Partial<User> = {}): User {
  return {
    name: 'ada',
    arn: ADA,
    inlinePolicies: [],
    attachedPolicies: [],
    groups: [],
    permissionsBoundaryArn: null,
    tags: [],
    ...more,
  };
}

/** The facts of an account with these users, and these rows in its report. */
export function facts(users: User[] | undefined, holders: CredentialHolder[], more: object = {}) {
  const details: AuthorizationDetails = {
    ...{ roles: [], policies: [] },
    ...(users === undefined ? {} : { users }),
    ...more,
  };
  return { 'authorization-details': details, 'credential-report': report(...holders) };
}

/** A register that gives users to the auditors. */
export function theirs(...users: UserSelector[]) {
  return { entry: { ...ENTRY, users } };
}

export function fixesOf(outcome: Outcome | undefined): Fix[] {
  return outcome?.status === 'FAIL' ? (outcome.fixes?.() ?? []) : [];
}
