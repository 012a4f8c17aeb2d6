import { groupedBy } from '../model/grouped-by.ts';
import { entriesOf } from './read-template.ts';
import { OPEN } from './written-out.ts';

/** What nobody knows is no action, so whoever reads it says that the policy may give, or take away, more. */
const MAY_GIVE = { Effect: 'Allow', Action: OPEN, Resource: '*' };
const MAY_TAKE = { Effect: 'Deny', Action: OPEN, Resource: '*' };

/** A policy of which nothing is known. */
export const OPEN_POLICY = { Version: '2012-10-17', Statement: [MAY_GIVE, MAY_TAKE] };

/**
 * What a permission policy surely says, although the template leaves parts of it open. A statement keeps its number: one
 * that allows keeps the actions and resources that are known, and the resources and values of conditions of which a
 * part is; of one that denies, of which anything is open, no more is known than that it may deny.
 *
 * @param place where the policy stands in the template
 * @param open the places that are open, of which those within the policy count
 */
export function certainPermissions(document: unknown, place: string, open: ReadonlySet<string>): unknown {
  const rest = [...open].flatMap((one) => (one.startsWith(place) ? [one.slice(place.length)] : []));
  if (rest.length === 0) return document;
  if (typeof document !== 'string') return certain(document, rest);
  const parsed = parsedOf(document);
  const places = parsed === undefined ? [] : placesOfOpen(parsed);
  return places.length === 0 ? OPEN_POLICY : certain(parsed, places);
}

function certain(document: unknown, rest: readonly string[]): unknown {
  const declared = entriesOf(document).get('Statement');
  const parts = groupedBy(rest, (one) => {
    const [within, index = Array.isArray(declared) ? 'none' : '0'] =
      /^\.Statement(?:\[(\d+)\])?(?=\.|$)/.exec(one) ?? [];
    return within === undefined ? 'none' : index;
  });
  const statements = [declared ?? []].flat().map((statement, index) => {
    const places = parts.get(String(index));
    return places === undefined ? { known: statement, more: [] } : certainStatement(statement, places);
  });
  const more = [...statements.flatMap((one) => one.more), ...(parts.has('none') ? [MAY_GIVE, MAY_TAKE] : [])];
  return {
    ...Object.fromEntries(entriesOf(document)),
    Statement: [...statements.map(({ known }) => known), ...more.slice(0, 2)],
  };
}

interface Certain {
  known: unknown;
  /** What is to be said besides. */
  more: object[];
}

function certainStatement(statement: unknown, places: readonly string[]): Certain {
  const members = entriesOf(statement);
  const effect = members.get('Effect');
  if (effect === 'Deny') return { known: MAY_TAKE, more: [] };
  if (effect !== 'Allow') return { known: MAY_GIVE, more: [MAY_TAKE] };
  const within = places.map((one) => one.replace(/^\.Statement(?:\[\d+\])?/, ''));
  const left = new Map<string, Set<number>>();
  for (const one of within) {
    if (isKnownInPart(members, one)) continue;
    const [, key = '', index = ''] = /^\.(Action|Resource)\[(\d+)\]$/.exec(one) ?? [];
    if (key === '') return { known: MAY_GIVE, more: [] };
    left.set(key, (left.get(key) ?? new Set()).add(Number(index)));
  }
  if (left.size === 0) return { known: statement, more: [] };
  const lists = [...left].map(([key, indexes]) => {
    const list = [members.get(key)].flat();
    return [key, list.filter((_, index) => !indexes.has(index))] as const;
  });
  if (lists.some(([, list]) => list.length === 0)) return { known: MAY_GIVE, more: [] };
  return { known: { ...Object.fromEntries(members), ...Object.fromEntries(lists) }, more: [MAY_GIVE] };
}

/** The ARN of what is still to be made, a value that a condition compares with: neither gives more than it says. */
function isKnownInPart(statement: ReadonlyMap<string, unknown>, place: string): boolean {
  const [, key = '', operator = '', name = '', index] =
    /^\.(Resource|Condition\.([A-Za-z:]+)\.([^[]+))(?:\[(\d+)\])?$/.exec(place) ?? [];
  const value =
    key === 'Resource'
      ? statement.get(key)
      : entriesOf(entriesOf(statement.get('Condition')).get(operator)).get(name);
  const text = index === undefined ? value : [value].flat()[Number(index)];
  return typeof text === 'string' && text.includes(OPEN);
}

function parsedOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where the texts of a document stand that are open. It comes from JSON, so it ends. */
function placesOfOpen(document: unknown): string[] {
  const places: string[] = [];
  const left: Array<{ node: unknown; place: string }> = [{ node: document, place: '' }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { node, place } = next;
    if (typeof node === 'string' && node.includes(OPEN)) places.push(place);
    if (typeof node !== 'object' || node === null) continue;
    for (const [key, value] of Object.entries(node)) {
      if (key.includes(OPEN)) places.push(place);
      left.push({ node: value, place: Array.isArray(node) ? `${place}[${key}]` : `${place}.${key}` });
    }
  }
  return places;
}
