import { Document, visit, type YAMLMap } from 'yaml';
import { TO_BE_FILLED_IN } from '../config/document.ts';
import { groupedBy } from '../model/grouped-by.ts';
import { partyKey, type RegisteredThirdParty } from '../model/party.ts';
import type { AuditReport } from '../model/report.ts';
import type { RoleInventoryEntry } from '../model/role-inventory-entry.ts';
import type { Rows } from '../model/rows.ts';
import type { ThirdPartySummary } from '../model/third-party-summary.ts';
import { escapeInvisible, type ShownText, visible } from '../report/visible.ts';

/** A register begun from what a run found. */
export interface RegisterDraft {
  /** As YAML, with what was seen of each party as comments. */
  text: ShownText;
  /** Those that are not registered yet. */
  drafted: RegisteredThirdParty[];
  /** Registered in the run already, and in the draft as they are. */
  kept: RegisteredThirdParty[];
  /** Parties that no register can name, and why. */
  left: Array<{ name: string; why: string }>;
}

/** What an entry of the register says that only people know. */
const FOR_PEOPLE = {
  owner: TO_BE_FILLED_IN,
  justification: TO_BE_FILLED_IN,
  approvedBy: TO_BE_FILLED_IN,
  contractEnds: TO_BE_FILLED_IN,
  lastReviewed: TO_BE_FILLED_IN,
} as const;

const WHY_NOT: Partial<Record<ThirdPartySummary['party']['kind'], string>> = {
  public: 'it is whoever likes: the role is to be closed',
  'identity-provider': 'it is no AWS account or organization; its checks judge it',
  service: 'it is a service of AWS; its checks judge it',
};

const OF_AN_ANCHOR =
  'if a third party has its certificates, name the trust anchor under trustAnchors of that party; it may be your own';

const LONGEST_NAME = 128;
const ROLES_SHOWN = 20;

/**
 * An entry for every account and organization of a report that may come in and is not registered, with what only people
 * know left to be filled in. External IDs stay out of it, also where the report shows them.
 *
 * @param registered the register that the run was judged by
 * @param all put its entries into the draft too, as they are and first
 */
export function registerDraft(
  report: Pick<AuditReport, 'run' | 'thirdParties' | 'roles'>,
  registered: readonly RegisteredThirdParty[],
  all = false,
): RegisterDraft {
  const names = new Set(registered.map(({ name }) => name));
  const taken = new Set(registered.flatMap((entry) => [...entry.accountIds, ...entry.organizationIds]));
  const rolesOf = rolesByParty(report.roles);
  const kept = all ? [...registered] : [];
  const drafted: RegisteredThirdParty[] = [];
  const comments: string[][] = kept.map(() => []);
  const left: RegisterDraft['left'] = [];
  for (const summary of report.thirdParties) {
    const { party } = summary;
    if (party.kind === 'registered') continue;
    const ids = idsOf(summary);
    const free = [...ids.accountIds, ...ids.organizationIds].filter((id) => !taken.has(id));
    if (free.length === 0) {
      const why =
        (summary.trustAnchors === undefined ? WHY_NOT[party.kind] : OF_AN_ANCHOR) ??
        'it is not told by the id of an account or an organization';
      left.push({ name: party.name, why });
      continue;
    }
    for (const id of free) taken.add(id);
    const name = freeName(party.name, free[0] ?? '', names);
    drafted.push({
      name,
      accountIds: ids.accountIds.filter((id) => free.includes(id)),
      organizationIds: ids.organizationIds.filter((id) => free.includes(id)),
      ...FOR_PEOPLE,
    });
    comments.push(seenOf(summary, name, rolesOf.get(partyKey(party)) ?? []));
  }
  return { text: asYaml(report.run, [...kept, ...drafted], comments, left), drafted, kept, left };
}

/** Of the forms that the register takes: a pattern for organizations is none. */
function idsOf({
  party,
  accountIds,
}: ThirdPartySummary): Pick<RegisteredThirdParty, 'accountIds' | 'organizationIds'> {
  if (party.kind === 'organization')
    return { accountIds: [], organizationIds: [party.name].filter((id) => /^o-[a-z0-9]{10,32}$/.test(id)) };
  const named = party.kind === 'known-vendor' || party.kind === 'unknown';
  const ids = named ? [...new Set(accountIds)].filter((id) => /^\d{12}$/.test(id)) : [];
  return { accountIds: ids, organizationIds: [] };
}

/** A name that the register does not have yet: another account of a party that it has stays an entry of its own. */
function freeName(wanted: string, id: string, names: Set<string>): string {
  const blank = wanted.trim() === '' || wanted === TO_BE_FILLED_IN;
  const whole = blank ? id : wanted.toWellFormed();
  let name = shortened(whole, LONGEST_NAME);
  for (let number = 1; names.has(name); number += 1) {
    const more = number === 1 ? ` (${id})` : ` (${id}, ${number})`;
    name = `${shortened(whole, LONGEST_NAME - more.length)}${more}`;
  }
  names.add(name);
  return name;
}

function shortened(text: string, longest: number): string {
  return text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '');
}

function rolesByParty(roles: Rows<RoleInventoryEntry>): Map<string, RoleAdmitting[]> {
  const pairs = roles.flatMap((role) =>
    role.admits.flatMap((admitted) =>
      admitted.party.kind === 'own' ? [] : [{ key: partyKey(admitted.party), role, admitted }],
    ),
  );
  return groupedBy(pairs, ({ key }) => key);
}

interface RoleAdmitting {
  role: RoleInventoryEntry;
  admitted: RoleInventoryEntry['admits'][number];
}

function seenOf(
  { party, highestAccess, lastUsedAt }: ThirdPartySummary,
  name: string,
  admitting: readonly RoleAdmitting[],
): string[] {
  const byRole = [...groupedBy(admitting, ({ role }) => role.roleArn).values()];
  const lines = byRole.slice(0, ROLES_SHOWN).map(roleLine);
  const rest = byRole.length - lines.length;
  return [
    ...(party.kind === 'known-vendor'
      ? [`Known vendor: ${party.name}. That is a name from a list, and no approval.`]
      : []),
    ...(name === party.name || party.kind === 'unknown' ? [] : [`Called ${party.name} in the report.`]),
    `Highest access: ${highestAccess ?? 'none by its own policies'}. Last use of any of its roles: ${usedAt(lastUsedAt)}.`,
    ...lines,
    ...(rest > 0 ? [`and ${rest} more, which the report names`] : []),
  ];
}

function roleLine(ways: readonly RoleAdmitting[]): string {
  const guards = new Set(ways.map(({ admitted }) => guardOf(admitted)));
  const [first] = ways;
  return `${first?.role.roleArn}: ${[...guards].join(', or ')}; last used ${usedAt(first?.role.lastUsedAt ?? null)}`;
}

function guardOf({ requiredConditions, weakConditions = [] }: RoleAdmitting['admitted']): string {
  if (requiredConditions.length === 0) return 'without a guard';
  const words = requiredConditions.map((one) => (weakConditions.includes(one) ? `${one} (weak)` : one));
  return `guarded by ${words.join(' and ')}`;
}

function usedAt(at: string | null): string {
  return at === null ? 'not within the tracked period' : at.slice(0, 10);
}

function asYaml(
  run: AuditReport['run'],
  entries: readonly RegisteredThirdParty[],
  comments: ReadonlyArray<readonly string[]>,
  left: RegisterDraft['left'],
): ShownText {
  const document = new Document({ thirdParties: entries.map(withoutEmptyLists) });
  entries.forEach((_entry, index) => {
    const node = document.getIn(['thirdParties', index]) as YAMLMap;
    const lines = comments[index] ?? [];
    if (lines.length > 0) node.commentBefore = comment(lines);
    node.spaceBefore = index > 0;
  });
  document.commentBefore = comment([
    `Third parties found by run ${run.runId}, as of ${run.asOf}.`,
    'Nobody has approved what stands here. Fill in what is marked; days are written as 2027-03-31. Lines of approvedBy,',
    'contractEnds and lastReviewed may be taken out. Until then a configuration that names this file is refused.',
  ]);
  if (left.length > 0) {
    const lines = left.map(({ name, why }) => `- ${name}: ${why}`);
    document.comment = comment(['Cannot be registered:', ...lines]);
  }
  visit(document, {
    Scalar: (_key, scalar) => {
      const { value } = scalar;
      if (typeof value === 'string' && visible(value) !== value) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  // Between double quotes these escapes stand for the same characters as in JSON, and nowhere else are there any.
  return escapeInvisible(document.toString({ lineWidth: 0 }).trimEnd());
}

function withoutEmptyLists(entry: RegisteredThirdParty): Partial<RegisteredThirdParty> {
  return Object.fromEntries(
    Object.entries(entry).filter(([, value]) => !Array.isArray(value) || value.length > 0),
  );
}

/** Names come from accounts and from lists: none of them ends its line. */
function comment(lines: readonly string[]): string {
  return lines.map((line) => ` ${visible(line)}`).join('\n');
}
