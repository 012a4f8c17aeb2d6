import { describe, expect, it } from 'vitest';
import { checkTemplates, isTemplateFile } from '../../src/report/check-templates.ts';
import { renderHtml } from '../../src/report/html.ts';
import { auditReport } from './fixture.ts';
import { readTemplates } from './templates.ts';

const TEMPLATES = readTemplates();
const PAGES = Object.entries(TEMPLATES).filter(([name]) => name.endsWith('.hbs'));

describe('the files of report-templates', () => {
  it('are read: a page and its partials', () => {
    expect(PAGES.length).toBeGreaterThan(15);
    expect(Object.keys(TEMPLATES)).toContain('report.hbs');
  });

  it('pass the lint: no raw output, no value without quotes, no handler, style or address, no unknown field', () => {
    expect(checkTemplates(TEMPLATES)).toEqual([]);
  });

  it('stand where a page looks for them', () => {
    expect(Object.keys(TEMPLATES).filter((name) => !isTemplateFile(name))).toEqual([]);
  });

  it('give every column heading a scope and every table a caption', () => {
    const all = PAGES.map(([, text]) => text).join('');
    expect(all.match(/<th(?=[ >])(?![^>]*scope=)/g)).toBeNull();
    expect(all.match(/<caption>/g)?.length).toBe(all.match(/<table/g)?.length);
  });
});

describe('compiling templates', () => {
  it.each(['{{{title}}}', '{{&title}}', '{{#if title}}{{{title}}}{{/if}}'])(
    'refuses raw output: %s',
    (raw) => {
      expect(() => renderHtml(auditReport(), { ...TEMPLATES, 'report.hbs': raw })).toThrow(
        /raw output in line 1/,
      );
    },
  );

  it('refuses a field that does not exist rather than showing nothing', () => {
    expect(() => renderHtml(auditReport(), { ...TEMPLATES, 'report.hbs': '{{titel}}' })).toThrow(/titel/);
  });

  it('names a template that is missing', () => {
    const { 'report.hbs': _, ...rest } = TEMPLATES;
    expect(() => renderHtml(auditReport(), rest)).toThrow('report.hbs is missing');
  });

  it('refuses a script that would end its own element', () => {
    const templates = { ...TEMPLATES, 'report.js': 'let end = "</SCRIPT>";' };
    expect(() => renderHtml(auditReport(), templates)).toThrow('</script');
  });
});
