import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AuditReport } from '../../src/model/report.ts';
import { renderHtml } from '../../src/report/html.ts';
import { some } from '../support/thorough.ts';
import { auditReport } from './fixture.ts';
import { HOSTILE } from './fixture-parties.ts';
import { decodeHtml } from './hostile.ts';
import { readTemplates } from './templates.ts';

const TEMPLATES = readTemplates();

function tagged(page: string, tag: string): string[] {
  return [...page.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, 'gs'))].map((match) => match[1] ?? '');
}

/** The report with every string replaced, so that each place that shows one shows the hostile text. */
function poisoned(value: unknown, text: string): unknown {
  if (typeof value === 'string') return text;
  if (Array.isArray(value)) return value.map((item) => poisoned(item, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      ['severity', 'status', 'kind'].includes(key) ? part : poisoned(part, text),
    ]),
  );
}

describe('renderHtml', () => {
  const page = renderHtml(auditReport(), TEMPLATES);
  const harmless = renderHtml(poisoned(auditReport(), 'harmless') as AuditReport, TEMPLATES);

  it('gives the same bytes for the same report', () => {
    expect(renderHtml(auditReport(), TEMPLATES)).toBe(page);
  });

  it('does not depend on the order in which templates or the keys of the report were set', () => {
    const templates = Object.fromEntries(Object.entries(TEMPLATES).reverse());
    const report = Object.fromEntries(Object.entries(auditReport()).reverse()) as object as AuditReport;
    expect(renderHtml(report, templates)).toBe(page);
  });

  it('allows by its policy exactly the style and the script it holds', () => {
    const [style] = tagged(page, 'style');
    const [script] = tagged(page, 'script');
    const hash = (text = '') => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const policy = decodeHtml(/Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '');
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `style-src ${hash(style)}`,
      `script-src ${hash(script)}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(tagged(page, 'style')).toHaveLength(1);
    expect(tagged(page, 'script')).toHaveLength(1);
  });

  it('puts the policy before anything that it governs', () => {
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style>'));
  });

  it('holds no inline handler, style attribute or outside address but those of the AWS console', () => {
    const tags = page.replace(/<(style|script)>.*?<\/\1>/gs, '').match(/<[a-z][^>]*>/g) ?? [];
    expect(tags.length).toBeGreaterThan(1000);
    for (const tag of tags) {
      expect(tag).not.toMatch(/\s(on[a-z]+|style|src|srcset|action|formaction|xlink:href)=/i);
      for (const [, address] of tag.matchAll(/\shref="([^"]*)"/g))
        expect(address).toMatch(
          /^(?:#|https:\/\/[a-z0-9-]+\.console\.(?:aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)\/(?:iam|cloudformation)\/home\?region(?:=|&#x3D;)[a-z0-9-]+#\/)/,
        );
    }
    expect(tagged(page, 'style').join('')).not.toMatch(/url\(|@import/);
  });

  it.each(some(Object.entries(HOSTILE), 3))('shows a hostile name as text: %s', (_name, text) => {
    const hostile = poisoned(auditReport(), text) as AuditReport;
    const shown = renderHtml(hostile, TEMPLATES);
    const body = shown.replace(/<(style|script)>.*?<\/\1>/gs, '');
    expect(body).not.toMatch(/<script|<img|<\/title><svg|onmouseover="|<svg\/onload/);
    expect(body).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\u00ad]/,
    );
    expect(tagged(shown, 'script')).toHaveLength(1);
    // What to do may hold paragraphs and blocks of code; nothing else on the page depends on what texts say.
    const structure = /<(?!(?:p|figure|pre|code)\b)[a-z]/g;
    expect(shown.match(structure)?.length).toBe(harmless.match(structure)?.length);
  });

  it('makes escapes, bidirectional marks and zero-width characters visible', () => {
    expect(page).toContain('[U+001B][31mred[U+001B][0m[U+0007]');
    expect(page).toContain('admin[U+202E]gpj.exe[U+2066]');
    expect(page).toContain('pay[U+200B]roll[U+00AD]-role');
  });

  it('shortens a value of a megabyte and says how long it is', () => {
    const report = structuredClone(auditReport());
    const [finding] = report.findings;
    if (finding === undefined) throw new Error('The fixture holds no finding.');
    finding.detail = 'x'.repeat(1_000_000);
    const [evidence] = finding.evidence;
    if (evidence !== undefined) evidence.value = { tag: 'y'.repeat(1_000_000) };
    const shown = renderHtml(report, TEMPLATES);
    expect(shown.length).toBeLessThan(page.length + 10_000);
    expect(shown.match(/\[shortened: 1000000 characters, all of them in report\.json\]/g)).toHaveLength(2);
  });

  it('survives evidence that is nested thousands of levels deep', () => {
    const report = structuredClone(auditReport());
    const [evidence] = report.findings.at(0)?.evidence ?? [];
    if (evidence === undefined) throw new Error('The fixture holds no evidence.');
    evidence.value = JSON.parse('['.repeat(4000) + ']'.repeat(4000));
    expect(renderHtml(report, TEMPLATES)).toContain('deeper levels are in report.json');
  });

  it('keeps a key named __proto__ in evidence', () => {
    const report = structuredClone(auditReport());
    const [evidence] = report.findings.at(0)?.evidence ?? [];
    if (evidence === undefined) throw new Error('The fixture holds no evidence.');
    evidence.value = JSON.parse('{"__proto__": {"polluted": true}}');
    expect(renderHtml(report, TEMPLATES)).toContain('&quot;__proto__&quot;: {');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
