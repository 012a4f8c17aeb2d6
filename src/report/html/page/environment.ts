import Handlebars from 'handlebars';
import { composed, type ShownData, type ShownText } from '../../visible.ts';
import { contentSecurityPolicy } from './csp.ts';

/**
 * The text of each file of `report-templates/`, by its path below that folder with `/` between the parts; with a theme,
 * `theme.css` and `logo.svg` beside them.
 */
export type TemplateSources = Readonly<Record<string, string>>;

/**
 * A page is a template, what all pages share, and the style sheet and script of its own where it has them. A long one
 * may be in parts, in a folder of the page's name.
 */
export type PageName = 'report' | 'summary' | 'account' | 'explorer' | 'review';

type Ending = 'css' | 'js';

const SHARED: Record<Ending, RegExp> = { css: /^styles\/[a-z0-9-]+\.css$/, js: /^scripts\/[a-z0-9-]+\.js$/ };
/** The user's own style sheet comes last, so that it wins. */
const THEME = 'theme.css';
const LOGO = 'logo.svg';
const PARTIAL = /^partials\/([a-z-]+)\.hbs$/;

type Page = (view: ShownData) => ShownText;

const compiled = new WeakMap<TemplateSources, Map<PageName, Page>>();

/**
 * A page of these templates: strict, escaping everything but our own style sheet and script. The result renders any
 * number of views. Throws when a file is missing; rendering throws when a template names a field that is not there.
 */
export function compilePage(templates: TemplateSources, page: PageName): Page {
  const pages = compiled.get(templates) ?? new Map<PageName, Page>();
  const known = pages.get(page) ?? compile(templates, page);
  compiled.set(templates, pages.set(page, known));
  return known;
}

function compile(templates: TemplateSources, page: PageName): Page {
  const handlebars = Handlebars.create();
  const style = joined(templates, page, 'css');
  if (style === '') throw new Error('The report templates hold no style sheet under styles/.');
  const script = joined(templates, page, 'js');
  forbidClosing(`the style sheets of ${page}`, style, '</style');
  forbidClosing(`the scripts of ${page}`, script, '</script');
  handlebars.registerHelper('stylesheet', () => new handlebars.SafeString(style));
  handlebars.registerHelper('script', () => new handlebars.SafeString(script));
  const hasImages = [THEME, LOGO].some((name) => Object.hasOwn(templates, name));
  handlebars.registerHelper('csp', () => contentSecurityPolicy({ style, script, hasImages }));
  handlebars.registerPartial('logo', logoElement(optional(templates, LOGO)));
  for (const [name, text] of Object.entries(templates)) {
    const partial = PARTIAL.exec(name)?.[1];
    if (partial !== undefined) handlebars.registerPartial(partial, text);
  }
  const render = handlebars.compile<ShownData>(source(templates, `${page}.hbs`), OPTIONS);
  return (view) => composed(view, render);
}

const OPTIONS = {
  strict: true,
  noEscape: false,
  knownHelpersOnly: true,
  knownHelpers: { stylesheet: true, script: true, csp: true },
  explicitPartialContext: true,
  preventIndent: true,
} as const;

function source(templates: TemplateSources, name: string): string {
  const text = Object.hasOwn(templates, name) ? templates[name] : undefined;
  if (text === undefined) throw new Error(`The report template ${name} is missing.`);
  return text;
}

function optional(templates: TemplateSources, name: string): string {
  return Object.hasOwn(templates, name) ? source(templates, name) : '';
}

/** The files that all pages share, the parts in the folder of the page's name, its own, and the theme's. */
function joined(templates: TemplateSources, page: PageName, ending: Ending): string {
  const names = Object.keys(templates).sort();
  const shared = names.filter((name) => SHARED[ending].test(name));
  const parts = names.filter((name) => name.startsWith(`${page}/`) && name.endsWith(`.${ending}`));
  return [...shared, ...parts, `${page}.${ending}`, ...(ending === 'css' ? [THEME] : [])]
    .map((name) => optional(templates, name).trim())
    .filter((text) => text !== '')
    .join('\n');
}

function forbidClosing(name: string, text: string, end: string): void {
  if (text.toLowerCase().includes(end)) throw new Error(`The report template ${name} contains ${end}.`);
}

/** The logo as an image, since a browser runs and loads nothing in one; the page names the organization in words. */
function logoElement(svg: string): string {
  if (svg === '') return '';
  return `<img class="logo" alt="" src="data:image/svg+xml;base64,${Buffer.from(svg, 'utf8').toString('base64')}">\n`;
}
