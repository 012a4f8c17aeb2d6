import { Composer, Parser } from 'yaml';
import { partText, repeatedKey } from '../model/json-text.ts';
import { nestsDeeperThan } from '../model/nesting.ts';
import { SHORT_FORMS } from './short-forms.ts';

/** The parts of a CloudFormation template that say what its IAM resources are. Values are as written, functions in long form. */
export interface Template {
  /** By logical id. */
  resources: ReadonlyMap<string, TemplateResource>;
  parameters: ReadonlyMap<string, unknown>;
  mappings: ReadonlyMap<string, unknown>;
  conditions: ReadonlyMap<string, unknown>;
  /** False when something stands in Resources that only a transform or a loop would turn into resources. */
  complete: boolean;
  /** The macros that CloudFormation gives the whole template to, by name; empty for one without. */
  macros: readonly string[];
}

/** A template that declares nothing: what a part that stands alone is read in. */
export function emptyTemplate(): Template {
  return {
    resources: new Map(),
    parameters: new Map(),
    mappings: new Map(),
    conditions: new Map(),
    complete: true,
    macros: [],
  };
}

export interface TemplateResource {
  type: string;
  /** The condition on which it is made. */
  condition: string | null;
  /** Null when they cannot be told from the template, for example where a transform fills them in. */
  properties: ReadonlyMap<string, unknown> | null;
}

/** CloudFormation takes up to 1 MB; processing makes a template longer. */
const LONGEST_TEMPLATE = 4_000_000;

/**
 * Reads a template, JSON or YAML. Never throws: what is no template comes back as a problem, one phrase in words.
 * YAML scalars stay texts, so that account ids keep their zeros. Aliases are followed as far as the parser's own
 * guard lets them, and a template may refer to itself: whoever walks it needs a limit.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
 */
export function readTemplate(body: string): Template | { problem: string } {
  if (body.length > LONGEST_TEMPLATE) {
    return { problem: `it is ${body.length} characters long, more than any template may be` };
  }
  let document: unknown;
  try {
    document = parseTemplate(body);
  } catch {
    return { problem: 'it is neither valid JSON nor valid YAML, or one of its objects has a key twice' };
  }
  const sections = entriesOf(document);
  const declared = sections.get('Resources');
  if (!isObject(declared)) return { problem: 'it has no Resources' };
  const resources = new Map<string, TemplateResource>();
  let complete = true;
  for (const [logicalId, resource] of entriesOf(declared)) {
    if (isFilledInLater(logicalId) || !isObject(resource)) complete = false;
    else resources.set(logicalId, readResource(entriesOf(resource)));
  }
  return {
    resources,
    complete,
    parameters: entriesOf(sections.get('Parameters')),
    mappings: entriesOf(sections.get('Mappings')),
    conditions: entriesOf(sections.get('Conditions')),
    macros: macrosOf(sections),
  };
}

/** `Transform` names one macro or several, and `Fn::Transform` one. */
function macrosOf(sections: ReadonlyMap<string, unknown>): string[] {
  return [sections.get('Transform') ?? [], sections.get('Fn::Transform') ?? []]
    .flat()
    .map((macro) => partText(entriesOf(macro).get('Name') ?? macro));
}

/** The document as written, JSON or YAML, functions in long form. Throws when it is neither. */
export function parseTemplate(body: string): unknown {
  return isJson(body) ? parseJsonOrYaml(body) : parseYaml(body);
}

/** Whether a template is, or should be, JSON. */
export function isJson(body: string): boolean {
  return body.trimStart().startsWith('{');
}

function readResource(resource: ReadonlyMap<string, unknown>): TemplateResource {
  const type = resource.get('Type');
  const condition = resource.get('Condition');
  const properties = entriesOf(resource.get('Properties') ?? {});
  const keys = [...resource.keys(), ...properties.keys()];
  return {
    type: typeof type === 'string' ? type : '',
    condition: typeof condition === 'string' ? condition : null,
    properties: keys.some(isFilledInLater) ? null : properties,
  };
}

/** Keys that stand for other keys: a transform, a loop, a merge. */
export function isFilledInLater(key: string): boolean {
  return key.startsWith('Fn::') || key === '<<';
}

/** JSON is YAML too, and CloudFormation reads what is nearly JSON as YAML. */
function parseJsonOrYaml(body: string): unknown {
  let document: unknown;
  try {
    document = JSON.parse(body);
  } catch {
    return parseYaml(body);
  }
  const twice = repeatedKey(body);
  if (twice !== undefined) throw new SyntaxError(`the key ${twice} twice in one object`);
  return document;
}

/** More than any template needs, and far less than makes the parser run out of stack. */
const DEEPEST_NESTING = 200;

function parseYaml(body: string): unknown {
  const tokens = [...new Parser().parse(body)];
  if (tokens.some((token) => token.type === 'document' && nestsDeeperThan(DEEPEST_NESTING, token.value))) {
    throw new RangeError('nested too deeply');
  }
  const composer = new Composer({ schema: 'failsafe', customTags: SHORT_FORMS, logLevel: 'error' });
  const [document, ...others] = composer.compose(tokens, true, body.length);
  if (others.length > 0) throw new SyntaxError('more than one document');
  // A warning is a tag that nobody knows: its value would pass for what it is not.
  const [trouble] = [...(document?.errors ?? []), ...(document?.warnings ?? [])];
  if (trouble !== undefined) throw trouble;
  return document?.toJS();
}

/** The members of an object, or none when it is not one. */
export function entriesOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(isObject(value) ? Object.entries(value) : []);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
