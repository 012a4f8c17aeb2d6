import { createHash } from 'node:crypto';
import {
  type Action,
  type ActionCause,
  DEFAULT_DEADLINES,
  type Deadlines,
  dueOf,
} from '../../model/action.ts';
import { endOfDay } from '../../model/days.ts';
import type { Finding } from '../../model/finding.ts';
import type { ThirdPartyRef } from '../../model/party.ts';
import type { AuditReport } from '../../model/report.ts';
import { SEVERITIES } from '../../model/severity.ts';
import { compareText } from '../findings.ts';
import { countBySeverity } from '../third-parties.ts';
import { NAME_OWNER, partyOf, type Remedy, remedyOf } from './remedies.ts';
import { ALONE, type Source, sourcesOf } from './sources.ts';

interface Gathering {
  remedy: Remedy;
  party: ThirdPartyRef | undefined;
  owner: string | undefined;
  findings: Array<Pick<Finding, 'severity' | 'firstSeen' | 'accountId'>>;
  causes: Map<string, Cause>;
}

interface Cause extends Omit<ActionCause, 'source'> {
  source: Source;
  resources: Set<string>;
}

export interface ActionsInput extends Pick<AuditReport, 'findings' | 'roles'> {
  asOf: string;
  deadlines?: Deadlines | undefined;
}

/**
 * What is to be decided, put right or asked for, so that no finding stays open: every open finding is in one action and
 * no other. Those that clear the worst come first, and of these those that clear the most. The order and the ids follow
 * from the findings alone.
 */
export function actionsOf({ findings, roles, asOf, deadlines = DEFAULT_DEADLINES }: ActionsInput): Action[] {
  const sourceOf = sourcesOf(roles);
  const gathered = new Map<string, Gathering>();
  for (const finding of findings) {
    if (finding.status !== 'OPEN') continue;
    const remedy = remedyOf(finding);
    const party = partyOf(remedy, finding.thirdParty);
    const owner = finding.owner?.name;
    const id = actionId(remedy, party, owner);
    const gathering: Gathering = gathered.get(id) ?? {
      remedy,
      party,
      owner,
      findings: [],
      causes: new Map(),
    };
    gathered.set(id, gathering);
    const { severity, firstSeen, accountId } = finding;
    gathering.findings.push({ severity, firstSeen, accountId });
    addCause(gathering, finding, sourceOf(finding));
  }
  const actions = [...gathered]
    .map(([id, gathering]) => action(id, gathering, asOf, deadlines))
    .sort(compareActions);
  return [...actions, ...ownersToName(actions)];
}

function actionId({ word }: Remedy, party: ThirdPartyRef | undefined, owner: string | undefined): string {
  const parts = [word, party?.key ?? null, owner ?? null];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

function addCause(
  { causes }: Gathering,
  { checkId, fingerprint, resourceArn }: Finding,
  source: Source,
): void {
  const key = `${checkId} ${source.key}`;
  const cause: Cause = causes.get(key) ?? { checkId, source, findings: [], resources: new Set() };
  causes.set(key, cause);
  if (source.name < cause.source.name) cause.source = source;
  cause.findings.push(fingerprint);
  cause.resources.add(resourceArn);
}

/** A document that one resource has alone is that resource's: such causes of one check are one. */
function largestFirst({ causes }: Gathering): Cause[] {
  const all = new Map<string, Cause>();
  for (const [key, cause] of causes) {
    const { checkId, source, findings, resources } = cause;
    if (source.kind.startsWith('stack') || (source.kind === 'policy' && resources.size > 1)) {
      all.set(key, cause);
      continue;
    }
    const alone = all.get(checkId) ?? { checkId, source: ALONE, findings: [], resources: new Set() };
    all.set(checkId, alone);
    alone.findings.push(...findings);
    for (const arn of resources) alone.resources.add(arn);
  }
  return [...all]
    .sort(([a, one], [b, other]) => other.findings.length - one.findings.length || compareText(a, b))
    .map(([, cause]) => cause);
}

function action(id: string, gathering: Gathering, asOf: string, deadlines: Deadlines): Action {
  const { remedy, party, owner, findings } = gathering;
  const causes = largestFirst(gathering);
  const clears = countBySeverity(findings);
  const days = findings.flatMap((finding) => dueOf(finding, deadlines) ?? []);
  const seen = findings.map(({ firstSeen }) => firstSeen);
  return {
    id,
    kind: remedy.kind,
    remedy: remedy.word,
    title: remedy.title(nameOf(party)),
    ...(party === undefined ? {} : { party }),
    ...(owner === undefined ? {} : { owner: { name: owner } }),
    severity: SEVERITIES.find((severity) => clears[severity] > 0) ?? null,
    clears,
    causes: causes.map(({ checkId, source: { kind, name }, findings: cleared }) => ({
      checkId,
      source: { kind, name },
      findings: cleared,
    })),
    accounts: [...new Set(findings.map(({ accountId }) => accountId))].sort(),
    effort: { ...changesOf(causes), withThirdParty: remedy.withThirdParty === true },
    due: least(days),
    overdue: days.filter((day) => endOfDay(day) <= Date.parse(asOf)).length,
    firstSeen: least(seen),
  };
}

/** What stands in a template or a shared document is changed once, whichever checks find fault with it. */
function changesOf(causes: readonly Cause[]): { changes: number; resources: number } {
  const changed = new Set<string>();
  const reached = new Set<string>();
  for (const { source, resources } of causes) {
    for (const arn of resources) {
      reached.add(arn);
      changed.add(source.key === '' ? arn : source.key);
    }
  }
  return { changes: changed.size, resources: reached.size };
}

/** An account that has no name is called an account. */
function nameOf(party: ThirdPartyRef | undefined): string {
  const name = party?.name ?? '';
  return /^\d{12}$/.test(name) ? `account ${name}` : name;
}

function least(texts: readonly string[]): string | null {
  return texts.reduce<string | null>((first, text) => (first === null || text < first ? text : first), null);
}

/** The worst first, then the most of them, severity by severity. */
function compareActions(a: Action, b: Action): number {
  for (const severity of SEVERITIES) {
    const difference = b.clears[severity] - a.clears[severity];
    if (difference !== 0) return difference;
  }
  return compareText(a.title, b.title) || compareText(a.id, b.id);
}

/** That actions have no owner is an action of its own; it clears nothing by itself. */
function ownersToName(actions: readonly Action[]): Action[] {
  const without = actions.filter(({ owner }) => owner === undefined);
  if (without.length === 0) return [];
  return [
    {
      id: actionId(NAME_OWNER, undefined, undefined),
      kind: NAME_OWNER.kind,
      remedy: NAME_OWNER.word,
      title: NAME_OWNER.title(),
      severity: null,
      clears: countBySeverity([]),
      causes: [],
      accounts: [...new Set(without.flatMap(({ accounts }) => accounts))].sort(),
      effort: { changes: 0, resources: 0, withThirdParty: false },
      due: least(without.flatMap(({ due }) => due ?? [])),
      overdue: 0,
      firstSeen: null,
      forActions: without.map(({ id }) => id),
    },
  ];
}
