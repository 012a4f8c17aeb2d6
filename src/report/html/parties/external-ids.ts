import type { Finding } from '../../../model/finding.ts';
import { groupedBy } from '../../../model/grouped-by.ts';
import { partyKey, type ThirdPartyRef } from '../../../model/party.ts';
import type { AuditReport } from '../../../model/report.ts';
import { compareSeverity, type Severity } from '../../../model/severity.ts';
import { type FindingSelection, findingLineView } from '../findings/finding.ts';
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

/** One role asking one third party for an id, or for none; with the findings on that. */
interface Asking {
  /** Askings with the same key ask for the same id. */
  key: string;
  id: string | null;
  party: ThirdPartyRef;
  roleArn: string;
  roleName: string;
  accountName: string;
  findings: Finding[];
}

/** Each external ID once, with all that it guards and what is wrong with it; the worst first. */
export function externalIdsView(report: AuditReport, selection: FindingSelection): ExternalIdsView {
  const ids = [...groupedBy(askings(report), ({ key }) => key).values()]
    .map((same) => ({ same, findings: [...new Set(same.flatMap(({ findings }) => findings))] }))
    .sort((a, b) => worst(a.findings) - worst(b.findings) || b.findings.length - a.findings.length);
  const wrong = ids.filter(({ findings }) => findings.length > 0);
  const sound = ids.filter(({ findings }) => findings.length === 0);
  const shownWrong = capped(
    wrong,
    LIMITS.externalIds,
    (left) => `${left} more are not listed here; their findings are in findings.csv and report.json.`,
  );
  const shownSound = capped(
    sound,
    LIMITS.soundExternalIds,
    (left) => `${left} more are in report.json under roles.`,
  );
  const view = ({ same, findings }: (typeof ids)[number]) => externalIdView(same, findings, selection);
  return {
    sentence: sentence(ids.length, wrong.length, report),
    notKnown: notKnown(report, Object.keys(WRONG)),
    wrong: shownWrong.shown.map(view),
    wrongLeftOut: shownWrong.leftOut,
    sound: shownSound.shown.map(view),
    soundCount: number(sound.length),
    soundLeftOut: shownSound.leftOut,
  };
}

function sentence(all: number, wrong: number, { coverage }: AuditReport): string {
  if (all === 0)
    return `No role${coverage.complete ? '' : ' that was read'} asks a third party for an external ID.`;
  return wrong === 0
    ? `${quantity(all, 'external ID')}, and no finding on any of them${coverage.complete ? '' : ' in what was read'}.`
    : `Something is wrong with ${number(wrong)} of the ${quantity(all, 'external ID')} that third parties are asked for, or should be.`;
}

function askings({ roles, findings, run }: AuditReport): Asking[] {
  const about = groupedBy(
    findings.filter(({ checkId }) => Object.hasOwn(WRONG, checkId)),
    ({ resourceArn }) => resourceArn,
  );
  const names = new Map(roles.map(({ roleArn, roleName }) => [roleArn, roleName]));
  const placed = new Set<Finding>();
  const asked = roles.flatMap(({ roleArn, roleName, accountName, externalIds = [] }) =>
    externalIds.flatMap(({ party, shown }) => {
      const own = (about.get(roleArn) ?? []).filter(
        (finding) => finding.checkId !== 'external-id-missing' && isOn(finding, party),
      );
      for (const finding of own) placed.add(finding);
      return shown.map(
        (id): Asking => ({
          // Without a key ids are shown by their length alone, which tells none from another.
          key: run.externalIdKey === undefined ? JSON.stringify([id, roleArn]) : id,
          id,
          party,
          roleArn,
          roleName,
          accountName,
          findings: own.filter(
            ({ detail }) => detail.includes(id) || !shown.some((one) => detail.includes(one)),
          ),
        }),
      );
    }),
  );
  const unguarded = [...about.values()].flat().filter((finding) => !placed.has(finding));
  return [
    ...asked,
    ...unguarded.map((finding): Asking => {
      const party = finding.thirdParty ?? { name: 'A third party', kind: 'unknown' as const };
      return {
        key: JSON.stringify(['none', partyKey(party)]),
        id: null,
        party,
        roleArn: finding.resourceArn,
        roleName: names.get(finding.resourceArn) ?? finding.resourceArn,
        accountName: finding.accountName,
        findings: [finding],
      };
    }),
  ];
}

function isOn({ thirdParty }: Finding, party: ThirdPartyRef): boolean {
  return (
    thirdParty !== undefined &&
    partyKey(thirdParty) === partyKey(party) &&
    thirdParty.accountId === party.accountId
  );
}

/** The rank of the worst open finding; lower is worse. */
function worst(findings: readonly Finding[]): number {
  const open = findings.filter(({ status }) => status === 'OPEN');
  const [first] = [...(open.length > 0 ? open : findings)].sort((a, b) =>
    compareSeverity(a.severity, b.severity),
  );
  if (first === undefined) return Number.MAX_SAFE_INTEGER;
  return compareSeverity(first.severity, 'critical') + (open.length > 0 ? 0 : 100);
}

function externalIdView(
  same: readonly Asking[],
  findings: readonly Finding[],
  selection: FindingSelection,
): ExternalIdView {
  const byRole = [...new Map(same.map((asking) => [asking.roleArn, asking])).values()];
  const roles = capped(byRole, LIMITS.rolesPerExternalId, (left) => `and ${left} more`);
  const byKind = groupedBy(findings, ({ checkId, status }) => `${status} ${checkId}`);
  return {
    ...idAndLength(same[0]?.id ?? null),
    parties: [...new Set(same.map(({ party }) => label(party.name)))].slice(0, LIMITS.rolesPerExternalId),
    roles: roles.shown.map(({ roleName, accountName }) => ({
      role: label(roleName),
      account: label(accountName),
    })),
    rolesLeftOut: roles.leftOut,
    wrong: [...byKind.values()].flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const { href, severity, excepted } = findingLineView(first, selection);
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
