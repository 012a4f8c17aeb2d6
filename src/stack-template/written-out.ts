import { entriesOf, isFilledInLater } from './read-template.ts';
import { branchesOf, functionCall, itemsOf, onlyText, textsOf } from './resolve.ts';
import { descend, type TemplateScope } from './scope.ts';

/** Told of what the template leaves open: where it stands in the template, as a path of keys. */
export type NoteOpen = (place: string) => void;

/**
 * A value of a template with its functions worked out, as IAM will be given it. What cannot be worked out is told, and
 * something that is no name of anything stands in its place: `${…}`. Of two branches of which either may be taken,
 * both stand in a list; elsewhere the first.
 */
export function writtenOut(node: unknown, outer: TemplateScope, place: string, open: NoteOpen): unknown {
  const scope = descend(outer);
  if (scope === undefined) {
    open(place);
    return OPEN;
  }
  if (typeof node === 'string') return textOf(node, scope, place, open);
  if (Array.isArray(node)) return listOf(node, scope, place, open);
  if (typeof node !== 'object' || node === null) return node;
  const { name, argument } = functionCall(node);
  if (name === 'Fn::If') {
    const branches = branchesOf(argument, scope) ?? [];
    if (branches.length !== 1) open(place);
    return branches.length === 0 ? OPEN : writtenOut(branches[0], scope, place, open);
  }
  if (name === 'Fn::Split') return listOf(node, scope, place, open);
  if (name === 'Ref' || name.startsWith('Fn::')) return textOf(node, scope, place, open);
  const entries = [...entriesOf(node)];
  if (entries.some(([key]) => isFilledInLater(key))) open(place);
  return Object.fromEntries(
    entries
      .filter(([, value]) => !isNothing(value, scope))
      .map(([key, value]) => [key, writtenOut(value, scope, `${place}.${key}`, open)]),
  );
}

/** Stands where nothing is known. */
export const OPEN = '${…}';

function textOf(node: unknown, scope: TemplateScope, place: string, open: NoteOpen): string | string[] {
  const items = itemsOf(node, scope);
  const [first, ...others] = items.open ? [] : items.items;
  if (first === undefined) return exactOr(node, scope, place, open);
  // A parameter or a mapping that is a list comes to one.
  return others.length === 0
    ? exactOr(first.node, scope, place, open)
    : [first, ...others].map((item) => exactOr(item.node, scope, place, open));
}

function exactOr(node: unknown, scope: TemplateScope, place: string, open: NoteOpen): string {
  const possible = textsOf(node, scope);
  const text = onlyText(possible);
  if (text !== undefined) return text;
  open(place);
  const [first] = possible;
  return first == null ? OPEN : first.join(OPEN);
}

function listOf(node: unknown, scope: TemplateScope, place: string, open: NoteOpen): unknown[] {
  const { items, open: more } = itemsOf(node, scope);
  if (more) open(place);
  const written: unknown[] = [];
  for (const { node: item, sure } of items) {
    // A parameter that is a list may have come before.
    const at = `${place}[${written.length}]`;
    if (!sure) open(at);
    for (const one of [writtenOut(item, scope, at, open)].flat()) written.push(one);
  }
  return written;
}

function isNothing(node: unknown, scope: TemplateScope): boolean {
  const { name } = functionCall(node);
  return (name === 'Ref' || name === 'Fn::If') && onlyNull(textsOf(node, scope));
}

function onlyNull(possible: ReturnType<typeof textsOf>): boolean {
  return possible.every((one) => one === null);
}
