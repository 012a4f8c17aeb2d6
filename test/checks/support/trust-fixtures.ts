import type { AccountCheck, CheckContext, Failed, Outcome } from '../../../src/model/check.ts';
import type { AuthorizationDetails, Role } from '../../../src/model/facts/authorization-details.ts';
import type { FixKind } from '../../../src/model/fix.ts';
import { resolvePointer } from '../../../src/model/json-pointer.ts';
import type { CheckParameters } from '../../../src/model/parameter.ts';
import type { Parties, Party, RegisteredThirdParty } from '../../../src/model/party.ts';
import { studyOf } from '../../../src/model/study.ts';
import { defaultsOf } from '../../support/defaults.ts';

export const HERE = '111122223333';
export const OWN = '222233334444';
export const CLOSED = '333344445555';
export const VENDOR = '464622532012';
export const REGISTERED = '555566667777';
export const STRANGER = '999988887777';
export const OWN_ORGANIZATION = 'o-own1234567';
export const REGISTERED_ORGANIZATION = 'o-reg1234567';
export const UUID = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

export const ENTRY: RegisteredThirdParty = {
  name: 'Auditors Ltd',
  accountIds: [REGISTERED],
  organizationIds: [REGISTERED_ORGANIZATION],
  owner: 'Jo Doe',
  justification: 'Yearly audit',
};

export function rootOf(accountId: string): string {
  return `arn:aws:iam::${accountId}:root`;
}

/** A statement that admits an account; more elements over it. */
export function allow(accountId: string, more: object = {}): object {
  return { Effect: 'Allow', Principal: { AWS: rootOf(accountId) }, Action: 'sts:AssumeRole', ...more };
}

export function withExternalId(accountId: string, id: string | string[] = UUID): object {
  return allow(accountId, { Condition: { StringEquals: { 'sts:ExternalId': id } } });
}

/** A role whose trust policy holds these statements, or is this text. */
export function role(statements: object | object[] | string, more: Partial<Role> = {}): Role {
  const name = more.name ?? 'access';
  return {
    name,
    arn: `arn:aws:iam::${HERE}:role/${name}`,
    id: 'AROAEXAMPLE',
    path: '/',
    createdAt: '2024-01-01T00:00:00Z',
    trustPolicy:
      typeof statements === 'string'
        ? statements
        : JSON.stringify({ Version: '2012-10-17', Statement: statements }),
    inlinePolicies: [],
    attachedPolicies: [],
    permissionsBoundaryArn: null,
    tags: [],
    lastUsed: null,
    ...more,
  };
}

export function details(...roles: Role[]): AuthorizationDetails {
  return { roles, policies: [] };
}

export interface Given {
  entry?: RegisteredThirdParty;
  parameters?: CheckParameters;
  asOf?: string;
  account?: Partial<CheckContext['account']>;
}

export function contextOf({
  entry = ENTRY,
  parameters = {},
  asOf,
  account,
}: Given = {}): CheckContext<CheckParameters> {
  const known: Record<string, Party> = {
    [HERE]: { kind: 'own', accountId: HERE, name: 'here' },
    [OWN]: { kind: 'own', accountId: OWN, name: 'tooling' },
    [CLOSED]: { kind: 'own', accountId: CLOSED, name: 'old', closedState: 'SUSPENDED' },
    [VENDOR]: { kind: 'known-vendor', accountId: VENDOR, name: 'Datadog' },
    [REGISTERED]: { kind: 'registered', accountId: REGISTERED, name: entry.name, entry },
  };
  const parties: Parties = {
    whoIs: (accountId) => known[accountId] ?? { kind: 'unknown', accountId, name: accountId },
    registeredOrganization: (id) => (entry.organizationIds.includes(id) ? entry : undefined),
    entriesWithUsers: entry.users === undefined ? [] : [entry],
    entriesWithTrustAnchors: entry.trustAnchors === undefined ? [] : [entry],
    entriesWithGuests: entry.identityCenter === undefined ? [] : [entry],
    ownOrganizationIds: [OWN_ORGANIZATION],
    ownAccountIds: [HERE, OWN, CLOSED],
  };
  const about = {
    account: { accountId: HERE, name: 'Payments', partition: 'aws', tags: {}, regions: [], ...account },
    asOf: asOf ?? '2026-06-01T12:00:00Z',
    parties,
  };
  return {
    ...about,
    study: studyOf(about),
    region: 'global',
    parameters,
    showExternalId: () => '***',
  };
}

/** Runs a check that needs authorization details alone, with its default parameters. */
export function judge(
  // biome-ignore lint/suspicious/noExplicitAny: any check of an account's authorization details.
  check: AccountCheck<any, any, CheckParameters>,
  roles: Role | Role[],
  given: Given = {},
  moreFacts: object = {},
): Outcome[] {
  const parameters = { ...defaultsOf(check), ...given.parameters };
  const authorizationDetails = details(...[roles].flat());
  const outcomes = check.evaluate(
    { 'authorization-details': authorizationDetails, ...moreFacts },
    contextOf({ ...given, parameters }),
  );
  for (const outcome of outcomes)
    checkEvidence(outcome, { 'authorization-details': authorizationDetails, ...moreFacts });
  checkTrustFixes(outcomes, [roles].flat(), (again) =>
    check.evaluate(
      { 'authorization-details': details(...again), ...moreFacts },
      contextOf({ ...given, parameters }),
    ),
  );
  return outcomes;
}

/** A trust policy that a finding offers must leave neither the finding nor a new one. */
function checkTrustFixes(outcomes: Outcome[], roles: Role[], again: (roles: Role[]) => Outcome[]): void {
  for (const outcome of outcomes) {
    if (outcome.status !== 'FAIL') continue;
    for (const { kind, title, text } of outcome.fixes?.() ?? []) {
      if (kind !== 'policy' || !/trust policy/i.test(title)) continue;
      const fixed = roles.map((one) =>
        one.arn === outcome.resource.arn ? { ...one, trustPolicy: filledIn(text) } : one,
      );
      const left = again(fixed).filter(({ status }) => status === 'FAIL');
      const known = new Set(outcomes.map(identityOf));
      if (left.some((one) => identityOf(one) === identityOf(outcome) || !known.has(identityOf(one)))) {
        throw new Error(`the fix of "${outcome.detail}" does not fix it: ${JSON.stringify(left)}`);
      }
    }
  }
}

/** The policy as it reads once its reader has put a new external ID in. */
function filledIn(policy: string): string {
  return policy.replaceAll('<a random UUID, for this account alone>', UUID);
}

function identityOf(outcome: Outcome): string {
  return JSON.stringify([outcome.resource.arn, 'discriminator' in outcome ? outcome.discriminator : '']);
}

/** The texts of the fixes of one kind that a finding offers, one after the other. */
export function fixOf({ fixes }: Failed, kind: FixKind): string {
  return (fixes?.() ?? [])
    .filter((fix) => fix.kind === kind)
    .map(({ text }) => text)
    .join('\n');
}

/** The statements of the policy that a finding offers. */
export function proposedStatements(found: Failed): object[] {
  return JSON.parse(fixOf(found, 'policy')).Statement;
}

/** Every pointer of a finding must lead to the value beside it. */
function checkEvidence(outcome: Outcome, facts: Record<string, unknown>): void {
  if (outcome.status !== 'FAIL') return;
  if (outcome.evidence.length === 0) throw new Error(`no evidence: ${outcome.detail}`);
  for (const { fact, pointer, value, marks = [] } of outcome.evidence) {
    for (const mark of marks) {
      if (resolvePointer(value, mark) === undefined) throw new Error(`the mark ${mark} points nowhere`);
    }
    const found = resolvePointer(facts[fact], pointer);
    if (found === undefined || JSON.stringify(found) !== JSON.stringify(value)) {
      throw new Error(`${pointer} does not lead to its value`);
    }
  }
}

export function statuses(outcomes: Outcome[]): string[] {
  return outcomes.map(({ status }) => status);
}

/** The one finding among the outcomes. */
export function finding(outcomes: Outcome[]): Failed {
  const [only, ...others] = outcomes.filter((outcome): outcome is Failed => outcome.status === 'FAIL');
  if (only === undefined || others.length > 0) {
    throw new Error(`not one finding: ${JSON.stringify(outcomes)}`);
  }
  return only;
}
