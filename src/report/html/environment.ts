import Handlebars from 'handlebars';
import { contentSecurityPolicy } from './csp.ts';

/** The text of each file of `report-templates/`, by its path below that folder with `/` between the parts. */
export type TemplateSources = Readonly<Record<string, string>>;

/** A page is a template, the style sheet and script of its own beside it where it has them, and what all pages share. */
export type PageName = 'report' | 'account';

const STYLES = /^styles\/[a-z0-9-]+\.css$/;
const SCRIPTS = /^scripts\/[a-z0-9-]+\.js$/;
const PARTIAL = /^partials\/([a-z-]+)\.hbs$/;

/**
 * Compiles a page's templates: strict, escaping everything but our own style sheet and script. The result renders any
 * number of views. Throws when a file is missing or a template asks for raw output; rendering throws when a template
 * names a field that is not there.
 */
export function compilePage(templates: TemplateSources, page: PageName): (view: unknown) => string {
  const handlebars = Handlebars.create();
  const style = joined(templates, STYLES, `${page}.css`);
  if (style === '') throw new Error('The report templates hold no style sheet under styles/.');
  const script = joined(templates, SCRIPTS, `${page}.js`);
  forbidClosing(`styles/*.css or ${page}.css`, style, '</style');
  forbidClosing(`scripts/*.js or ${page}.js`, script, '</script');
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

/** The files that all pages share one after the other, in the order of their names, and the page's own after them. */
function joined(templates: TemplateSources, shared: RegExp, own: string): string {
  const names = Object.keys(templates)
    .filter((name) => shared.test(name))
    .sort();
  return [...names.map((name) => source(templates, name)), optional(templates, own)]
    .map((text) => text.trim())
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
