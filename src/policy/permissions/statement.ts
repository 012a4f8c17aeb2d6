import { parseJson } from '../../model/json-text.ts';
import { isObject, readConditions } from '../condition.ts';
import type { Condition } from '../operators.ts';
import { matchesWildcard } from '../wildcard.ts';
import { type ResourceElement, resourcePattern } from './resources.ts';

/** The Action or NotAction element of a statement. */
export interface ActionElement {
  /** True for NotAction: everything but these. */
  not: boolean;
  /** Lower case. */
  patterns: readonly string[];
}

/** One statement of an identity policy or permissions boundary, read. */
export interface PermissionStatement {
  /** From 0. */
  index: number;
  sid: string | null;
  effect: 'Allow' | 'Deny';
  actions: ActionElement;
  resources: ResourceElement;
  conditions: readonly Condition[];
}

/** What could not be understood, in words. `may-narrow`: it can only take rights away. `may-add`: it may give some. */
export interface PermissionProblem {
  effect: 'may-add' | 'may-narrow';
  text: string;
}

/** A permissions document as reasoning sees it. */
export interface PermissionDocument {
  statements: readonly PermissionStatement[];
  /** Whether Statement is a list: where it is one object alone, no index leads to it. */
  isList: boolean;
  problems: readonly PermissionProblem[];
}

/** The longest document that IAM takes at all. */
const LONGEST_DOCUMENT = 131_072;

const POLICY_ELEMENTS: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement']);
const STATEMENT_ELEMENTS: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/**
 * Reads an identity policy or boundary. Never throws: what cannot be read is among the problems, and the rest is
 * read all the same. A Deny that is not understood in full is left out, lest it count as more than it is.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readPermissions(document: string): PermissionDocument {
  const problems: PermissionProblem[] = [];
  const unread = (text: string): PermissionDocument => ({
    statements: [],
    isList: false,
    problems: [{ effect: 'may-add', text }],
  });
  if (document.length > LONGEST_DOCUMENT) {
    return unread(`the document is ${document.length} characters long, which no policy can be`);
  }
  const policy = parse(document);
  if (policy === undefined) return unread('the document is not JSON');
  if (!isObject(policy)) return unread('the document is not a JSON object');
  if (policy.Statement === undefined) return unread('the document has no Statement');
  for (const element of Object.keys(policy)) {
    if (!POLICY_ELEMENTS.has(element)) {
      problems.push({ effect: 'may-add', text: `element ${element} is not known` });
    }
  }
  const isList = Array.isArray(policy.Statement);
  const elements: unknown[] = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
  const statements = elements.flatMap((element, index) => {
    const { statement, texts } = readStatement(element, index);
    const deny = isObject(element) && element.Effect === 'Deny';
    for (const text of texts) {
      problems.push({ effect: deny ? 'may-narrow' : 'may-add', text: `statement ${index + 1}: ${text}` });
    }
    return statement === undefined || (deny && texts.length > 0) ? [] : [statement];
  });
  return { statements, isList, problems };
}

function parse(document: string): unknown {
  try {
    return parseJson(document);
  } catch {
    return undefined;
  }
}

function readStatement(
  element: unknown,
  index: number,
): { statement?: PermissionStatement; texts: readonly string[] } {
  if (!isObject(element)) return { texts: ['it is not an object'] };
  const { Effect: effect } = element;
  if (effect !== 'Allow' && effect !== 'Deny') return { texts: ['its Effect is neither Allow nor Deny'] };
  const texts: string[] = [];
  const problem = (text: string) => texts.push(text);
  for (const name of Object.keys(element)) {
    if (!STATEMENT_ELEMENTS.has(name)) problem(`element ${name} is not known`);
  }
  const actions = readEither(element, 'Action', problem);
  const resources = readEither(element, 'Resource', problem);
  for (const action of actions.values) {
    if (!/^\*+$|^[^:\s]+:[^:\s]+$/.test(action)) problem(`${action} is no action`);
  }
  const statement: PermissionStatement = {
    index,
    sid: typeof element.Sid === 'string' ? element.Sid : null,
    effect,
    actions: { not: actions.not, patterns: actions.values.map((action) => action.toLowerCase()) },
    resources: { not: resources.not, patterns: resources.values.map(resourcePattern) },
    conditions: readConditions(element.Condition, problem),
  };
  return { statement, texts };
}

/** An element and its negation, of which a statement has exactly one. */
function readEither(
  element: Record<string, unknown>,
  name: 'Action' | 'Resource',
  problem: (text: string) => void,
): { not: boolean; values: string[] } {
  const not = element[name] === undefined;
  const given = not ? element[`Not${name}`] : element[name];
  if (given === undefined) {
    problem(`it has neither ${name} nor Not${name}`);
    return { not: false, values: [] };
  }
  if (!not && element[`Not${name}`] !== undefined) problem(`it has both ${name} and Not${name}`);
  const values: string[] = [];
  for (const value of Array.isArray(given) ? given : [given]) {
    if (typeof value === 'string') values.push(value);
    else problem(`its ${name} is neither text nor a list of texts`);
  }
  return { not, values };
}

/**
 * Whether a statement speaks of an action, given in lower case; case does not count.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function speaksOf({ actions: { not, patterns } }: PermissionStatement, action: string): boolean {
  for (const pattern of patterns) if (pattern === '*' || matchesWildcard(pattern, action)) return !not;
  return not;
}

/** Whether a statement holds for every request. */
export function isUnconditional({ conditions }: PermissionStatement): boolean {
  return conditions.length === 0;
}
