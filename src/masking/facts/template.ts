import type { Held } from '../../model/facts/held.ts';
import { partText } from '../../model/json-text.ts';
import type { KnownIds } from '../../policy/external-ids/known-ids.ts';
import { namesExternalId, WITHHELD_DOCUMENT } from '../../policy/external-ids/texts.ts';
import { isJson, parseTemplate } from '../../stack-template/read-template.ts';
import { functionCall } from '../../stack-template/resolve.ts';
import type { MaskExternalId } from '../external-ids.ts';
import { maskExternalIds } from '../mask-external-ids.ts';
import { inTexts } from './texts.ts';

/** How external IDs are replaced. */
export interface TemplateMasking {
  /** What stands in for a value that is an external ID. */
  mask: MaskExternalId;
  /** Texts with every external ID replaced that is known from elsewhere. */
  known: KnownIds;
}

type Node = Readonly<Record<string, unknown>>;

/** The sections that judging reads. */
const SECTIONS: ReadonlySet<string> = new Set(['Parameters', 'Mappings', 'Conditions', 'Resources']);

/** Deeper than any template, and of more parts. */
const DEEPEST = 200;
const MOST_NODES = 1_000_000;

/** Stands for what a function makes of an external ID's parts: no template has a parameter of this name. */
const NOT_KEPT = { Ref: '(not kept)' };

/**
 * A template without external IDs. One that has none stays as it is. Of any other only what judging reads is kept, as
 * JSON: parameters that become external IDs lose their values, and so does what stands there itself.
 */
export function maskTemplate<T extends Held['template']>(template: T, masking: TemplateMasking): T {
  const { body, parameters } = template;
  const { known } = masking;
  const hasKnown = [
    body,
    ...parameters.flatMap(({ value, resolvedValue }) => [value, resolvedValue ?? '']),
  ].some((text) => known.inText(text) !== text);
  if (!hasKnown && !namesExternalId(body) && !/\\u|%3a/i.test(body)) return template;
  try {
    const document = parseTemplate(body);
    const asked = parametersAskedFor(document);
    return {
      ...template,
      body: textOf(masked(whatIsJudged(document), { ...masking, asked }), body),
      parameters: parameters.map(({ key, value, resolvedValue }) => {
        const show = asked.has(key) ? listMask(masking.mask) : known.inSentence;
        return {
          key,
          value: show(value),
          resolvedValue: resolvedValue === null ? null : show(resolvedValue),
        };
      }),
    };
  } catch {
    // Neither JSON nor YAML, or beyond all measure: nobody judges by it, and nobody can tell what it holds.
    const body = 'a template that names an external ID and cannot be read: withheld';
    return {
      ...template,
      body,
      parameters: parameters.map(({ key }) => ({ key, value: '****', resolvedValue: null })),
    };
  }
}

/** A list of external IDs in one parameter is a list of stand-ins. */
function listMask(mask: MaskExternalId): MaskExternalId {
  return (value) =>
    value
      .split(',')
      .map((item) => mask(item.trim()))
      .join(',');
}

/** YAML stays YAML, so that pointers reach into it as little as before: any JSON is YAML too. */
function textOf(document: unknown, body: string): string {
  const text = JSON.stringify(document, null, 1);
  return isJson(body) ? text : `# External IDs were replaced.\n${text}`;
}

function whatIsJudged(document: unknown): unknown {
  if (!isObject(document)) return document;
  const sections = Object.entries(document).filter(([name]) => SECTIONS.has(name));
  return Object.fromEntries(
    sections.map(([name, section]) => [
      name,
      name === 'Resources' && isObject(section) ? mapMembers(section, resourceAsJudged) : section,
    ]),
  );
}

/** Of resources that grant nothing by themselves judging knows only that they are there. */
function resourceAsJudged(resource: unknown): unknown {
  if (!isObject(resource)) return null;
  const { Type, Condition } = resource;
  if (typeof Type === 'string' && Type.startsWith('AWS::IAM::')) return resource;
  return { Type, Condition };
}

/** The parameters that external IDs are made from, by name. */
function parametersAskedFor(document: unknown): ReadonlySet<string> {
  const asked = new Set<string>();
  const step = counter();
  const note = (node: unknown, depth: number): void => {
    step(depth);
    if (typeof node === 'string')
      for (const [, name = ''] of node.matchAll(/\$\{([^}!]+)\}/g)) asked.add(name.trim());
    if (!isCollection(node)) return;
    if (isObject(node) && typeof node.Ref === 'string') asked.add(node.Ref);
    for (const inner of Object.values(node)) note(inner, depth + 1);
  };
  const look = (node: unknown, depth: number): void => {
    step(depth);
    if (!isCollection(node)) return;
    for (const [name, inner] of Object.entries(node)) {
      if (namesExternalId(name)) note(inner, depth + 1);
      else look(inner, depth + 1);
    }
  };
  look(document, 0);
  return asked;
}

interface Walk extends TemplateMasking {
  asked: ReadonlySet<string>;
}

function masked(document: unknown, walk: Walk): unknown {
  const { mask, known, asked } = walk;
  const step = counter();

  function any(node: unknown, depth: number): unknown {
    step(depth);
    if (typeof node === 'string') return known.inDocument(maskedText(node, mask));
    if (Array.isArray(node)) return node.map((item) => any(item, depth + 1));
    if (!isObject(node)) return node;
    const { name, argument } = functionCall(node);
    if (name === 'Fn::Equals' && Array.isArray(argument) && argument.some(isAskedFor)) {
      return { [name]: argument.map((operand) => (isObject(operand) ? operand : value(operand, depth + 1))) };
    }
    return mapMembers(node, (inner, member) => {
      if (namesExternalId(member)) return value(inner, depth + 1);
      if (member === 'Null' && isObject(inner)) return mapMembers(inner, presence);
      if (member === 'Parameters' && depth === 0 && isObject(inner)) return mapMembers(inner, parameter);
      const judged = any(inner, depth + 1);
      return member === 'Tags' || member === 'Description' ? inTexts(judged, known.inText) : judged;
    });
  }

  /** What is, or becomes, an external ID. */
  function value(node: unknown, depth: number): unknown {
    step(depth);
    if (node === null) return null;
    if (Array.isArray(node)) return node.map((item) => value(item, depth + 1));
    if (!isObject(node)) return String(node).includes('{{resolve:') ? NOT_KEPT : mask(String(node));
    const { name, argument } = functionCall(node);
    if (name === 'Ref' && typeof argument === 'string') return node;
    if (name !== 'Fn::If' || !Array.isArray(argument)) return NOT_KEPT;
    const [condition, ...branches] = argument;
    return { [name]: [condition, ...branches.map((branch) => value(branch, depth + 1))] };
  }

  /** The operator `Null` asks whether there is an external ID, and says nothing of its value. */
  function presence(inner: unknown, member: string): unknown {
    if (/^(?:true|false)$/i.test(partText(inner)) || !namesExternalId(member)) return inner;
    return value(inner, 0);
  }

  function parameter(declared: unknown, name: string): unknown {
    if (!asked.has(name) || !isObject(declared)) return inTexts(any(declared, 1), known.inSentence);
    return mapMembers(declared, (inner, member) =>
      member === 'Default' || member === 'AllowedValues' ? value(inner, 1) : any(inner, 1),
    );
  }

  function isAskedFor(operand: unknown): boolean {
    const { name, argument } = functionCall(operand);
    return name === 'Ref' && typeof argument === 'string' && asked.has(argument);
  }

  return any(document, 0);
}

/** A part of a document that goes on after the key, other than with what is filled in. */
const GIVES_VALUE = /sts:externalid["'\\\s:[]*[^"'\\\s:[$]/i;

/** A text in a template may hold a document, or a part of one that a function puts together. */
function maskedText(text: string, mask: MaskExternalId): string {
  const isFilledIn = (value: string) => /^\$\{[^}]+\}$/.test(value);
  const masked = String(maskExternalIds(text, (value) => (isFilledIn(value) ? value : mask(value))));
  // A part is told from a document only where the key stands in it as it is.
  const isPart = namesExternalId(text) && !GIVES_VALUE.test(text);
  return masked === WITHHELD_DOCUMENT && isPart ? text : masked;
}

/** Throws where a template, which may refer to itself, has no end. */
function counter(): (depth: number) => void {
  let nodes = 0;
  return (depth) => {
    nodes += 1;
    if (depth > DEEPEST || nodes > MOST_NODES) throw new RangeError('no template is as large');
  };
}

function mapMembers(node: Node, change: (member: unknown, name: string) => unknown): Node {
  return Object.fromEntries(Object.entries(node).map(([name, member]) => [name, change(member, name)]));
}

function isCollection(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isObject(value: unknown): value is Node {
  return isCollection(value) && !Array.isArray(value);
}
