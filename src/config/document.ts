import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  Parser,
  parseDocument,
  type Scalar,
} from 'yaml';
import { nestsDeeperThan } from '../model/nesting.ts';
import { displayPath, type Path, quote } from './display.ts';
import { type Environment, type Expanding, expandVariables } from './environment.ts';
import type { ConfigProblem } from './errors.ts';
import { explainSyntaxError, MAX_DEPTH, TOO_DEEP } from './yaml-syntax.ts';

/** Files above this are refused: 5,000 accounts with all their settings need about a third of it. */
export const MAX_CHARACTERS = 2 ** 20;
const MAX_NODES = 200_000;

/** Stands in drafts where only people know what belongs there. A file that still holds it is refused. */
export const TO_BE_FILLED_IN = 'TO BE FILLED IN';

/** Where a value stands in its file. */
interface Place {
  keyOffset: number;
  valueOffset: number;
  /** A scalar as written: `012345678901` where YAML made a number of it. */
  written?: string;
  fromEnvironment: boolean;
}

/** A YAML file as plain data that remembers where each value stood. */
export interface SourceDocument {
  source: string;
  value: unknown;
  /** Syntax errors, duplicate keys, variables that are not set, what is still to be filled in; data is unreliable unless this is empty. */
  problems: ConfigProblem[];
  /** A problem at a path; `at: 'key'` points at the key rather than its value. */
  problem(path: Path, message: string, at?: 'key' | 'value'): ConfigProblem;
  /** A scalar as it is written in the file, unless it came from the environment. */
  written(path: Path): string | undefined;
  cameFromEnvironment(path: Path): boolean;
}

/**
 * Reads one YAML 1.2 document (core schema; anchors and aliases, no merge keys, no custom tags).
 * Never throws: what is wrong is in `problems`. Work and memory are bounded by the limits above, aliases included.
 */
export function readDocument(
  text: string,
  source: string,
  environment?: Environment,
  expanding?: Expanding,
): SourceDocument {
  const lines = new LineCounter();
  const places = new Map<string, Place>();
  const document: SourceDocument = {
    source,
    value: undefined,
    problems: [],
    problem(path, message, at = 'value') {
      const place = nearestPlace(places, path);
      const offset = at === 'key' ? place?.keyOffset : place?.valueOffset;
      return problemAt(offset ?? 0, displayPath(path), message);
    },
    written(path) {
      const place = places.get(placeKey(path));
      return place?.fromEnvironment ? undefined : place?.written;
    },
    cameFromEnvironment: (path) => places.get(placeKey(path))?.fromEnvironment ?? false,
  };

  function problemAt(offset: number, path: string, message: string): ConfigProblem {
    const { line, col } = lines.linePos(offset);
    return { source, line: Math.max(1, line), column: Math.max(1, col), path, message };
  }

  function refuse(offset: number, message: string): SourceDocument {
    document.problems.push(problemAt(offset, '', message));
    return document;
  }

  if (text.length > MAX_CHARACTERS) {
    return refuse(0, `the file has ${text.length} characters; the limit is ${MAX_CHARACTERS}`);
  }
  if (isTooDeep(text)) return refuse(0, TOO_DEEP);
  const parsed = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    version: '1.2',
    schema: 'core',
  });
  const faults = [...parsed.errors, ...parsed.warnings];
  if (faults.length > 0) {
    document.problems = faults.map((fault) => problemAt(fault.pos[0], '', explainSyntaxError(fault)));
    return document;
  }
  if (parsed.contents === null) return refuse(0, 'the file is empty');

  const anchors = new Map<string, Node>();
  let nodes = 0;

  function complain(offset: number, path: Path, message: string): void {
    document.problems.push(problemAt(offset, displayPath(path), message));
  }

  function dataOf(node: Node, path: Path, keyOffset: number): unknown {
    nodes += 1;
    if (nodes > MAX_NODES)
      throw new LimitReached(`the file has more than ${MAX_NODES} values, aliases counted`);
    if (path.length > MAX_DEPTH) throw new LimitReached(TOO_DEEP);
    const offset = node.range?.[0] ?? 0;
    if (isAlias(node)) return aliasValue(node, path, keyOffset, offset);
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    const place: Place = {
      keyOffset: keyOffset === -1 ? offset : keyOffset,
      valueOffset: offset,
      fromEnvironment: false,
    };
    places.set(placeKey(path), place);
    if (isSeq(node)) {
      return node.items.map((item, index) => dataOf(item as Node, [...path, index], -1));
    }
    if (isMap(node)) return mapValue(node.items as Array<{ key: Node; value: Node | null }>, path);
    if (isScalar(node)) return scalarValue(node, path, place);
    complain(offset, path, 'this is not plain data');
    return undefined;
  }

  function aliasValue(alias: Alias, path: Path, keyOffset: number, offset: number): unknown {
    const target = anchors.get(alias.source);
    if (target !== undefined) return dataOf(target, path, keyOffset === -1 ? offset : keyOffset);
    complain(offset, path, `no anchor &${quote(alias.source).slice(1, -1)} stands before this alias`);
    return undefined;
  }

  function mapValue(items: Array<{ key: Node; value: Node | null }>, path: Path): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    const seen = new Map<string, number>();
    for (const { key, value: child } of items) {
      const keyOffset = key.range?.[0] ?? 0;
      const name = isScalar(key)
        ? String(typeof key.value === 'string' ? key.value : (key.source ?? key.value))
        : undefined;
      if (name === undefined || name === '__proto__') {
        complain(
          keyOffset,
          path,
          name === undefined ? 'a key must be plain text' : 'the key "__proto__" is not allowed',
        );
        continue;
      }
      const first = seen.get(name);
      if (first !== undefined) {
        complain(
          keyOffset,
          [...path, name],
          `this key is given twice; it first stands in line ${lines.linePos(first).line}`,
        );
        continue;
      }
      seen.set(name, keyOffset);
      value[name] =
        child === null ? emptyValue([...path, name], keyOffset) : dataOf(child, [...path, name], keyOffset);
    }
    return value;
  }

  function emptyValue(path: Path, keyOffset: number): null {
    places.set(placeKey(path), { keyOffset, valueOffset: keyOffset, fromEnvironment: false });
    return null;
  }

  function scalarValue(scalar: Scalar, path: Path, place: Place): unknown {
    if (scalar.source !== undefined) place.written = scalar.source;
    if (scalar.value === TO_BE_FILLED_IN) complain(place.valueOffset, path, 'is still to be filled in');
    if (typeof scalar.value !== 'string' || environment === undefined) return scalar.value;
    const { value, fromEnvironment, problems } = expandVariables(scalar.value, environment, expanding);
    place.fromEnvironment = fromEnvironment;
    for (const problem of problems) complain(place.valueOffset, path, problem);
    return value;
  }

  try {
    document.value = dataOf(parsed.contents, [], -1);
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    return refuse(0, error.message);
  }
  return document;
}

class LimitReached extends Error {}

/** Far below what makes the parser run out of stack. */
const DEEPEST_TOKENS = 200;

function isTooDeep(text: string): boolean {
  return [...new Parser().parse(text)].some(
    (token) => token.type === 'document' && nestsDeeperThan(DEEPEST_TOKENS, token.value),
  );
}

function placeKey(path: Path): string {
  return JSON.stringify(path);
}

function nearestPlace(places: ReadonlyMap<string, Place>, path: Path): Place | undefined {
  for (let length = path.length; length >= 0; length--) {
    const place = places.get(placeKey(path.slice(0, length)));
    if (place !== undefined) return place;
  }
  return undefined;
}
