import type { Action, ActionCause, Deadlines } from '../../../model/action.ts';
import type { AuditReport } from '../../../model/report.ts';
import { SEVERITIES } from '../../../model/severity.ts';
import {
  anchor,
  capped,
  label,
  listed,
  number,
  quantity,
  type SeverityCount,
  severityCounts,
} from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';

/** What kinds of actions are called, in the order of reading. */
export const ACTION_KINDS = {
  decide: 'Decide',
  fix: 'Fix',
  ask: 'Ask',
} as const satisfies Record<Action['kind'], string>;

export interface ActionRowView {
  anchor: string;
  /** In the explorer; null where there is none. */
  href: string | null;
  kind: Action['kind'];
  kindName: string;
  title: string;
  severities: SeverityCount[];
  clears: string;
  /** The worst severity alone, and the rest in words; null where nothing is cleared. */
  worst: { severities: SeverityCount[] } | null;
  others: string | null;
  where: string;
  /** In the parts between which a line may end. */
  owner: string[] | null;
  effort: string;
  due: string;
  overdue: string | null;
}

export interface ActionView extends ActionRowView {
  causes: Array<{ check: string; title: string; source: string; count: string }>;
  causesLeftOut: string | null;
}

export interface ActionsView {
  sentence: string;
  deadlines: string;
  rows: ActionView[];
  leftOut: string | null;
}

/**
 * Every action with its causes: what an officer goes through from the top.
 *
 * @param names of accounts, by id
 */
export function actionsView(
  report: AuditReport,
  names: ReadonlyMap<string, string>,
  explorerHref?: string,
): ActionsView {
  const { actions = [], checks, deadlines } = report;
  const titles = new Map(checks.map(({ id, failureTitle }) => [id, failureTitle]));
  const { shown, leftOut } = capped(
    actions,
    LIMITS.actions,
    (left) =>
      `${quantity(left, 'more action, which clears less, is', 'more actions, which clear less, are')} in report.json.`,
  );
  return {
    sentence: sentenceOn(report),
    deadlines: deadlinesInWords(deadlines),
    rows: shown.map((action) => {
      const causes = capped(
        action.causes,
        LIMITS.causesPerAction,
        (left) => `${quantity(left, 'more cause is', 'more causes are')} in report.json.`,
      );
      return {
        ...actionRow(action, names, explorerHref),
        causes: causes.shown.map((cause) => ({
          check: cause.checkId,
          title: titles.get(cause.checkId) ?? cause.checkId,
          source: sourceInWords(cause),
          count: number(cause.findings.length),
        })),
        causesLeftOut: causes.leftOut,
      };
    }),
    leftOut,
  };
}

export function actionRow(
  action: Action,
  names: ReadonlyMap<string, string>,
  explorerHref?: string,
): ActionRowView {
  const { id, kind, title, clears, owner, due, overdue, forActions } = action;
  const findings = findingsOf(action);
  return {
    anchor: anchor('a', id),
    href: explorerHref === undefined || findings === 0 ? null : `${explorerHref}#view=findings&action=${id}`,
    kind,
    kindName: ACTION_KINDS[kind],
    title: label(title),
    severities: severityCounts(clears),
    ...worstOf(clears, findings),
    clears:
      forActions === undefined
        ? quantity(findings, 'finding')
        : `${quantity(forActions.length, 'action')} nobody answers for`,
    where: whereInWords(action, names),
    owner: owner === undefined ? null : ownerName(label(owner.name)),
    effort: effortInWords(action),
    due: due ?? 'No deadline',
    overdue: overdue === 0 ? null : `${number(overdue)} overdue`,
  };
}

/** A name in the parts between which a line may end: before the @ of an address of mail, and after its dots. */
export function ownerName(name: string): string[] {
  return name.split(/(?=@)|(?<=\.)/);
}

function worstOf(clears: Action['clears'], findings: number): Pick<ActionRowView, 'worst' | 'others'> {
  const [worst] = severityCounts(clears);
  if (worst === undefined) return { worst: null, others: null };
  const rest = findings - clears[worst.severity];
  return { worst: { severities: [worst] }, others: rest === 0 ? null : `and ${number(rest)} less severe` };
}

/** The number of findings that an action clears. */
export function findingsOf({ clears }: Pick<Action, 'clears'>): number {
  return SEVERITIES.reduce((sum, severity) => sum + clears[severity], 0);
}

function sentenceOn({ actions = [] }: AuditReport): string {
  const open = actions.reduce((sum, action) => sum + findingsOf(action), 0);
  if (open === 0) return 'Nothing is to be done about findings: none is open.';
  const unowned = actions.filter(
    ({ owner, forActions }) => owner === undefined && forActions === undefined,
  ).length;
  const owners = unowned === 0 ? 'Each has an owner.' : `${quantity(unowned, 'has', 'have')} no owner.`;
  return `${quantity(open, 'open finding comes', 'open findings come')} down to ${quantity(actions.length, 'action')}; each finding is in one of them and no other. ${owners}`;
}

export function deadlinesInWords(deadlines: Deadlines | undefined): string {
  if (deadlines === undefined) return '';
  const days = SEVERITIES.map((severity) => {
    const limit = deadlines[severity];
    return `${severity} ${limit === null ? 'none' : quantity(limit, 'day')}`;
  });
  return `Deadlines, from when a finding was first seen: ${days.join(', ')}.`;
}

const NAMED = 2;

function whereInWords({ accounts }: Action, names: ReadonlyMap<string, string>): string {
  if (accounts.length === 0) return 'No account';
  const named = accounts.slice(0, NAMED).map((id) => {
    const name = names.get(id);
    return name === undefined ? id : label(name);
  });
  const rest = accounts.length - named.length;
  return rest === 0 ? listed(named) : `${named.join(', ')} and ${quantity(rest, 'more account')}`;
}

function effortInWords({ effort, causes }: Action): string {
  const { changes, resources, withThirdParty } = effort;
  if (changes === 0) return 'An entry in the configuration';
  const size = changes <= 3 ? 'Small' : changes <= 10 ? 'Medium' : 'Large';
  const [first] = causes;
  const template =
    first !== undefined && changes === 1 && first.source.kind !== 'resource'
      ? ` (${sourceInWords(first)})`
      : '';
  const change = `${size}: ${quantity(changes, 'change')}${template}`;
  const reach = resources === changes ? '' : ` for ${quantity(resources, 'resource')}`;
  return `${change}${reach}${withThirdParty ? ', together with the third party' : ''}`;
}

function sourceInWords({ source }: ActionCause): string {
  switch (source.kind) {
    case 'stack set':
      return `stack set ${label(source.name)}`;
    case 'stack set by name':
      return `stacks that by their names are perhaps of stack set ${label(source.name)}`;
    case 'stack':
      return `template of stack ${label(source.name)}`;
    case 'policy':
      return `the same document on roles such as ${label(source.name)}`;
    case 'resource':
      return 'each by itself';
  }
}
