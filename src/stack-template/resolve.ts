import { partText } from '../model/json-text.ts';
import { isStandIn } from '../policy/external-ids/stand-in.ts';
import { ANY_TEXT, couldBe, exactText, joinTexts, literalText, type OpenText } from './open-text.ts';
import { entriesOf } from './read-template.ts';
import { descend, type TemplateScope } from './scope.ts';

/** What a text property may come to: every possibility, null among them when the property may be absent. Never empty. */
export type Possibilities = ReadonlyArray<OpenText | null>;

/** What a list property may come to. */
export interface Items {
  /** `sure` is false where a condition that cannot be worked out decides. */
  items: ReadonlyArray<{ node: unknown; sure: boolean }>;
  /** There may be more that cannot be known. */
  open: boolean;
}

const UNKNOWN_TEXT: Possibilities = [ANY_TEXT];
const UNKNOWN_ITEMS: Items = { items: [], open: true };
const MOST_POSSIBILITIES = 16;

/** The one text that it surely comes to, if there is one. */
export function onlyText(possibilities: Possibilities): string | undefined {
  const [first] = possibilities;
  return possibilities.length === 1 && first != null ? exactText(first) : undefined;
}

/** Works out a text. Whatever cannot be worked out is open, never left out. */
export function textsOf(node: unknown, outer: TemplateScope): Possibilities {
  const scope = descend(outer);
  if (scope === undefined) return UNKNOWN_TEXT;
  if (node === undefined) return [null];
  if (typeof node === 'string' || typeof node === 'number' || typeof node === 'boolean') {
    return [literalText(String(node))];
  }
  const { name, argument } = functionCall(node);
  switch (name) {
    case 'Ref':
      return referencedText(argument, scope);
    case 'Fn::GetAtt':
      return attribute(argument, scope);
    case 'Fn::Sub':
      return substitute(argument, scope);
    case 'Fn::Join':
      return join(argument, scope);
    case 'Fn::If': {
      const branches = branchesOf(argument, scope);
      return limited(branches?.flatMap((branch) => textsOf(branch, scope)));
    }
    case 'Fn::Select':
      return select(argument, scope);
    case 'Fn::FindInMap':
      return limited(findInMap(argument, scope)?.flatMap((found) => textsOf(found, scope)));
    default:
      return UNKNOWN_TEXT;
  }
}

/** Works out which items a list holds, each still to be worked out itself. */
export function itemsOf(node: unknown, outer: TemplateScope): Items {
  const scope = descend(outer);
  if (scope === undefined) return UNKNOWN_ITEMS;
  if (node === undefined) return { items: [], open: false };
  if (Array.isArray(node)) return together(node.map((item) => itemsOfElement(item, scope)));
  if (typeof node === 'string') return { items: [{ node, sure: true }], open: false };
  const { name, argument } = functionCall(node);
  switch (name) {
    case 'Ref':
      return referencedItems(argument, scope);
    case 'Fn::If':
      return eitherOf(branchesOf(argument, scope)?.map((branch) => itemsOf(branch, scope)));
    case 'Fn::FindInMap':
      return eitherOf(findInMap(argument, scope)?.map((found) => itemsOf(found, scope)));
    case 'Fn::Split':
      return split(argument, scope);
    default:
      return UNKNOWN_ITEMS;
  }
}

/** Whether a named condition holds; undefined when that cannot be worked out. */
export function conditionHolds(name: unknown, scope: TemplateScope): boolean | undefined {
  return typeof name === 'string' ? evaluateCondition(scope.template.conditions.get(name), scope) : undefined;
}

function evaluateCondition(node: unknown, outer: TemplateScope): boolean | undefined {
  const scope = descend(outer);
  if (scope === undefined) return undefined;
  const { name, argument } = functionCall(node);
  const operands = Array.isArray(argument) ? argument : [];
  switch (name) {
    case 'Condition':
      return conditionHolds(argument, scope);
    case 'Fn::Not': {
      const holds = evaluateCondition(operands[0], scope);
      return holds === undefined ? undefined : !holds;
    }
    case 'Fn::And':
      return allHold(operands.map((operand) => evaluateCondition(operand, scope)));
    case 'Fn::Or': {
      const noneHolds = allHold(operands.map((operand) => negate(evaluateCondition(operand, scope))));
      return negate(noneHolds);
    }
    case 'Fn::Equals':
      return operands.length === 2
        ? equalTexts(textsOf(operands[0], scope), textsOf(operands[1], scope))
        : undefined;
    default:
      return undefined;
  }
}

function negate(holds: boolean | undefined): boolean | undefined {
  return holds === undefined ? undefined : !holds;
}

function allHold(operands: ReadonlyArray<boolean | undefined>): boolean | undefined {
  if (operands.length === 0 || operands.includes(false)) return operands.length === 0 ? undefined : false;
  return operands.includes(undefined) ? undefined : true;
}

function equalTexts(one: Possibilities, other: Possibilities): boolean | undefined {
  const first = onlyText(one);
  const second = onlyText(other);
  if (first !== undefined && second !== undefined) {
    if (first === second) return true;
    return isStandIn(first) || isStandIn(second) ? undefined : false;
  }
  const [known, open] = first === undefined ? [second, one] : [first, other];
  if (known === undefined) return undefined;
  return open.some((text) => text === null || couldBe(text, known)) ? undefined : false;
}

/** The name and argument of a function in its long form, or of any object with one member; else an empty name. */
export function functionCall(node: unknown): { name: string; argument: unknown } {
  const [call, ...others] = entriesOf(node);
  if (call === undefined || others.length > 0) return { name: '', argument: undefined };
  return { name: call[0], argument: call[1] };
}

function referencedText(name: unknown, scope: TemplateScope): Possibilities {
  if (typeof name !== 'string') return UNKNOWN_TEXT;
  if (name === 'AWS::NoValue') return [null];
  const value = scope.pseudoParameters.get(name) ?? scope.parameters.get(name) ?? scope.physicalIds.get(name);
  return value === undefined || isHidden(name, scope) ? UNKNOWN_TEXT : [literalText(value)];
}

function referencedItems(name: unknown, scope: TemplateScope): Items {
  if (name === 'AWS::NoValue') return { items: [], open: false };
  const value = typeof name === 'string' ? scope.parameters.get(name) : undefined;
  if (typeof name !== 'string' || value == null || isHidden(name, scope)) return UNKNOWN_ITEMS;
  const values = isListParameter(name, scope) ? value.split(',').map((item) => item.trim()) : [value];
  return { items: values.filter((item) => item !== '').map((node) => ({ node, sure: true })), open: false };
}

export function isListParameter(name: unknown, scope: TemplateScope): boolean {
  if (typeof name !== 'string') return false;
  const type = entriesOf(scope.template.parameters.get(name)).get('Type');
  return typeof type === 'string' && type.includes('List');
}

function isHidden(parameter: string, scope: TemplateScope): boolean {
  const noEcho = entriesOf(scope.template.parameters.get(parameter)).get('NoEcho');
  return scope.parameters.get(parameter) === null || partText(noEcho ?? false).toLowerCase() === 'true';
}

/** Only ARNs, the one attribute that IAM properties take. Anything else is open. */
function attribute(argument: unknown, scope: TemplateScope): Possibilities {
  const path = typeof argument === 'string' ? argument : Array.isArray(argument) ? argument.join('.') : '';
  const dot = path.indexOf('.');
  const logicalId = path.slice(0, Math.max(dot, 0));
  const physicalId = scope.physicalIds.get(logicalId);
  const resource = scope.template.resources.get(logicalId);
  if (physicalId === undefined || resource === undefined) return UNKNOWN_TEXT;
  const wanted = `${resource.type} ${path.slice(dot + 1)}`;
  if (ARNS_BY_REF.has(wanted)) return [literalText(physicalId)];
  if (wanted !== 'AWS::IAM::Role Arn' || resource.properties === null) return UNKNOWN_TEXT;
  return concatenated(scope, [
    [[`arn:${scope.partition}:iam::${scope.accountId}:role`]],
    textsOf(resource.properties.get('Path') ?? '/', scope),
    [literalText(physicalId)],
  ]);
}

/** The attributes that are what Ref gives as well. */
const ARNS_BY_REF: ReadonlySet<string> = new Set([
  'AWS::IAM::ManagedPolicy PolicyArn',
  'AWS::IAM::OIDCProvider Arn',
  'AWS::IAM::SAMLProvider Arn',
]);

function substitute(argument: unknown, scope: TemplateScope): Possibilities {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string') return UNKNOWN_TEXT;
  const given = entriesOf(variables);
  const parts = text.split(/\$\{([^}]*)\}/).map((part, index) => {
    if (index % 2 === 0) return [literalText(part)];
    if (part.startsWith('!')) return [literalText(`\${${part.slice(1)}}`)];
    const name = part.trim();
    if (given.has(name)) return textsOf(given.get(name), scope);
    return name.includes('.') ? attribute(name, scope) : referencedText(name, scope);
  });
  return concatenated(
    scope,
    parts.map((part) => part.map((possibility) => possibility ?? ANY_TEXT)),
  );
}

function join(argument: unknown, scope: TemplateScope): Possibilities {
  const [delimiter, list] = Array.isArray(argument) ? argument : [];
  const { items, open } = itemsOf(list, scope);
  if (typeof delimiter !== 'string' || open || items.some(({ sure }) => !sure)) return UNKNOWN_TEXT;
  return concatenated(
    scope,
    items.flatMap(({ node }, index) => {
      const texts = textsOf(node, scope);
      return index === 0 ? [texts] : [[literalText(delimiter)], texts];
    }),
  );
}

/** Every possibility of the one followed by every possibility of the next; open when these are too many. */
function concatenated(scope: TemplateScope, parts: readonly Possibilities[]): Possibilities {
  scope.steps.left -= parts.length;
  if (scope.steps.left < 0) return UNKNOWN_TEXT;
  let whole: OpenText[] = [['']];
  for (const part of parts) {
    const next = whole.flatMap((start) => part.map((end) => joinTexts(start, end ?? ANY_TEXT)));
    if (next.length > MOST_POSSIBILITIES) return UNKNOWN_TEXT;
    whole = next;
  }
  return whole;
}

function select(argument: unknown, scope: TemplateScope): Possibilities {
  const [index, list] = Array.isArray(argument) ? argument : [];
  const position = onlyText(textsOf(index, scope));
  const { items, open } = itemsOf(list, scope);
  if (position === undefined || open || items.some(({ sure }) => !sure)) return UNKNOWN_TEXT;
  const item = items[Number(position)];
  return item === undefined ? UNKNOWN_TEXT : textsOf(item.node, scope);
}

function split(argument: unknown, scope: TemplateScope): Items {
  const [delimiter, text] = Array.isArray(argument) ? argument : [];
  const whole = onlyText(textsOf(text, scope));
  if (typeof delimiter !== 'string' || delimiter === '' || whole === undefined) return UNKNOWN_ITEMS;
  return { items: whole.split(delimiter).map((node) => ({ node, sure: true })), open: false };
}

/** The value that a mapping holds, or its default; undefined when that cannot be worked out. */
export function findInMap(argument: unknown, scope: TemplateScope): unknown[] | undefined {
  if (!Array.isArray(argument)) return undefined;
  const [map, top, second] = argument.slice(0, 3).map((key) => onlyText(textsOf(key, scope)));
  if (map === undefined || top === undefined || second === undefined) return undefined;
  const row = entriesOf(entriesOf(scope.template.mappings.get(map)).get(top));
  const found = row.has(second) ? row.get(second) : entriesOf(argument[3]).get('DefaultValue');
  return found === undefined ? undefined : [found];
}

/** The branches of Fn::If that may be taken; undefined when it is not written as one. */
export function branchesOf(argument: unknown, scope: TemplateScope): unknown[] | undefined {
  if (!Array.isArray(argument) || argument.length !== 3) return undefined;
  const [name, whenTrue, whenFalse] = argument;
  const holds = conditionHolds(name, scope);
  if (holds === undefined) return [whenTrue, whenFalse];
  return [holds ? whenTrue : whenFalse];
}

/** One element of a list: an item of its own, or none, or whatever a condition makes of it. */
function itemsOfElement(element: unknown, outer: TemplateScope): Items {
  const scope = descend(outer);
  if (scope === undefined) return UNKNOWN_ITEMS;
  const { name, argument } = functionCall(element);
  if (name === 'Ref' && argument === 'AWS::NoValue') return { items: [], open: false };
  if (name !== 'Fn::If') return { items: [{ node: element, sure: true }], open: false };
  return eitherOf(branchesOf(argument, scope)?.map((branch) => itemsOfElement(branch, scope)));
}

function together(lists: readonly Items[]): Items {
  return { items: lists.flatMap(({ items }) => items), open: lists.some(({ open }) => open) };
}

/** One of these lists: nothing in them is sure when there are several. */
function eitherOf(lists: readonly Items[] | undefined): Items {
  if (lists === undefined) return UNKNOWN_ITEMS;
  const all = together(lists);
  return lists.length === 1 ? all : { ...all, items: all.items.map(({ node }) => ({ node, sure: false })) };
}

function limited(possibilities: Possibilities | undefined): Possibilities {
  return possibilities === undefined || possibilities.length > MOST_POSSIBILITIES
    ? UNKNOWN_TEXT
    : possibilities;
}
