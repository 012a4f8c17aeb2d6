import { DEEPEST, nestsDeeper, parseJson } from '../model/json-text.ts';
import { actionMatcher } from './actions.ts';
import { isObject, readConditions } from './condition.ts';
import type { Condition } from './operators.ts';
import { type ResourceElement, resourcePattern } from './permissions/resources.ts';
import { type PrincipalElement, readPrincipals } from './principal.ts';

/** One statement of a trust policy, or of another one with principals, read. */
export interface Statement {
  /** From 0. */
  index: number;
  sid: string | null;
  effect: 'Allow' | 'Deny';
  principals: PrincipalElement;
  conditions: Condition[];
  /** Its Resource or NotResource element; null where it has none, as in trust policies. */
  resources: ResourceElement | null;
  /** Its Action element as written; empty for NotAction. */
  actions: readonly string[];
  /** Whether its Action or NotAction element speaks of this action. */
  speaksOf(action: string): boolean;
}

/** A trust policy, or the policy of a resource, which names resources as well and may be longer. */
export type PolicyKind = 'trust' | 'resource';

/** The longest document that IAM takes at all. */
const LONGEST_DOCUMENT = 131_072;

/**
 * Twice IAM's quota for trust policies, which does not count white space, and twice the longest that any service takes for
 * a resource, the 32 KiB of KMS: what is longer never was one.
 */
const LONGEST_CONTENT: Readonly<Record<PolicyKind, number>> = { trust: 16_384, resource: 65_536 };

const POLICY_ELEMENTS: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement']);
const VERSIONS: ReadonlySet<unknown> = new Set(['2012-10-17', '2008-10-17']);
const STATEMENT_ELEMENTS: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Condition',
]);

const RESOURCE_ELEMENTS: readonly string[] = ['Resource', 'NotResource'];

/**
 * The statements of a trust policy document, or of that of a resource. Never throws: what cannot be read is told to `problem`, and the rest
 * is read all the same.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readStatements(
  document: string,
  problem: (text: string) => void,
  kind: PolicyKind = 'trust',
): Statement[] {
  const excess = excessOf(document, kind);
  if (excess !== null) {
    problem(excess);
    return [];
  }
  const policy = parse(document);
  if (policy === undefined) {
    problem('the document is not JSON');
    return [];
  }
  if (!isObject(policy)) {
    problem('the document is not a JSON object');
    return [];
  }
  if (keysWritten(document) !== keysOf(policy)) problem('the document gives a key more than once');
  for (const element of Object.keys(policy)) {
    if (!POLICY_ELEMENTS.has(element)) problem(`element ${element} is not known`);
  }
  if (policy.Version !== undefined && !VERSIONS.has(policy.Version)) problem('its Version is not known');
  if (policy.Statement === undefined) {
    problem('the document has no Statement');
    return [];
  }
  const elements = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
  const language = { variables: policy.Version === '2012-10-17', kind };
  return elements.flatMap((element, index) => readStatement(element, index, language, problem) ?? []);
}

/** How statements are to be read. */
interface Language {
  variables: boolean;
  kind: PolicyKind;
}

/** Why a text is too long or too deep to be a trust policy, in words; null when it is not. */
export function excessOf(document: string, kind: PolicyKind = 'trust'): string | null {
  const longest = LONGEST_CONTENT[kind];
  if (document.length > LONGEST_DOCUMENT) {
    return `the document is ${document.length} characters long, which no ${kind} policy can be`;
  }
  if (document.length > longest && document.replaceAll(/\s+/g, '').length > longest) {
    return `the document holds more than ${longest} characters, which no ${kind} policy can`;
  }
  if (nestsDeeper(document))
    return `the document nests deeper than ${DEEPEST} levels, which no ${kind} policy does`;
  return null;
}

function parse(document: string): unknown {
  try {
    return parseJson(document);
  } catch {
    return undefined;
  }
}

/** The number of keys in a JSON text, those that its parser drops for a later one of the same name included. */
function keysWritten(document: string): number {
  let keys = 0;
  let isText = false;
  for (let at = 0; at < document.length; at += 1) {
    const character = document.charCodeAt(at);
    if (character === QUOTE) isText = !isText;
    else if (isText && character === BACKSLASH) at += 1;
    else if (!isText && character === COLON) keys += 1;
  }
  return keys;
}

const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];

function keysOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const members = Object.values(value);
  return members.reduce(
    (sum: number, member) => sum + keysOf(member),
    Array.isArray(value) ? 0 : members.length,
  );
}

function readStatement(
  element: unknown,
  index: number,
  language: Language,
  report: (text: string) => void,
): Statement | undefined {
  const problems: string[] = [];
  const statement = understood(element, index, language, (text) => problems.push(text));
  for (const text of problems) report(`statement ${index + 1}: ${text}`);
  // A Deny that is not understood in full may deny less than it seems to: it must not count as a guard.
  return statement?.effect === 'Deny' && problems.length > 0 ? undefined : statement;
}

function understood(
  element: unknown,
  index: number,
  language: Language,
  problem: (text: string) => void,
): Statement | undefined {
  if (!isObject(element)) {
    problem('it is not an object');
    return undefined;
  }
  const named = language.kind === 'resource' ? RESOURCE_ELEMENTS : [];
  for (const name of Object.keys(element)) {
    if (!STATEMENT_ELEMENTS.has(name) && !named.includes(name)) problem(`element ${name} is not known`);
  }
  const effect = element.Effect;
  if (effect !== 'Allow' && effect !== 'Deny') {
    problem('its Effect is neither Allow nor Deny');
    return undefined;
  }
  const not = element.Principal === undefined;
  const principal = not ? element.NotPrincipal : element.Principal;
  if (principal === undefined) {
    problem('it names no principal');
    return undefined;
  }
  if (!not && element.NotPrincipal !== undefined) problem('it has both Principal and NotPrincipal');
  return {
    index,
    sid: typeof element.Sid === 'string' ? element.Sid : null,
    effect,
    principals: readPrincipals(principal, not, problem, { takesAway: effect === 'Deny' }),
    conditions: readConditions(element.Condition, problem, language),
    resources: language.kind === 'resource' ? readResources(element, problem) : null,
    ...readActions(element, problem),
  };
}

function readActions(
  element: Record<string, unknown>,
  problem: (text: string) => void,
): Pick<Statement, 'actions' | 'speaksOf'> {
  const not = element.Action === undefined;
  const given = not ? element.NotAction : element.Action;
  const patterns: string[] = [];
  for (const pattern of Array.isArray(given) ? given : [given]) {
    if (typeof pattern === 'string') patterns.push(pattern);
    else problem('its Action is neither text nor a list of texts');
  }
  if (!not && element.NotAction !== undefined) problem('it has both Action and NotAction');
  const matches = actionMatcher(patterns);
  return { actions: not ? [] : patterns, speaksOf: (action) => matches(action) !== not };
}

/** Services whose policies speak of their one resource alone leave the element out. */
function readResources(
  element: Record<string, unknown>,
  problem: (text: string) => void,
): ResourceElement | null {
  const not = element.Resource === undefined;
  const given = not ? element.NotResource : element.Resource;
  if (given === undefined) return null;
  if (!not && element.NotResource !== undefined) problem('it has both Resource and NotResource');
  const texts = (Array.isArray(given) ? given : [given]).filter((text) => {
    if (typeof text !== 'string') problem('its Resource is neither text nor a list of texts');
    return typeof text === 'string';
  });
  return { not, patterns: texts.map(resourcePattern) };
}
