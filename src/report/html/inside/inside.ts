import type { AuditReport } from '../../../model/report.ts';
import { once, type Walks } from '../../walk.ts';
import { SIGNS } from '../map/cells.ts';
import { WAY_WORDS } from '../map/in-words.ts';
import type { MatrixView } from '../map/matrix.ts';
import { capital, capped, label, listed, number, quantity } from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';
import { pictureOf } from './picture.ts';
import { isIntoProduction, isWhole, type Trust, type Trusts, trustsOf } from './trusts.ts';

export interface InsideView {
  sentence: string;
  /** Which production accounts let sandboxes in, or why that is not told. */
  production: string[];
  /** Whether one does. */
  reached: boolean;
  matrix: MatrixView | null;
  region: string;
  description: string;
  ways: Array<{ kind: string; words: string; d: string }>;
  notDrawn: string | null;
  rows: Array<{
    from: string;
    to: string;
    crossing: boolean;
    roles: Array<{ role: string; required: string }>;
    moreRoles: string | null;
    guard: string;
    guarded: boolean;
  }>;
  leftOut: string | null;
  /** Own accounts that the configuration names and the organization does not have. */
  outside: string;
  outsiders: Array<{ name: string; accountId: string }>;
  outsidersLeftOut: string | null;
}

const NAMED = 8;

/** Who of one's own may enter where: all of it, out of sandboxes into production, and from beyond the organization. */
export function insideView(
  report: AuditReport,
  walks: Pick<Walks, 'roles' | 'accounts' | 'names'>,
): () => InsideView {
  const trusts = trustsOf(report, walks);
  return once(() => viewOf(report, trusts(), walks.names()));
}

function viewOf(report: AuditReport, all: Trusts, names: ReadonlyMap<string, string>): InsideView {
  const excluded = new Map(report.scope.excluded.map(({ accountId, name }) => [accountId, name]));
  const nameOf = (id: string) => label(names.get(id) ?? excluded.get(id) ?? id);
  const picture = pictureOf(all, nameOf);
  const { shown, leftOut } = capped(
    { length: all.trusts.length, slice: (from, to) => all.trusts.slice(from, to) },
    LIMITS.insideTrusts,
    (left) => `${quantity(left, 'more is', 'more are')} in report.json, in admits of the roles.`,
  );
  const production = productionInWords(report, all, nameOf);
  return {
    sentence: sentenceOf(report, all),
    ...production,
    matrix: picture?.matrix ?? null,
    region: 'Drawing of the trust among your own accounts',
    description: `${sentenceOf(report, all)} Every pair is in the list below, as far as there is room.`,
    ways: (['none', 'weak', 'strong'] as const).map((kind) => ({
      kind,
      words: WAY_WORDS[kind],
      d: SIGNS[kind](10, 10, kind === 'weak' ? 9.5 : 8),
    })),
    notDrawn: picture?.leftOut ?? null,
    rows: shown.map((trust) => rowOf(trust, all, nameOf)),
    leftOut:
      all.left === 0
        ? leftOut
        : `${leftOut ?? ''} ${number(all.left)} more ways in were counted and not kept here.`.trim(),
    ...outsideInWords(report),
  };
}

function readInWords({ coverage }: AuditReport): string {
  return coverage.complete ? '' : ' in what was read';
}

function sentenceOf(report: AuditReport, { roles, trusts, ways }: Trusts): string {
  const read = readInWords(report);
  if (roles === 0) return `No role admits another of your own accounts${read}.`;
  const accounts = new Set(trusts.map(({ to }) => to)).size;
  const all = ways.none + ways.weak + ways.strong;
  const bare =
    ways.none === 0
      ? 'Each has a condition that guards it.'
      : `${number(ways.none)} ${ways.none === 1 ? 'has no condition that guards it' : 'have no condition that guards them'}.`;
  return `${quantity(roles, 'role')} in ${quantity(accounts, 'account')} ${roles === 1 ? 'admits' : 'admit'} others of your own accounts${read}: ${quantity(all, 'way')} in. ${bare}`;
}

function productionInWords(
  report: AuditReport,
  { environments, intoProduction: { fromSandboxes, fromAnywhere, fromAnybody } }: Trusts,
  nameOf: (id: string) => string,
): Pick<InsideView, 'production' | 'reached'> {
  const count = (wanted: string) => [...environments.values()].filter((one) => one === wanted).length;
  const [production, sandboxes] = [count('production'), count('sandbox')];
  if (production === 0 || sandboxes === 0) {
    const missing =
      production === 0 && sandboxes === 0
        ? 'production or a sandbox'
        : production === 0
          ? 'production'
          : 'a sandbox';
    return {
      reached: false,
      production: [
        `Whether sandboxes may enter production is not known: by the configuration (environments) no account is ${missing}.`,
      ],
    };
  }
  const named = (ids: Iterable<string>) => {
    const all = [...ids].map(nameOf);
    const rest = all.length - NAMED;
    return listed(rest > 0 ? [...all.slice(0, NAMED), `${number(rest)} more`] : all);
  };
  const of = `of the ${quantity(production, 'production account')}`;
  const from = new Set([...fromSandboxes.values()].flatMap((ids) => [...ids]));
  const direct =
    fromSandboxes.size === 0
      ? `No role that was read in any ${of} names one of the ${quantity(sandboxes, 'sandbox', 'sandboxes')}${readInWords(report)}.`
      : `${number(fromSandboxes.size)} ${of} ${fromSandboxes.size === 1 ? 'has a role that admits' : 'have roles that admit'} a sandbox${readInWords(report)}: ${named(fromSandboxes.keys())}. They come from ${named(from)}.`;
  const open = (whom: string, ids: ReadonlySet<string>) =>
    ids.size === 0
      ? []
      : [
          `${number(ids.size)} ${of} ${ids.size === 1 ? 'has a role that admits' : 'have roles that admit'} ${whom}, sandboxes among them where no other condition keeps these out: ${named(ids)}.`,
        ];
  return {
    reached: fromSandboxes.size > 0,
    production: [
      direct,
      ...open('any account of the organization', fromAnywhere),
      ...open('anyone', fromAnybody),
      'This is one step, by what trust policies name: whether a condition can be met now, whether somebody in the sandbox may take the step, and where roles lead on to from there, is not told.',
    ],
  };
}

function rowOf(trust: Trust, all: Trusts, nameOf: (id: string) => string): InsideView['rows'][number] {
  const { from, to, roles, way, named } = trust;
  const rest = roles - named.length;
  return {
    from: isWhole(from) ? `Any account of ${label(from.name)}` : label(from.name),
    to: nameOf(to),
    crossing: isIntoProduction(trust, all),
    roles: named,
    moreRoles: rest > 0 ? `and ${quantity(rest, 'more role')}` : null,
    guard: capital(WAY_WORDS[way]),
    guarded: way === 'strong',
  };
}

function outsideInWords({
  scope: { outsideOrganization: found },
}: AuditReport): Pick<InsideView, 'outside' | 'outsiders' | 'outsidersLeftOut'> {
  if (found === undefined) {
    const outside =
      'Which of your own accounts belong to the organization is not known: its accounts were not read.';
    return { outside, outsiders: [], outsidersLeftOut: null };
  }
  const { shown, leftOut } = capped(
    found,
    LIMITS.outsideAccounts,
    (left) => `${quantity(left, 'more is', 'more are')} in report.json, in scope.outsideOrganization.`,
  );
  return {
    outside:
      found.length === 0
        ? 'Every own account belongs to the organization.'
        : `${quantity(found.length, 'own account')} that the configuration names ${found.length === 1 ? 'belongs' : 'belong'} to no organization of yours: no policy of the organization holds there.`,
    outsiders: shown.map(({ accountId, name }) => ({ accountId, name: label(name) })),
    outsidersLeftOut: leftOut,
  };
}
