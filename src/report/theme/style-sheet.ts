import { problemAt, type ThemeProblem } from './problem.ts';

/** What a rule of a style sheet may begin with; the boxes in the margin of a sheet of paper have names of their own. */
const AT_RULES = words(
  'charset media supports container layer scope page keyframes -webkit-keyframes property font-face counter-style',
  'starting-style',
);
const MARGIN_BOX =
  /^(?:top|bottom|left|right)-(?:left-corner|right-corner|left|center|right|top|middle|bottom)$/;

/** Functions that load nothing. A list of those that do would be out of date with the next browser. */
const FUNCTIONS = words(
  'var env calc min max clamp round mod rem abs sign sin cos tan asin acos atan atan2 pow sqrt hypot log exp',
  'rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark',
  'linear-gradient radial-gradient conic-gradient',
  'repeating-linear-gradient repeating-radial-gradient repeating-conic-gradient',
  'translate translatex translatey translatez translate3d scale scalex scaley scalez scale3d',
  'rotate rotatex rotatey rotatez rotate3d skew skewx skewy matrix matrix3d perspective',
  'blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia',
  'cubic-bezier steps linear minmax repeat fit-content counter counters attr',
  'circle ellipse inset polygon rect xywh path local format',
  'is where not has nth-child nth-last-child nth-of-type nth-last-of-type lang dir selector style',
);

const COMMENT = /\/\*[\s\S]*?\*\//y;
const STRING = /"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'/y;
const NAME = /[-\w\u0080-\uffff]+/y;
/** A picture within the file, or a part of the page. SVG is no picture here: it has its place in `logo.svg`. */
const HARMLESS_ADDRESS =
  /\s*(?:(["']?)data:image\/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/]+={0,2}\1|(["']?)#[-\w.]+\2)\s*\)/iy;

/** What would end the style sheet within the page, or be read there as another character than here. */
const NOWHERE = /<\/|<!--|[\u0000-\u0008\u000b-\u001f\u007f]/;
const MOST_PROBLEMS = 20;

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' };

/**
 * Everything in a style sheet that could make a page ask for something, run something or end too early. Reads the
 * tokens of CSS (CSS Syntax Module Level 3), so that neither comments nor strings hide anything; names with a backslash,
 * which could, are refused.
 */
export function checkStyleSheet(text: string): ThemeProblem[] {
  const nowhere = text.search(NOWHERE);
  if (nowhere !== -1) {
    const message = 'the end of an element, a comment of HTML or a control character may stand nowhere here';
    return [problemAt(text, nowhere, message)];
  }
  const problems: ThemeProblem[] = [];
  const open: Array<{ at: number; end: string | undefined }> = [];
  let at = 0;

  function refuse(message: string): void {
    problems.push(problemAt(text, at, message));
  }

  function next(token: RegExp): string | undefined {
    token.lastIndex = at;
    return token.exec(text)?.[0];
  }

  /** A function, from its name on; an address is read to its end. */
  function call(name: string): void {
    if (name === 'url') {
      HARMLESS_ADDRESS.lastIndex = at + 4;
      const address = HARMLESS_ADDRESS.exec(text)?.[0];
      if (address !== undefined) {
        at = HARMLESS_ADDRESS.lastIndex;
        return;
      }
      refuse(
        'a page loads nothing: write a bitmap as url(data:image/png;base64,…), and put the logo into logo.svg',
      );
    } else if (!FUNCTIONS.has(name)) {
      refuse(`the function ${name}() is not among those known to load nothing`);
    }
    at += name.length;
  }

  function word(name: string): void {
    const after = at + name.length;
    if (text[after] === '(') {
      call(name.toLowerCase());
      return;
    }
    if (/^(?:behavior|-moz-binding)$/i.test(name) && /^(?:\s|\/\*[\s\S]*?\*\/)*:/.test(text.slice(after)))
      refuse(`the property ${name} runs programs in old browsers`);
    at = after;
  }

  function rule(): void {
    NAME.lastIndex = at + 1;
    const name = NAME.exec(text)?.[0].toLowerCase() ?? '';
    if (name === 'import') refuse('a page is one file: put the rules here instead of importing them');
    else if (!AT_RULES.has(name) && !MARGIN_BOX.test(name)) refuse(`there is no rule @${name} for a theme`);
    at += 1 + name.length;
  }

  function mark(character: string): string | undefined {
    const end = CLOSING[character];
    if (end !== undefined) open.push({ at, end });
    else if ('}])'.includes(character) && open.pop()?.end !== character)
      return `this "${character}" closes nothing`;
    else if (character === '\\') return 'a backslash may stand only in a string: write the character itself';
    else if (character === '"' || character === "'") return 'this string has no end in its line';
    else if (text.startsWith('/*', at)) return 'this comment has no end';
    return undefined;
  }

  while (at < text.length && problems.length < MOST_PROBLEMS) {
    const passed = next(COMMENT) ?? next(STRING);
    const name = passed === undefined ? next(NAME) : undefined;
    if (passed !== undefined) at += passed.length;
    else if (name !== undefined) word(name);
    else if (text[at] === '@') rule();
    else {
      const wrong = mark(text[at] ?? '');
      if (wrong !== undefined) refuse(wrong);
      // What follows cannot be told from what is within.
      if (wrong !== undefined && /["'/]/.test(text[at] ?? '')) return problems;
      at += 1;
    }
  }
  for (const { at: start, end } of open.slice(0, MOST_PROBLEMS))
    problems.push(problemAt(text, start, `there is no "${end}" for this`));
  return problems;
}

function words(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.join(' ').split(' '));
}
