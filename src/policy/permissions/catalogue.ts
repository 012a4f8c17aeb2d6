import { matchesWildcard } from '../wildcard.ts';
import { LEVEL_CORRECTIONS, READ_ONLY_FORMS } from './level-corrections.ts';
import { PUBLISHED_ACTIONS } from './published-actions.ts';
import { type ResourcePattern, wildcardsMeet } from './resources.ts';

/** The access levels of the Service Authorization Reference, from least to most. */
export const ACCESS_LEVELS = ['list', 'read', 'write', 'tagging', 'permissions'] as const;

export type AccessLevel = (typeof ACCESS_LEVELS)[number];

/** A set of published actions: a bit for each, by its number. */
export type ActionSet = Uint32Array;

interface Service {
  name: string;
  /** Service parts of the ARNs that its actions take. */
  arnServices: readonly string[];
  /** The numbers of its actions: from `start` up to, and without, `end`. */
  start: number;
  end: number;
}

/** An action that a condition can hold to reading has two numbers: one of itself, and one of its reading form. */
interface Catalogue {
  services: readonly Service[];
  byPrefix: ReadonlyMap<string, Service>;
  /** `s3:GetObject`, by number. */
  names: readonly string[];
  /** The same in lower case. */
  lower: readonly string[];
  numbers: ReadonlyMap<string, readonly number[]>;
  /** The same by names as published, by which most are asked for: those that were. */
  published: Map<string, readonly number[]>;
  /** Index into `ACCESS_LEVELS`, by number. */
  levels: Uint8Array;
}

let read: Catalogue | undefined;

/** The published actions, taken apart when they are first asked for. */
function catalogue(): Catalogue {
  read ??= readCatalogue(PUBLISHED_ACTIONS);
  return read;
}

function readCatalogue(text: string): Catalogue {
  const corrected = new Map<string, AccessLevel>();
  for (const { actions, level } of LEVEL_CORRECTIONS) for (const name of actions) corrected.set(name, level);
  const twofold = new Set(READ_ONLY_FORMS.map(({ action }) => action));
  const services: Service[] = [];
  const names: string[] = [];
  const lower: string[] = [];
  const levels: number[] = [];
  const numbers = new Map<string, number[]>();
  const add = (name: string, level: AccessLevel | undefined) => {
    const key = name.toLowerCase();
    const known = numbers.get(key);
    if (known === undefined) numbers.set(key, [names.length]);
    else known.push(names.length);
    names.push(name);
    lower.push(key);
    levels.push(ACCESS_LEVELS.indexOf(level ?? 'write'));
  };
  for (const line of text.trim().split('\n')) {
    const [head = '', ...byLevel] = line.split('|');
    const [name = '', ...others] = head.split(' ');
    const start = names.length;
    for (const [level, actions] of byLevel.entries()) {
      for (const action of actions.split(' ').filter((word) => word !== '')) {
        const full = `${name}:${action}`;
        add(full, corrected.get(full) ?? ACCESS_LEVELS[level]);
        if (twofold.has(full)) add(full, 'read');
      }
    }
    services.push({ name, arnServices: [name, ...others], start, end: names.length });
  }
  return {
    services,
    byPrefix: new Map(services.map((service) => [service.name, service])),
    names,
    lower,
    numbers,
    published: new Map(),
    levels: Uint8Array.from(levels),
  };
}

/** A set without members. */
export function noActions(): ActionSet {
  return new Uint32Array(Math.ceil(catalogue().names.length / 32));
}

let none: ActionSet | undefined;

/** The empty set; not to be changed. */
export function nothing(): ActionSet {
  none ??= noActions();
  return none;
}

/** How many actions are published. */
export function publishedCount(): number {
  return catalogue().numbers.size;
}

/** Whether the action, or its reading form alone, is a member. */
export function hasAction(set: ActionSet, action: string): boolean {
  return numbersOf(action).some((number) => hasNumber(set, number));
}

/** The numbers of a published action, see `Catalogue`; none when it is not published. */
export function numbersOf(action: string): readonly number[] {
  const { names, published, numbers } = catalogue();
  const known = published.get(action);
  if (known !== undefined) return known;
  const found = numbers.get(action.toLowerCase()) ?? [];
  // Any other way to write it is not remembered: there is no end to them.
  if (names[found[0] ?? -1] === action) published.set(action, found);
  return found;
}

export function hasNumber(set: ActionSet, number: number): boolean {
  return ((set[number >>> 5] ?? 0) & (1 << (number & 31))) !== 0;
}

function addNumber(set: ActionSet, number: number): void {
  set[number >>> 5] = (set[number >>> 5] ?? 0) | (1 << (number & 31));
}

/** The set with these published actions; names that are not published are left out. */
export function actionSet(actions: Iterable<string>): ActionSet {
  const set = noActions();
  for (const action of actions) for (const number of numbersOf(action)) addNumber(set, number);
  return set;
}

/** The set with these actions themselves, without their reading forms. */
export function beyondReadingForm(actions: Iterable<string>): ActionSet {
  const set = noActions();
  for (const action of actions) for (const number of numbersOf(action).slice(0, 1)) addNumber(set, number);
  return set;
}

/** The members in words as published, each once: `s3:GetObject`. */
export function actionNames(set: ActionSet): string[] {
  const { names } = catalogue();
  const found = new Set<string>();
  set.forEach((word, index) => {
    for (let bit = 0; word !== 0 && bit < 32; bit += 1) {
      const name = names[index * 32 + bit];
      if ((word & (1 << bit)) !== 0 && name !== undefined) found.add(name);
    }
  });
  return [...found];
}

/** What the wildcards of this many patterns stand for is remembered. */
const MOST_REMEMBERED = 4096;

const expansions = new Map<string, readonly number[]>();

/** The numbers of the published actions that a pattern, in lower case, matches. */
export function expand(pattern: string): readonly number[] {
  const exact = catalogue().numbers.get(pattern);
  if (exact !== undefined) return exact;
  if (!/[*?]/.test(pattern)) return [];
  const known = expansions.get(pattern);
  if (known !== undefined) return known;
  const found = search(pattern);
  if (expansions.size >= MOST_REMEMBERED) expansions.clear();
  expansions.set(pattern, found);
  return found;
}

function search(pattern: string): number[] {
  const { byPrefix, lower } = catalogue();
  const prefix = pattern.slice(0, Math.max(0, pattern.indexOf(':')));
  const service = /[*?]/.test(prefix) || prefix === '' ? undefined : byPrefix.get(prefix);
  if (prefix !== '' && !/[*?]/.test(prefix) && service === undefined) return [];
  const found: number[] = [];
  for (let number = service?.start ?? 0; number < (service?.end ?? lower.length); number += 1) {
    if (matchesWildcard(pattern, lower[number] ?? '')) found.push(number);
  }
  return found;
}

/** Whether a pattern, in lower case, matches a member. */
export function matchesMember(pattern: string, set: ActionSet): boolean {
  return expand(pattern).some((number) => hasNumber(set, number));
}

/** The published actions that the patterns match; with `not`, all others. */
export function matchedActions({ not, patterns }: { not: boolean; patterns: readonly string[] }): ActionSet {
  const set = noActions();
  for (const pattern of patterns) for (const number of expand(pattern)) addNumber(set, number);
  return not ? without(everyAction(), set) : set;
}

let every: ActionSet | undefined;

/** The set of all published actions; not to be changed. */
export function everyAction(): ActionSet {
  if (every === undefined) {
    every = noActions();
    for (let number = 0; number < catalogue().names.length; number += 1) addNumber(every, number);
  }
  return every;
}

const ofLevel = new Map<AccessLevel, ActionSet>();

/** All published actions of an access level. */
export function actionsOfLevel(level: AccessLevel): ActionSet {
  const known = ofLevel.get(level);
  if (known !== undefined) return known;
  const wanted = ACCESS_LEVELS.indexOf(level);
  const set = noActions();
  catalogue().levels.forEach((found, number) => {
    if (found === wanted) addNumber(set, number);
  });
  ofLevel.set(level, set);
  return set;
}

const byArnService = new Map<string, ActionSet>();

/**
 * The actions that a resource pattern can give at all: those of the services that take resources of which it speaks, as
 * some take those of any. All of them for a pattern without a service.
 */
export function actionsOn({ parts: [, , service = '*'], texts }: ResourcePattern): ActionSet {
  if (service === '*' || texts.some((text) => /^[^:]*\*/.test(text))) return everyAction();
  const known = byArnService.get(service);
  if (known !== undefined) return known;
  const set = noActions();
  for (const { arnServices, start, end } of catalogue().services) {
    if (!arnServices.some((name) => wildcardsMeet(name, service))) continue;
    for (let number = start; number < end; number += 1) addNumber(set, number);
  }
  if (byArnService.size >= MOST_REMEMBERED) byArnService.clear();
  byArnService.set(service, set);
  return set;
}

/** Whether an action can be given on a resource pattern at all; of one that is not published nobody can tell. */
export function canBeOn(pattern: ResourcePattern, action: string): boolean {
  const numbers = numbersOf(action);
  return numbers.length === 0 || numbers.some((number) => hasNumber(actionsOn(pattern), number));
}

export function isEmpty(set: ActionSet): boolean {
  if (set === none) return true;
  for (const word of set) if (word !== 0) return false;
  return true;
}

/** The number of members. */
export function sizeOf(set: ActionSet): number {
  let size = 0;
  for (const word of set) {
    // The bits of a word are added up in pairs, fours and bytes.
    const pairs = word - ((word >>> 1) & 0x55555555);
    const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
    size += Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return size;
}

/** Adds the members of `more` to `set`, which is changed. */
export function addAll(set: ActionSet, more: ActionSet): void {
  for (let index = 0; index < set.length; index += 1) set[index] = (set[index] ?? 0) | (more[index] ?? 0);
}

/** Takes the members of `less` out of `set`, which is changed. */
export function removeAll(set: ActionSet, less: ActionSet): void {
  for (let index = 0; index < set.length; index += 1) set[index] = (set[index] ?? 0) & ~(less[index] ?? 0);
}

/** Leaves in `set`, which is changed, only what is in `kept` too. */
export function retainAll(set: ActionSet, kept: ActionSet): void {
  for (let index = 0; index < set.length; index += 1) set[index] = (set[index] ?? 0) & (kept[index] ?? 0);
}

/** Whether the two have a member in common. */
export function overlap(one: ActionSet, other: ActionSet): boolean {
  for (let index = 0; index < one.length; index += 1) {
    if (((one[index] ?? 0) & (other[index] ?? 0)) !== 0) return true;
  }
  return false;
}

/** What is in one or both; the greater of them itself, not to be changed, where it has all of the other. */
export function union(one: ActionSet, other: ActionSet): ActionSet {
  if (isWithin(other, one)) return one;
  if (isWithin(one, other)) return other;
  const set = one.slice();
  addAll(set, other);
  return set;
}

/** What is in both; `one` itself, not to be changed, where that is all of it. */
export function intersection(one: ActionSet, other: ActionSet): ActionSet {
  if (isWithin(one, other)) return one;
  if (!overlap(one, other)) return nothing();
  const set = one.slice();
  retainAll(set, other);
  return set;
}

/** What is left of `one`; `one` itself, not to be changed, where that is all of it. */
export function without(one: ActionSet, other: ActionSet): ActionSet {
  if (!overlap(one, other)) return one;
  const set = one.slice();
  removeAll(set, other);
  return set;
}

/** Whether all members of `one` are in `other`. */
function isWithin(one: ActionSet, other: ActionSet): boolean {
  for (let index = 0; index < one.length; index += 1) {
    if (((one[index] ?? 0) & ~(other[index] ?? 0)) !== 0) return false;
  }
  return true;
}

/** Whether actions are published of a service, by its prefix in lower case. */
export function isPublishedService(name: string): boolean {
  return catalogue().byPrefix.has(name);
}

/** The levels that a set's members have. */
export interface ServiceAccess {
  /** The prefix of its actions: `s3`. */
  service: string;
  /** From least to most, with the number of actions of each. */
  levels: ReadonlyMap<AccessLevel, number>;
}

/** A set by service and access level, services in the order of their names. */
export function accessByService(set: ActionSet): ServiceAccess[] {
  const { services, levels } = catalogue();
  const counts = new Map<string, number[]>();
  let at = 0;
  for (const [index, word] of set.entries()) {
    for (let left = word; left !== 0; left &= left - 1) {
      const number = index * 32 + 31 - Math.clz32(left & -left);
      while ((services[at]?.end ?? Number.POSITIVE_INFINITY) <= number) at += 1;
      const name = services[at]?.name ?? '';
      const known = counts.get(name) ?? ACCESS_LEVELS.map(() => 0);
      const level = levels[number] ?? 0;
      known[level] = (known[level] ?? 0) + 1;
      counts.set(name, known);
    }
  }
  return [...counts].map(([service, held]) => ({
    service,
    levels: new Map(
      ACCESS_LEVELS.map((level, index) => [level, held[index] ?? 0] as const).filter(
        ([, count]) => count > 0,
      ),
    ),
  }));
}

/** The levels that a set's members have, from least to most. */
export function levelsOf(set: ActionSet): AccessLevel[] {
  return ACCESS_LEVELS.filter((level) => overlap(set, actionsOfLevel(level)));
}

/** The published actions of a service, by the prefix of its actions: `s3:GetObject`. */
export function actionsOfService(prefix: string): string[] {
  const { byPrefix, names } = catalogue();
  const service = byPrefix.get(prefix);
  return service === undefined ? [] : [...new Set(names.slice(service.start, service.end))];
}
