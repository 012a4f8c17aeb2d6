import type { AuditReport } from '../model/report.ts';
import { withVerdict } from './verdict.ts';
import { escapeInvisible, type ShownText, shown } from './visible.ts';

/**
 * The text of `report.json` in parts: the report's parts in the order a reader wants them, the keys below sorted,
 * indented by two spaces, with a newline at the end. The same report gives the same bytes in whatever order its keys
 * were set.
 */
export function* reportJson(report: AuditReport): Iterable<ShownText> {
  const { schemaVersion, run, verdict, coverage, summary, scope, findings, thirdParties, roles, ...rest } =
    withVerdict(report);
  const first = { schemaVersion, run, verdict, summary, coverage, scope, findings, thirdParties, roles };
  for (const part of objectText([...Object.entries(first), ...sortedEntries(rest)], '', SORTED))
    yield escapeInvisible(part);
  yield shown`\n`;
}

/** What `JSON.stringify` gives of a document, indented by two spaces, in parts and with a newline at the end. */
export function* jsonInParts(document: object): Iterable<string> {
  yield* objectText(Object.entries(document), '', AS_IS);
  yield '\n';
}

/** One JSON document on a line, with the keys of every object sorted by code unit. */
export function sortedJson(value: object): ShownText {
  return escapeInvisible(JSON.stringify(sorted(value)));
}

/** A JSON array with an item on each line, in parts, so that files of two runs can be compared line by line. */
export function* jsonArray(items: Iterable<object>): Iterable<ShownText> {
  let before = '[\n';
  for (const item of items) {
    yield escapeInvisible(`${before}${JSON.stringify(item)}`);
    before = ',\n';
  }
  yield before === ',\n' ? shown`\n]\n` : shown`[]\n`;
}

/** The order of members, and the text of what is written at once. */
interface Form {
  entries(value: object): Array<[string, unknown]>;
  text(value: unknown): string;
}

const AS_IS: Form = { entries: Object.entries, text: (value) => JSON.stringify(value, null, 2) ?? 'null' };
const SORTED: Form = { entries: sortedEntries, text: (value) => AS_IS.text(sorted(value)) };

/** An object member by member, and a list item by item: whatever may be long is a list, or in one. */
function* objectText(
  entries: ReadonlyArray<[string, unknown]>,
  indent: string,
  form: Form,
): Iterable<string> {
  const inner = `${indent}  `;
  let before = '{';
  for (const [key, value] of entries) {
    if (value === undefined) continue;
    yield `${before}\n${inner}${form.text(key)}: `;
    if (isList(value)) yield* listText(value, inner, form);
    else if (isObject(value)) yield* objectText(form.entries(value), inner, form);
    else yield form.text(value);
    before = ',';
  }
  yield before === '{' ? '{}' : `\n${indent}}`;
}

function* listText(items: Iterable<unknown>, indent: string, form: Form): Iterable<string> {
  const inner = `\n${indent}  `;
  let before = '[';
  for (const item of items) {
    yield `${before}${inner}${form.text(item).replaceAll('\n', inner)}`;
    before = ',';
  }
  yield before === '[' ? '[]' : `\n${indent}]`;
}

/** A copy with the keys of every object sorted by code unit. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(sortedEntries(value).map(([key, member]) => [key, sorted(member)]));
}

function sortedEntries(value: object): Array<[string, unknown]> {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** What is gone through item by item: a list, in memory or not. */
function isList(value: unknown): value is Iterable<unknown> {
  return isObject(value) && Symbol.iterator in value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
