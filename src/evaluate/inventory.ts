import { shownExternalId } from '../masking/external-ids.ts';
import { GLOBAL } from '../model/fact.ts';
import type { FactIndex } from '../model/fact-index.ts';
import type { Role } from '../model/facts/authorization-details.ts';
import type { Grant } from '../model/grant.ts';
import type { RoleInventoryEntry } from '../model/role-inventory-entry.ts';
import type { AccountStudy } from '../model/study.ts';
import { type CertificateEntry, certificateEntries } from '../parties/certificate-entries.ts';
import { externalIdsOf } from '../parties/external-ids.ts';
import { federatedParty } from '../parties/federated-party.ts';
import { admittedParties, isCrossAccountRole, thirdPartyGrants } from '../parties/third-party.ts';
import { admitsOutsider, trustOf } from '../policy/access-role.ts';
import { narrowingOf } from '../policy/narrowing.ts';
import { policiesByArn } from '../policy/permissions/effective.ts';
import { periodBefore, usedServices } from '../policy/permissions/service-use.ts';
import { anywhereValues } from './anywhere-read.ts';
import { compareText } from './findings.ts';
import { certificateGuards, guardsOf } from './guards.ts';
import { roleDigests, sessionsDigest } from './role-digests.ts';
import { stackIdsByRole, stacksByRole } from './role-stacks.ts';
import type { Rules } from './rules.ts';

/** A row of the inventory before findings are known. */
export type InventoryRow = Omit<RoleInventoryEntry, 'findings'>;

/** Every role of the account that someone outside may assume or enter with a certificate, in the order of the fact. */
export function inventoryOf(index: FactIndex, rules: Rules, study: AccountStudy): InventoryRow[] {
  const details = index.get('authorization-details', GLOBAL);
  if (details?.status !== 'COLLECTED') return [];
  const sessions = sessionDurations(index);
  const stackOf = stacksOf(index, study);
  const uses = servicesUsed(index);
  const { roles, policies, externalIds } = details.value;
  const documents = new Map(policies.map(({ arn, document }) => [arn, document]));
  const show = shownExternalId(rules);
  const kept = new Map(externalIds?.map(({ standIn, inAnyCase }) => [standIn, inAnyCase]));
  const foldedId = (id: string) => (externalIds === undefined ? id.toLowerCase() : kept.get(id));
  const anywhere = anywhereValues(index, study);
  const byArn = policiesByArn(policies);
  return roles.flatMap((role) => {
    const byCertificate = certificateEntries(role, anywhere, byArn, study);
    if (byCertificate.length === 0 && !isCrossAccountRole(role, study)) return [];
    return [
      {
        accountId: study.account.accountId,
        accountName: study.account.name,
        roleArn: role.arn,
        roleName: role.name,
        createdAt: role.createdAt,
        lastUsedAt: role.lastUsed?.at ?? null,
        lastUsedRegion: role.lastUsed?.region ?? null,
        ...uses(role),
        maxSessionDuration: sessions.get(role.arn) ?? null,
        admits: admits(role, byCertificate, { study, documents }),
        ...stackOf(role),
        digests: roleDigests(role, documents, { study, foldedId, externalIdKey: rules.externalIdKey }),
        ...askedExternalIds(role, study, show),
      },
    ];
  });
}

function stacksOf(
  index: FactIndex,
  study: AccountStudy,
): (role: Pick<Role, 'arn'>) => Pick<InventoryRow, 'stack'> {
  const stacks = stacksByRole(index, study);
  const ids = stackIdsByRole(index, study);
  return ({ arn }) => {
    const [stack, stackId] = [stacks.get(arn), ids.get(arn)];
    if (stack === undefined || stack === null) return stack === undefined ? {} : { stack };
    const { stackName, region } = stack;
    return { stack: { stackName, region, ...(stackId === undefined ? {} : { stackId }) } };
  };
}

function sessionDurations(index: FactIndex): Map<string, number> {
  const fact = index.get('role-settings', GLOBAL);
  if (fact?.status !== 'COLLECTED') return new Map();
  return new Map(fact.value.roles.map((role) => [role.arn, role.maxSessionDuration]));
}

/** Days of which the inventory says what a role used; who is to be cut off is told so, whatever the checks ask. */
const USE_DAYS = 90;

function servicesUsed(index: FactIndex): (role: Role) => Pick<InventoryRow, 'servicesUsed'> {
  const fact = index.get('service-last-accessed', GLOBAL);
  if (fact === undefined) return () => ({});
  if (fact.status !== 'COLLECTED') return () => ({ servicesUsed: { notKnown: fact.message } });
  const reports = new Map(fact.value.perResource.map(({ resource, fact: report }) => [resource, report]));
  return ({ arn }) => {
    const report = reports.get(arn);
    if (report === undefined) return {};
    if (report.status !== 'COLLECTED') return { servicesUsed: { notKnown: report.message } };
    const since = periodBefore(report.value, USE_DAYS);
    const services = usedServices(report.value, since);
    return { servicesUsed: { since, until: report.value.completedAt, services } };
  };
}

/** What each third party must bring, by party, each id once. */
function askedExternalIds(
  role: Role,
  study: AccountStudy,
  show: (value: string) => string,
): Pick<InventoryRow, 'externalIds'> {
  const byParty = new Map<string, NonNullable<InventoryRow['externalIds']>[number]>();
  for (const grant of thirdPartyGrants(role, study)) {
    const ids = externalIdsOf(grant).map(show);
    if (ids.length === 0) continue;
    const asked = byParty.get(grant.key) ?? { party: grant.party, shown: [] };
    byParty.set(grant.key, { ...asked, shown: [...new Set([...asked.shown, ...ids])].sort() });
  }
  if (byParty.size === 0) return {};
  return {
    externalIds: [...byParty].sort(([a], [b]) => compareText(a, b)).map(([, asked]) => asked),
  };
}

type Admission = RoleInventoryEntry['admits'][number];

function admits(
  role: Role,
  byCertificate: readonly CertificateEntry[],
  { study, documents }: { study: AccountStudy; documents: ReadonlyMap<string, string> },
): Admission[] {
  const accounts = admittedParties(role, study).map(({ grant, party, key }) =>
    admission(
      grant,
      party.kind === 'own' ? { ...party, accountId: party.accountId ?? key } : party,
      study.asOf,
    ),
  );
  const others = trustOf(role, study)
    .grants.filter((grant) => admitsOutsider(grant, study.account.accountId))
    .flatMap((grant) => {
      const party = federatedParty(grant.principal);
      return [...(party === null ? [] : [party]), ...namedById(grant)].map((one) =>
        admission(grant, one, study.asOf),
      );
    });
  const certificates = byCertificate.map(
    ({ grant, anchor, party, profiles }): Admission => ({
      party,
      principal: anchor.arn,
      trustAnchor: anchor.name,
      sessions: sessionsDigest(profiles, documents),
      ...certificateGuards(grant, study.asOf),
    }),
  );
  return unique([...accounts, ...others, ...certificates]);
}

function admission(grant: Grant, party: Admission['party'], asOf: string): Admission {
  const guards = guardsOf(grant, { foreign: party.kind !== 'own', asOf });
  return { party, principal: grant.principal.value, ...guards };
}

/** Callers of a grant to anyone that conditions name by their unique ids. */
function namedById(grant: Grant): Array<Admission['party']> {
  const uniqueIds = grant.principal.kind === 'any' ? (narrowingOf(grant)?.uniqueIds ?? []) : [];
  return uniqueIds.map((id) => ({ name: `principal ${id}`, kind: 'unknown' }));
}

/** Each admission once, by party, then principal, then guards. */
function unique(admissions: Admission[]): Admission[] {
  const byText = new Map(admissions.map((entry) => [JSON.stringify(entry), entry]));
  return [...byText].sort(([a], [b]) => compareText(a, b)).map(([, entry]) => entry);
}
