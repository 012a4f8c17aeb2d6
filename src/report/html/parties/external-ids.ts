import { groupedBy } from '../../../model/grouped-by.ts';
import { partyKey, type ThirdPartyRef } from '../../../model/party.ts';
import type { AuditReport } from '../../../model/report.ts';
import type { RoleInventoryEntry } from '../../../model/role-inventory-entry.ts';
import { compareSeverity, type Severity } from '../../../model/severity.ts';
import { Foremost, once, type Walks } from '../../walk.ts';
import { type FindingSelection, findingLineView, type ToldFinding, told } from '../findings/finding.ts';
import { capped, label, number, quantity } from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';
import { notKnown } from '../support/not-known.ts';

/** What each check of external IDs finds wrong, in a few words. */
const WRONG = {
  'external-id-missing': 'none is asked',
  'external-id-not-enforced': 'not enforced',
  'external-id-reuse': 'used more than once',
  'external-id-guessable': 'can be guessed',
  'external-id-format': 'not as agreed',
  'external-id-change': 'changed',
} as const;

export interface ExternalIdView {
  /** The fingerprint, or the value where the configuration shows it; null where none guards. */
  id: string | null;
  /** `36 characters`; null where the value itself is shown. */
  length: string | null;
  parties: string[];
  roles: Array<{ role: string; account: string }>;
  rolesLeftOut: string | null;
  wrong: Array<{
    what: string;
    severity: Severity;
    href: string | null;
    times: string | null;
    excepted: boolean;
  }>;
}

export interface ExternalIdsView {
  sentence: string;
  notKnown: string | null;
  wrong: ExternalIdView[];
  wrongLeftOut: string | null;
  sound: ExternalIdView[];
  soundCount: string;
  soundLeftOut: string | null;
}

/** As much of a finding on an external ID as is told of it. */
interface Wrong {
  finding: ToldFinding;
  checkId: string;
  party: ThirdPartyRef | undefined;
  /** Says which ID it is about, where it is about one. */
  detail: string;
}

/** One external ID, with those who are asked for it, or a third party that is asked for none. */
interface Asked {
  id: string | null;
  /** The first few, by name. */
  parties: string[];
  /** The first few, and how many there are; roles come one after the other, and each by itself. */
  roles: Array<Pick<RoleInventoryEntry, 'roleName' | 'accountName'>>;
  roleCount: number;
  lastRole: number;
  /** By fingerprint; most have none. */
  wrong: Map<string, Wrong> | undefined;
}

/** Each external ID once, with all that it guards and what is wrong with it; the worst first. */
export function externalIdsView(
  report: AuditReport,
  selection: () => FindingSelection,
  walks: Pick<Walks, 'findings' | 'roles'>,
): () => ExternalIdsView {
  const about = walks.findings.into(new Map<string, Wrong[]>(), (byRole, finding) => {
    const { checkId, resourceArn, thirdParty: party, detail } = finding;
    if (!Object.hasOwn(WRONG, checkId)) return;
    const wrong = { finding: told(finding), checkId, party, detail };
    const known = byRole.get(resourceArn);
    if (known === undefined) byRole.set(resourceArn, [wrong]);
    else known.push(wrong);
  });
  const isKeyed = report.run.externalIdKey !== undefined;
  const asked = new Map<string, Asked>();
  const placed = new Set<string>();
  const names = new Map<string, string>();
  const roles = walks.roles.gather(
    (role, place) => {
      const found = about().get(role.roleArn) ?? [];
      if (found.length > 0) names.set(role.roleArn, role.roleName);
      for (const { party, shown } of role.externalIds ?? []) {
        const own = found.filter((one) => one.checkId !== 'external-id-missing' && isOn(one, party));
        for (const { finding } of own) placed.add(finding.fingerprint);
        for (const id of shown) {
          // Without a key ids are shown by their length alone, which tells none from another.
          const key = isKeyed ? id : JSON.stringify([id, place]);
          const isAbout = ({ detail }: Wrong) =>
            detail.includes(id) || !shown.some((one) => detail.includes(one));
          addTo(asked, key, { id, party, role, place, wrong: own.filter(isAbout) });
        }
      }
    },
    () => asked,
  );
  return once(() => {
    const all = roles();
    for (const [place, [roleArn, found]] of [...about()].entries()) {
      for (const one of found) {
        if (placed.has(one.finding.fingerprint)) continue;
        const party = one.party ?? { name: 'A third party', kind: 'unknown' as const };
        const { accountName } = one.finding;
        const role = { roleName: names.get(roleArn) ?? roleArn, accountName };
        addTo(all, JSON.stringify(['none', partyKey(party)]), { id: null, party, role, place, wrong: [one] });
      }
    }
    return viewOf(report, selection(), [...all.values()]);
  });
}

function addTo(
  asked: Map<string, Asked>,
  key: string,
  {
    id,
    party,
    role: { roleName, accountName },
    place,
    wrong,
  }: {
    id: string | null;
    party: ThirdPartyRef;
    role: Pick<RoleInventoryEntry, 'roleName' | 'accountName'>;
    /** Tells the role from the one before. */
    place: number;
    wrong: readonly Wrong[];
  },
): void {
  const name = label(party.name);
  const role = { roleName, accountName };
  const one: Asked = asked.get(key) ?? {
    id,
    parties: [name],
    roles: [role],
    roleCount: 1,
    lastRole: place,
    wrong: undefined,
  };
  asked.set(key, one);
  if (one.parties.length < LIMITS.rolesPerExternalId && !one.parties.includes(name)) one.parties.push(name);
  for (const each of wrong) {
    one.wrong ??= new Map();
    one.wrong.set(each.finding.fingerprint, each);
  }
  if (one.lastRole === place) return;
  one.lastRole = place;
  one.roleCount += 1;
  if (one.roles.length < LIMITS.rolesPerExternalId) one.roles.push(role);
}

function viewOf(report: AuditReport, selection: FindingSelection, all: readonly Asked[]): ExternalIdsView {
  const [wrong, sound] = [
    new Foremost<Ranked>(LIMITS.externalIds, byRank),
    new Foremost<Asked>(LIMITS.soundExternalIds),
  ];
  for (const asked of all) {
    const found = [...(asked.wrong?.values() ?? [])];
    if (found.length === 0) sound.add(() => asked);
    else wrong.add(() => ({ asked, rank: worst(found), count: found.length }));
  }
  const shownWrong = capped(
    wrong,
    LIMITS.externalIds,
    (left) =>
      `${quantity(left, 'more is', 'more are')} not listed here; the findings are in findings.csv and report.json.`,
  );
  const shownSound = capped(
    sound,
    LIMITS.soundExternalIds,
    (left) => `${quantity(left, 'more is', 'more are')} in report.json under roles.`,
  );
  return {
    sentence: sentence(all.length, wrong.length, report),
    notKnown: notKnown(report, Object.keys(WRONG)),
    wrong: shownWrong.shown.map(({ asked }) => externalIdView(asked, selection)),
    wrongLeftOut: shownWrong.leftOut,
    sound: shownSound.shown.map((asked) => externalIdView(asked, selection)),
    soundCount: number(sound.length),
    soundLeftOut: shownSound.leftOut,
  };
}

interface Ranked {
  asked: Asked;
  rank: number;
  count: number;
}

function byRank(a: Ranked, b: Ranked): number {
  return a.rank - b.rank || b.count - a.count;
}

function sentence(all: number, wrong: number, { coverage }: AuditReport): string {
  if (all === 0)
    return `No role${coverage.complete ? '' : ' that was read'} asks a third party for an external ID.`;
  return wrong === 0
    ? `${quantity(all, 'external ID')}, and no finding on any of them${coverage.complete ? '' : ' in what was read'}.`
    : `Something is wrong with ${number(wrong)} of the ${quantity(all, 'external ID')} that third parties are asked for, or should be.`;
}

function isOn({ party: named }: Wrong, party: ThirdPartyRef): boolean {
  return named !== undefined && partyKey(named) === partyKey(party) && named.accountId === party.accountId;
}

/** The rank of the worst open finding; lower is worse. */
function worst(all: readonly Wrong[]): number {
  const open = all.filter(({ finding }) => finding.status === 'OPEN');
  const ranks = (open.length > 0 ? open : all).map(({ finding }) =>
    compareSeverity(finding.severity, 'critical'),
  );
  return Math.min(...ranks) + (open.length > 0 ? 0 : 100);
}

function externalIdView(
  { id, parties, roles: shown, roleCount, wrong }: Asked,
  selection: FindingSelection,
): ExternalIdView {
  const first = { length: roleCount, slice: shown.slice.bind(shown) };
  const roles = capped(first, LIMITS.rolesPerExternalId, (left) => `and ${number(left)} more`);
  const byKind = groupedBy(wrong?.values() ?? [], ({ checkId, finding }) => `${finding.status} ${checkId}`);
  return {
    ...idAndLength(id),
    parties,
    roles: roles.shown.map(({ roleName, accountName }) => ({
      role: label(roleName),
      account: label(accountName),
    })),
    rolesLeftOut: roles.leftOut,
    wrong: [...byKind.values()].flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const { href, severity, excepted } = findingLineView(first.finding, selection);
      const times = group.length === 1 ? null : number(group.length);
      return [{ what: WRONG[first.checkId as keyof typeof WRONG], severity, href, times, excepted }];
    }),
  };
}

/** `id:3f9a… (36 characters)` in its two parts. */
function idAndLength(shown: string | null): Pick<ExternalIdView, 'id' | 'length'> {
  const [, id, length] = /^(\S+) \((\d+ characters)\)$/.exec(shown ?? '') ?? [];
  return id === undefined || length === undefined ? { id: shown, length: null } : { id, length };
}
