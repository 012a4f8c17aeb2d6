import { exactText, type OpenText } from './open-text.ts';
import { entriesOf, isFilledInLater } from './read-template.ts';
import {
  branchesOf,
  findInMap,
  functionCall,
  type Items,
  isListParameter,
  itemsOf,
  type Possibilities,
  textsOf,
} from './resolve.ts';
import { descend, type TemplateScope } from './scope.ts';

/** What a part of a document in a template may come to. */
export type OpenValue =
  | { kind: 'text'; text: OpenText }
  /** `sure` is false for an item that may not be there; `open` when there may be more. */
  | { kind: 'list'; items: ReadonlyArray<{ value: OpenValue; sure: boolean }>; open: boolean }
  | { kind: 'object'; members: ReadonlyMap<string, OpenValue> }
  | { kind: 'either'; values: readonly OpenValue[] }
  | { kind: 'absent' }
  | { kind: 'unknown' };

const ABSENT: OpenValue = { kind: 'absent' };
const UNKNOWN: OpenValue = { kind: 'unknown' };

/** Works out a document and the functions in it. Whatever cannot be worked out is unknown, never left out. */
export function openValueOf(node: unknown, outer: TemplateScope): OpenValue {
  const scope = descend(outer);
  if (scope === undefined || node === undefined || node === null) return UNKNOWN;
  if (Array.isArray(node)) return listOf(itemsOf(node, scope), scope);
  if (typeof node !== 'object') return surelyText(textsOf(node, scope));
  const { name, argument } = functionCall(node);
  switch (name) {
    case 'Fn::If':
      return oneOf(branchesOf(argument, scope)?.map((branch) => openValueOf(branch, scope)));
    case 'Fn::FindInMap':
      return oneOf(findInMap(argument, scope)?.map((found) => openValueOf(found, scope)));
    case 'Fn::Split':
      return listOf(itemsOf(node, scope), scope);
    case 'Fn::ImportValue':
    case 'Fn::Join':
    case 'Fn::Sub':
      return surelyText(textsOf(node, scope));
    case 'Ref':
      return isListParameter(argument, scope)
        ? listOf(itemsOf(node, scope), scope)
        : surelyText(textsOf(node, scope));
    default:
      return isFilledInLater(name) ? oneText(textsOf(node, scope)) : objectOf(node, scope);
  }
}

/** The plain value, when all of it is known. */
export function exactValue(value: OpenValue): unknown {
  switch (value.kind) {
    case 'text':
      return exactText(value.text);
    case 'list': {
      const items = value.items.map((item) => (item.sure ? exactValue(item.value) : undefined));
      return value.open || items.includes(undefined) ? undefined : items;
    }
    case 'object': {
      const members = [...value.members].map(([name, member]) => [name, exactValue(member)] as const);
      return members.some(([, member]) => member === undefined) ? undefined : Object.fromEntries(members);
    }
    default:
      return undefined;
  }
}

function objectOf(node: object, scope: TemplateScope): OpenValue {
  const entries = [...entriesOf(node)];
  if (entries.some(([name]) => isFilledInLater(name))) return UNKNOWN;
  const members = entries.map(([name, member]) => [name, openValueOf(member, scope)] as const);
  return { kind: 'object', members: new Map(members.filter(([, { kind }]) => kind !== 'absent')) };
}

function listOf({ items, open }: Items, scope: TemplateScope): OpenValue {
  const values = items.map(({ node, sure }) => ({ value: openValueOf(node, scope), sure }));
  return { kind: 'list', items: values.filter(({ value }) => value.kind !== 'absent'), open };
}

function oneText(possibilities: Possibilities): OpenValue {
  return oneOf(possibilities.map((text) => (text === null ? ABSENT : textValue(text))));
}

/** What gives a text, whatever its value: what stands there cannot be gone, or be anything else. */
function surelyText(possibilities: Possibilities): OpenValue {
  return oneOf(possibilities.map((text) => (text === null ? ABSENT : { kind: 'text', text })));
}

/** What is not known at all need not even be a text. */
function textValue(text: OpenText): OpenValue {
  return text.length > 1 && text.every((run) => run === '') ? UNKNOWN : { kind: 'text', text };
}

function oneOf(values: readonly OpenValue[] | undefined): OpenValue {
  const [first, ...others] = values ?? [];
  if (first === undefined) return UNKNOWN;
  return others.length === 0 ? first : { kind: 'either', values: [first, ...others] };
}
