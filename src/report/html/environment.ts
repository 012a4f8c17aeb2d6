import Handlebars from 'handlebars';
import { contentSecurityPolicy } from './csp.ts';

/** The text of each file of `report-templates/`, by its path below that folder with `/` between the parts. */
export type TemplateSources = Readonly<Record<string, string>>;

/**
 * A page is a template, what all pages share, and the style sheet and script of its own where it has them. A long one
 * may be in parts, in a folder of the page's name.
 */
export type PageName = 'report' | 'account' | 'explorer';

type Ending = 'css' | 'js';

const SHARED: Record<Ending, RegExp> = { css: /^styles\/[a-z0-9-]+\.css$/, js: /^scripts\/[a-z0-9-]+\.js$/ };
const PARTIAL = /^partials\/([a-z-]+)\.hbs$/;

/**
 * Compiles a page's templates: strict, escaping everything but our own style sheet and script. The result renders any
 * number of views. Throws when a file is missing or a template asks for raw output; rendering throws when a template
 * names a field that is not there.
 */
export function compilePage(templates: TemplateSources, page: PageName): (view: unknown) => string {
  const handlebars = Handlebars.create();
  const style = joined(templates, page, 'css');
  if (style === '') throw new Error('The report templates hold no style sheet under styles/.');
  const script = joined(templates, page, 'js');
  forbidClosing(`the style sheets of ${page}`, style, '</style');
  forbidClosing(`the scripts of ${page}`, script, '</script');
  handlebars.registerHelper('stylesheet', () => new handlebars.SafeString(style));
  handlebars.registerHelper('script', () => new handlebars.SafeString(script));
  handlebars.registerHelper('csp', () => contentSecurityPolicy(style, script));
  for (const [name, text] of Object.entries(templates)) {
    if (name.endsWith('.hbs')) forbidRawOutput(name, text);
    const partial = PARTIAL.exec(name)?.[1];
    if (partial !== undefined) handlebars.registerPartial(partial, text);
  }
  return handlebars.compile(source(templates, `${page}.hbs`), {
    strict: true,
    noEscape: false,
    knownHelpersOnly: true,
    knownHelpers: { stylesheet: true, script: true, csp: true },
    explicitPartialContext: true,
    preventIndent: true,
  });
}

function source(templates: TemplateSources, name: string): string {
  const text = Object.hasOwn(templates, name) ? templates[name] : undefined;
  if (text === undefined) throw new Error(`The report template ${name} is missing.`);
  return text;
}

function optional(templates: TemplateSources, name: string): string {
  return Object.hasOwn(templates, name) ? source(templates, name) : '';
}

/** The files that all pages share, the parts in the folder of the page's name, and its own; each in order of name. */
function joined(templates: TemplateSources, page: PageName, ending: Ending): string {
  const names = Object.keys(templates).sort();
  const shared = names.filter((name) => SHARED[ending].test(name));
  const parts = names.filter((name) => name.startsWith(`${page}/`) && name.endsWith(`.${ending}`));
  return [...shared, ...parts, `${page}.${ending}`]
    .map((name) => optional(templates, name).trim())
    .filter((text) => text !== '')
    .join('\n');
}

function forbidClosing(name: string, text: string, end: string): void {
  if (text.toLowerCase().includes(end)) throw new Error(`The report template ${name} contains ${end}.`);
}

function forbidRawOutput(name: string, text: string): void {
  const visitor = new Handlebars.Visitor();
  visitor.MustacheStatement = (statement) => {
    if (!statement.escaped) {
      throw new Error(
        `The report template ${name} asks for raw output in line ${statement.loc.start.line}; everything is escaped.`,
      );
    }
  };
  visitor.accept(Handlebars.parse(text));
}
