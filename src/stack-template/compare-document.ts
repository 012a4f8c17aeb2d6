import { parseJson, partText } from '../model/json-text.ts';
import { PARTITIONS } from '../model/partitions.ts';
import { accountRoot, samePolicy } from '../policy/documents/same-policy.ts';
import { spelledFor } from '../policy/documents/value-spelling.ts';
import { mergedDeclared, mergedLive } from './merge-statements.ts';
import { couldBe, exactText, type OpenText } from './open-text.ts';
import { exactValue, type OpenValue } from './open-value.ts';

/** `unclear`: what the template does not show decides. `unreadable`: one of the two is no policy document. */
type DocumentComparison = 'same' | 'different' | 'unclear' | 'unreadable';

/** Holds a policy document that a template declares against the JSON text of the one in force, by meaning. */
export function compareDocument(declared: OpenValue, live: string): DocumentComparison {
  const exact = exactValue(declared);
  if (exact !== undefined) {
    const same = samePolicy(exact, live);
    if (same === null) return 'unreadable';
    if (same) return 'same';
    // Where a principal was deleted, the policy says so in a way that no template would.
    if (!UNIQUE_ID_WITHIN.test(live)) return 'different';
  }
  if (samePolicy(live, live) === null) return 'unreadable';
  const document: unknown = parseJson(live);
  if (couldMean(declared, document)) return 'unclear';
  // One statement may say what several do.
  return couldMean(mergedDeclared(declared), mergedLive(document)) ? 'unclear' : 'different';
}

/**
 * Whether the declared value could turn out to mean the live one. Asks for less than sameness of meaning everywhere
 * (lists are sets, case says nothing), so that its no is certain and its yes is not.
 */
function couldMean(declared: OpenValue, live: unknown): boolean {
  if (live === undefined) return couldSayNothing(declared);
  if (declared.kind === 'unknown') return true;
  if (declared.kind === 'absent') return saysNothing(live);
  if (declared.kind === 'either') return declared.values.some((value) => couldMean(value, live));
  const { items, open } =
    declared.kind === 'list' ? declared : { items: [{ value: declared, sure: true }], open: false };
  const members: unknown[] = Array.isArray(live) ? live : [live];
  return (
    items.every(({ value, sure }) => !sure || members.some((member) => couldBeMember(value, member))) &&
    (open || members.every((member) => items.some(({ value }) => couldBeMember(value, member))))
  );
}

function couldBeMember(declared: OpenValue, live: unknown): boolean {
  switch (declared.kind) {
    case 'text':
      return isObject(live) ? exactText(declared.text) === undefined : couldSpell(declared.text, live);
    case 'object':
      return isObject(live) && couldHaveMembers(declared.members, live);
    case 'either':
      return declared.values.some((value) => couldBeMember(value, live));
    default:
      return true;
  }
}

function couldSpell(text: OpenText, live: unknown): boolean {
  const [first, ...rest] = text;
  const lower = (part: string) => part.toLowerCase();
  const lowered: OpenText = [lower(first), ...rest.map(lower)];
  if (UNIQUE_ID.test(partText(live))) return exactText(text) === undefined || NAMED_PRINCIPAL.test(first);
  const exact = exactText(text);
  if (
    exact !== undefined &&
    TYPED.some((base) => spelledFor(base, exact) === spelledFor(base, partText(live)))
  )
    return true;
  return spellings(partText(live), first).some((spelling) => couldBe(lowered, lower(spelling)));
}

/** The types of condition values that can be spelled in several ways. */
const TYPED = ['DateEquals', 'NumericEquals', 'IpAddress'] as const;

/**
 * What IAM shows for a user or role that was deleted since the policy named it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
const UNIQUE_ID = /^A(?:ID|RO)A[A-Z0-9]{12,}$/;
const UNIQUE_ID_WITHIN = /"A(?:ID|RO)A[A-Z0-9]{12,}"/;
const NAMED_PRINCIPAL = /^arn:[^:]*:iam::[^:]*:(?:role|user)\//;

/** An account id and the ARN of its root are one principal, also in a partition that only the template names. */
function spellings(live: string, declared: string): string[] {
  const accountId = accountRoot(live);
  if (accountId !== live) return [live, accountId];
  if (!/^\d{12}$/.test(live)) return [live];
  const [, named] = /^arn:(aws[a-z-]*):iam::/i.exec(declared) ?? [];
  const partitions = [...PARTITIONS.map(({ id }) => id), ...(named === undefined ? [] : [named])];
  return [live, ...partitions.map((partition) => `arn:${partition}:iam::${live}:root`)];
}

/** Labels, and the version, whose effect is left to the comparison of exact documents. */
const WITHOUT_MEANING: ReadonlySet<string> = new Set(['id', 'sid', 'version']);

function couldHaveMembers(declared: ReadonlyMap<string, OpenValue>, live: object): boolean {
  const expected = byLowerCase(declared);
  const actual = byLowerCase(Object.entries(live));
  if (expected === undefined || actual === undefined) return true;
  return [...new Set([...expected.keys(), ...actual.keys()])].every(
    (name) =>
      WITHOUT_MEANING.has(name) ||
      (PRINCIPALS.has(name)
        ? couldMean(everyoneDeclared(expected.get(name)), everyone(actual.get(name)))
        : couldMean(expected.get(name) ?? ABSENT, actual.get(name))),
  );
}

const ABSENT: OpenValue = { kind: 'absent' };

const PRINCIPALS: ReadonlySet<string> = new Set(['principal', 'notprincipal']);

/** `"*"` is short for `{"AWS": "*"}`. */
function everyone(live: unknown): unknown {
  return live === '*' ? { AWS: '*' } : live;
}

function everyoneDeclared(value: OpenValue = ABSENT): OpenValue {
  const isEveryone = value.kind === 'text' && exactText(value.text) === '*';
  return isEveryone ? { kind: 'object', members: new Map([['AWS', value]]) } : value;
}

/** Undefined when two names differ in case only. */
function byLowerCase<T>(entries: Iterable<readonly [string, T]>): Map<string, T> | undefined {
  const all = [...entries];
  const map = new Map(all.map(([name, value]) => [name.toLowerCase(), value]));
  return map.size === all.length ? map : undefined;
}

/** An empty condition block is as good as none. */
function saysNothing(live: unknown): boolean {
  return isObject(live) && Object.values(live).every(saysNothing);
}

function couldSayNothing(declared: OpenValue): boolean {
  switch (declared.kind) {
    case 'unknown':
    case 'absent':
      return true;
    case 'either':
      return declared.values.some(couldSayNothing);
    case 'object':
      return [...declared.members.values()].every(couldSayNothing);
    default:
      return false;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
