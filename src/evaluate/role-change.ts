import type { Baseline, KnownRole } from '../model/baseline.ts';
import type { ThirdPartyRef } from '../model/party.ts';
import type { AuditReport } from '../model/report.ts';
import type { ReportChanges, RoleChange } from '../model/report-changes.ts';
import type { RoleDigests, RoleInventoryEntry } from '../model/role-inventory-entry.ts';
import { compareText } from './findings.ts';
import { accountsWithRolesRead } from './still-known.ts';

type ReadReport = Pick<AuditReport, 'scope' | 'coverage' | 'roles' | 'unanswered'>;

/** Which roles open to outsiders came, went and changed. A role that was not read this time is not gone. */
export function changedRoles(
  before: Baseline,
  report: ReadReport,
  externalIdsCompare: boolean,
): ReportChanges['roles'] {
  const known = new Map<string, KnownRole['digests']>();
  for (const { roleArn, digests } of before.roles) known.set(roleArn, digests);
  const present = new Set(report.roles.map(({ roleArn }) => roleArn));
  const read = accountsWithRolesRead(report);
  const notUnderstood = new Set(report.unanswered.map(({ resourceArn }) => resourceArn));
  const isJudged = ({ accountId, roleArn }: KnownRole) => read.has(accountId) && !notUnderstood.has(roleArn);
  const absent = [...before.roles.filter(({ roleArn }) => !present.has(roleArn))];
  return {
    appeared: [...report.roles].map(({ roleArn }) => roleArn).filter((arn) => !known.has(arn)),
    vanished: absent.filter(isJudged).map(({ roleArn }) => roleArn),
    changed: [...report.roles].flatMap(({ roleArn, digests }) => {
      const what = roleChanges(known.get(roleArn), digests, externalIdsCompare);
      return what.length === 0 ? [] : [{ roleArn, what }];
    }),
    notKnown: absent.filter((role) => !isJudged(role)).map(({ roleArn }) => roleArn),
  };
}

function roleChanges(
  before: RoleDigests | undefined,
  now: RoleDigests | undefined,
  externalIdsCompare: boolean,
): RoleChange[] {
  if (before === undefined || now === undefined) return [];
  const otherIds = externalIdsCompare && !asksTheSame(before, now);
  return [
    ...(before.trustPolicy === now.trustPolicy ? [] : ['trust policy' as const]),
    ...(otherIds ? ['external ID' as const] : []),
    ...(before.permissions === now.permissions ? [] : ['permissions' as const]),
  ];
}

/** The external IDs asked of each third party, in any case where any is accepted, are the same. */
function asksTheSame(
  { externalIds: before = [] }: RoleDigests,
  { externalIds: now = [] }: RoleDigests,
): boolean {
  const asked = new Map(before.map((one) => [one.party, one]));
  return (
    before.length === now.length &&
    now.every(({ party, fingerprints, inAnyCase }) => {
      const was = asked.get(party);
      const isSame = (one: readonly string[] | undefined, other: readonly string[] | undefined) =>
        one !== undefined && JSON.stringify(one) === JSON.stringify(other);
      return isSame(fingerprints, was?.fingerprints) || isSame(inAnyCase, was?.inAnyCase);
    })
  );
}

/** Which third parties came and went, by account id where they have one, whatever the register calls them. */
export function changedThirdParties(
  before: Baseline,
  report: Pick<AuditReport, 'roles'>,
  rolesNotKnown: readonly string[],
): ReportChanges['thirdParties'] {
  const unread = new Set(rolesNotKnown);
  const known = partiesBy(before.roles.flatMap(({ parties }) => parties));
  const now = partiesBy(report.roles.flatMap(thirdPartiesOf));
  const perhaps = partiesBy(
    before.roles.filter(({ roleArn }) => unread.has(roleArn)).flatMap(({ parties }) => parties),
  );
  const absent = [...known].filter(([key]) => !now.has(key));
  return {
    appeared: refs([...now].filter(([key]) => !known.has(key))),
    vanished: refs(absent.filter(([key]) => !perhaps.has(key))),
    notKnown: refs(absent.filter(([key]) => perhaps.has(key))),
  };
}

/** Whom a role admits from outside, each once. */
export function thirdPartiesOf({ admits }: Pick<RoleInventoryEntry, 'admits'>): ThirdPartyRef[] {
  const parties = admits.flatMap(({ party }) => (party.kind === 'own' ? [] : [party]));
  return refs([...partiesBy(parties)]);
}

function partiesBy(parties: Iterable<ThirdPartyRef>): Map<string, ThirdPartyRef> {
  return new Map(Array.from(parties, (party) => [party.accountId ?? `${party.kind} ${party.name}`, party]));
}

function refs(entries: Array<[string, ThirdPartyRef]>): ThirdPartyRef[] {
  return entries.sort(([a], [b]) => compareText(a, b)).map(([, party]) => party);
}
