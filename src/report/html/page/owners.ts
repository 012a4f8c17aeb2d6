import type { Action } from '../../../model/action.ts';
import type { AuditReport } from '../../../model/report.ts';
import { SEVERITIES } from '../../../model/severity.ts';
import { visible } from '../../visible.ts';
import {
  anchor,
  capped,
  label,
  number,
  quantity,
  type SeverityCount,
  severityCounts,
} from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';
import { ACTION_KINDS, findingsOf, ownerName } from './actions.ts';

export interface OwnersView {
  sentence: string;
  /** Who answers for the worst comes first, and before everybody what nobody answers for. */
  rows: OwnerView[];
  leftOut: string | null;
}

export interface OwnerView {
  /** In the parts between which a line may end; null: nobody. */
  name: string[] | null;
  actions: OwnersActionView[];
  actionsLeftOut: string | null;
  severities: SeverityCount[];
  due: string;
  overdue: string | null;
  /** All findings of the owner in the explorer, by action; null where there is none. */
  href: string | null;
}

interface OwnersActionView {
  /** On this page; null where the page does not show the action. */
  anchor: string | null;
  kind: Action['kind'];
  kindName: string;
  title: string;
  due: string;
}

/** What each owner has to do: all actions, and with them all open findings, by who answers for them. */
export function ownersView(
  { actions = [] }: Pick<AuditReport, 'actions'>,
  explorerHref?: string,
): OwnersView {
  const onPage = new Set(actions.slice(0, LIMITS.actions).map(({ id }) => id));
  const byOwner = new Map<string | null, Action[]>();
  for (const action of actions) {
    const name = action.owner?.name ?? null;
    byOwner.set(name, [...(byOwner.get(name) ?? []), action]);
  }
  const unowned = byOwner.get(null) ?? [];
  byOwner.delete(null);
  const all = [...(unowned.length === 0 ? [] : [[null, unowned] as const]), ...byOwner];
  const { shown, leftOut } = capped(
    all,
    LIMITS.owners,
    (left) => `${quantity(left, 'more owner is', 'more owners are')} in report.json, with each action.`,
  );
  return {
    sentence: sentenceOn(byOwner.size, unowned),
    rows: shown.map(([name, theirs]) => ownerRow(name, theirs, onPage, explorerHref)),
    leftOut,
  };
}

function ownerRow(
  name: string | null,
  actions: readonly Action[],
  onPage: ReadonlySet<string>,
  explorerHref: string | undefined,
): OwnerView {
  // That an owner is to be named is what is to be done first about actions that have none.
  const inOrder = [...actions].sort((a, b) => Number(isNaming(b)) - Number(isNaming(a)));
  const { shown, leftOut } = capped(
    inOrder,
    LIMITS.actionsPerOwner,
    (left) => `${quantity(left, 'more is', 'more are')} under Actions and in report.json.`,
  );
  const clears: Action['clears'] = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const action of actions)
    for (const severity of SEVERITIES) clears[severity] += action.clears[severity];
  const overdue = actions.reduce((sum, action) => sum + action.overdue, 0);
  const days = actions.flatMap(({ due }) => due ?? []).sort();
  return {
    name: name === null ? null : ownerName(label(name)),
    actions: shown.map(({ id, kind, title, due }) => ({
      anchor: onPage.has(id) ? anchor('a', id) : null,
      kind,
      kindName: ACTION_KINDS[kind],
      title: label(title),
      due: due ?? 'no deadline',
    })),
    actionsLeftOut: leftOut,
    severities: severityCounts(clears),
    due: days[0] ?? 'No deadline',
    overdue: overdue === 0 ? null : `${number(overdue)} overdue`,
    href:
      explorerHref === undefined ? null : `${explorerHref}#view=findings&owner=${choice(name)}&group=action`,
  };
}

/** How the explorer's filter knows an owner. */
function choice(name: string | null): string {
  return name === null ? 'none' : encodeURIComponent(visible(label(name)));
}

function isNaming({ forActions }: Action): boolean {
  return forActions !== undefined;
}

function sentenceOn(owners: number, unowned: readonly Action[]): string {
  const findings = unowned.reduce((sum, action) => sum + findingsOf(action), 0);
  if (owners === 0 && findings === 0) return 'Nobody has anything to do about findings: none is open.';
  const known = `${quantity(owners, 'owner has', 'owners have')} something to do; each finds here all that is theirs.`;
  if (findings === 0) return `${known} Every open finding has an owner.`;
  const theirs = unowned.filter((action) => !isNaming(action)).length;
  return `${owners === 0 ? '' : `${known} `}Nobody answers for ${quantity(theirs, 'action')} on ${quantity(findings, 'finding')}: name an owner by the register of third parties, by a tag, or by owners in the configuration.`;
}
