import { problemAt, type ThemeProblem } from './problem.ts';
import { checkStyleSheet } from './style-sheet.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** What a drawing is made of. Whatever runs, loads, moves or holds another language is not among it. */
const ELEMENTS: ReadonlySet<string> = new Set(
  [
    'svg g defs symbol use title desc style switch path rect circle ellipse line polyline polygon text tspan textPath',
    'linearGradient radialGradient stop clipPath mask pattern marker filter feBlend feColorMatrix feComponentTransfer',
    'feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA',
    'feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting',
    'feSpotLight feTile feTurbulence',
  ]
    .join(' ')
    .split(' '),
);
/** Each use may draw others that use others: so few come to less than 350 drawings in whatever way they are nested. */
const MOST_USES = 16;
/** What is drawn wherever it is named, and may name others within. */
const DRAWN_BY_NAME: ReadonlySet<string> = new Set(['pattern', 'mask', 'clipPath', 'marker']);
const NAMED = /url\(\s*["']?#([-\w.]+)/gi;
const MOST_PROBLEMS = 20;

const PASSED_OVER = /<!--[\s\S]*?-->/y;
const DECLARATION = /\s*<\?xml\s[^<>]*\?>/y;
const END = /<\/([\w:.-]+)\s*>/y;
const START = /<([\w:.-]+)/y;
const ATTRIBUTE = /\s+([A-Za-z_][\w:.-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const START_END = /\s*(\/?)>/y;
const TEXT = /[^<]+/y;

/**
 * Everything in a drawing that is more than a drawing. Pages show it as an image, in which browsers neither run nor load
 * anything (SVG 2, section 2.2.6, secure static mode); this makes sure of it once more, and says what is wrong at once.
 */
export function checkLogo(text: string): ThemeProblem[] {
  const problems: ThemeProblem[] = [];
  const open: Array<{ name: string; at: number; within: boolean }> = [];
  const drawnByName = new Set<string>();
  const named: Array<{ id: string | undefined; within: boolean }> = [];
  const styled: Array<string | undefined> = [];
  const elements = { within: 0, all: 0 };
  let at = 0;
  let uses = 0;
  let roots = 0;

  function refuse(message: string, offset = at): void {
    if (problems.length < MOST_PROBLEMS) problems.push(problemAt(text, offset, message));
  }

  function next(token: RegExp): RegExpExecArray | null {
    token.lastIndex = at;
    const found = token.exec(text);
    if (found !== null) at = token.lastIndex;
    return found;
  }

  function start(name: string, offset: number): void {
    if (!ELEMENTS.has(name))
      refuse(`the element <${name}> is not allowed: a logo draws, and does nothing else`, offset);
    if (open.length === 0) {
      roots += 1;
      if (name !== 'svg' || roots > 1) refuse('the file must hold one <svg> and nothing beside it', offset);
    }
    uses += name === 'use' ? 1 : 0;
    if (name === 'use' && uses === MOST_USES + 1) refuse(`there are more than ${MOST_USES} <use>`, offset);
    const within = open.at(-1)?.within === true || DRAWN_BY_NAME.has(name);
    elements.all += 1;
    elements.within += within ? 1 : 0;
    const names = new Set<string>();
    for (let place = at, found = next(ATTRIBUTE); found !== null; place = at, found = next(ATTRIBUTE)) {
      const [, attribute = '', double, single] = found;
      if (names.has(attribute)) refuse(`the attribute "${attribute}" is given twice`, place);
      names.add(attribute);
      const value = decoded(double ?? single ?? '');
      if (attribute === 'id' && DRAWN_BY_NAME.has(name)) drawnByName.add(value ?? '');
      for (const [, id] of (value ?? '').matchAll(NAMED)) named.push({ id, within });
      const wrong = wrongAttribute(attribute, value);
      if (wrong !== undefined) refuse(wrong, place);
    }
    if (open.length === 0 && !names.has('xmlns')) refuse(`<svg> must have xmlns="${SVG}"`, offset);
    const end = next(START_END);
    if (end === null) throw new Unreadable('this does not belong into a tag');
    if (end[1] === '') open.push({ name, at: offset, within });
  }

  function content(raw: string, offset: number): void {
    const value = decoded(raw);
    if (value === undefined)
      refuse('only &lt; &gt; &amp; &quot; &apos; and numbers may stand for characters', offset);
    else if (open.length === 0 && value.trim() !== '') refuse('this text stands outside of <svg>', offset);
    else if (open.at(-1)?.name === 'style') {
      for (const [, id] of value.matchAll(NAMED)) styled.push(id);
      for (const { message } of checkStyleSheet(value)) refuse(message, offset);
    }
  }

  /** How often a part may draw another: a style sheet may say so of every element, and a use brings any part anywhere. */
  function repetitions(): number {
    const isOne = (id: string | undefined) => drawnByName.has(id ?? '');
    const byAttribute = named.filter(({ id, within }) => (within || uses > 0) && isOne(id)).length;
    const byStyle = styled.some(isOne) ? elements[uses > 0 ? 'all' : 'within'] : 0;
    return uses + byAttribute + byStyle;
  }

  function step(): void {
    const offset = at;
    if (next(PASSED_OVER) !== null) return;
    const end = next(END);
    if (end !== null) {
      if (open.pop()?.name !== end[1]) throw new Unreadable(`</${end[1]}> ends nothing`, offset);
      return;
    }
    const started = next(START)?.[1];
    if (started !== undefined) start(started, offset);
    else {
      const raw = next(TEXT)?.[0];
      if (raw === undefined)
        throw new Unreadable('a DOCTYPE, CDATA or instruction is not allowed: export the logo as plain SVG');
      content(raw, offset);
    }
  }

  next(DECLARATION);
  try {
    while (at < text.length && problems.length < MOST_PROBLEMS) step();
    if (problems.length === 0 && open.length > 0)
      throw new Unreadable(`<${open[0]?.name}> has no end`, open[0]?.at);
    if (problems.length === 0 && roots === 0) throw new Unreadable('the file holds no <svg>');
    if (problems.length === 0 && repetitions() > MOST_USES)
      throw new Unreadable(
        `patterns, masks, clip paths and markers name others more than ${MOST_USES} times`,
      );
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    refuse(error.message, error.offset ?? at);
  }
  return problems;
}

class Unreadable extends Error {
  readonly offset: number | undefined;

  constructor(message: string, offset?: number) {
    super(message);
    this.offset = offset;
  }
}

/** Why an attribute is refused; undefined when it is not. A value that cannot be read has none. */
function wrongAttribute(name: string, value: string | undefined): string | undefined {
  const local = name.slice(name.indexOf(':') + 1).toLowerCase();
  if (value === undefined) return `the value of "${name}" holds an entity that is not XML's own`;
  if (local.startsWith('on')) return `the attribute "${name}" is a handler: leave it out`;
  if (local === 'href') {
    return value.startsWith('#')
      ? undefined
      : `the ${name} may lead only to a part of the logo: begin it with #`;
  }
  if (name === 'xmlns') return value === SVG ? undefined : `xmlns may only be ${SVG}`;
  if (['src', 'base'].includes(local)) return `the attribute "${name}" leads out of the file: leave it out`;
  // Names and words for people; everything else may be read as a value of CSS.
  if (name.includes(':') || /^(?:id|class|data-.*|aria-.*)$/.test(name)) return undefined;
  const [wrong] = checkStyleSheet(value);
  return wrong === undefined ? undefined : `the value of "${name}": ${wrong.message}`;
}

const CHARACTERS: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Text with the references that XML has by itself put in; undefined where there are others. */
function decoded(text: string): string | undefined {
  if (/&(?!(?:lt|gt|amp|quot|apos|#\d{1,6}|#x[0-9a-fA-F]{1,5});)/.test(text)) return undefined;
  return text.replace(/&(?:#x(\w+)|#(\d+)|(\w+));/g, (_, hex, decimal, name) => {
    if (name !== undefined) return CHARACTERS[name] ?? '';
    return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });
}
