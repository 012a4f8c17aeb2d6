import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { compilePage } from '../../src/report/html/page/environment.ts';
import { pageView } from '../../src/report/html/page/page.ts';
import { displayable } from '../../src/report/html/support/format.ts';
import {
  composed,
  cut,
  lines,
  type ShownText,
  shown,
  visible,
  visibleLines,
} from '../../src/report/visible.ts';
import { auditReport } from './fixture.ts';
import { readTemplates } from './templates.ts';

/** What must not compile: printing a text of the report as it stands. It is never called. */
function notShown({ title, detail, severity }: Finding): void {
  const render = compilePage(readTemplates(), 'report');
  // @ts-expect-error a view before its texts were shown
  render(pageView(auditReport()));
  render(displayable(pageView(auditReport())));
  // @ts-expect-error a text of the report between words
  shown`Finding: ${title}`;
  // @ts-expect-error and one that was put together with words
  shown`${visible(title)}${`: ${detail}`}`;
  // @ts-expect-error a list of them
  lines([shown`Finding`, title]);
  // @ts-expect-error JSON whose invisible characters were not escaped
  const json: ShownText = JSON.stringify({ title });
  // @ts-expect-error a form of what was not shown
  composed([severity, detail], (cells) => cells.join());
  // @ts-expect-error a text that was shown and then put together with one that was not
  const line: ShownText = `${visible(title)} ${detail}`;
  // @ts-expect-error words alone are not shown text: whoever reads them cannot tell
  const words: ShownText = 'Finding';
  void [json, line, words];
}

describe('shown text', () => {
  it('is asked for wherever something is printed', () => {
    expectTypeOf(notShown).toBeFunction();
  });

  it('is a text still, and its data have the same fields', () => {
    expectTypeOf<ShownText>().toExtend<string>();
    const view = displayable({ title: 'a', count: 1, rows: [{ name: 'b', left: null }] });
    expectTypeOf(view).toEqualTypeOf<{
      title: ShownText;
      count: number;
      rows: Array<{ name: ShownText; left: null }>;
    }>();
  });

  it.each([
    ['a\r\nb\u202e', 'a\nb[U+202E]'],
    ['a\rb\n\tc', 'a[U+000D]b\n[U+0009]c'],
    ['a\n\u2028b', 'a\n[U+2028]b'],
  ])('keeps the lines of %j where they are wanted', (text, kept) => {
    expect(visibleLines(text)).toBe(kept);
    expect(visible(text)).not.toContain('\n');
  });

  it('holds nothing of what it is made of but what can be seen', () => {
    const hostile = '\u001b[2J\u202e\ud800\0x';
    const made = [
      visible(hostile),
      visibleLines(hostile),
      cut(hostile, 50),
      shown`a ${visible(hostile)}`,
      displayable({ hostile }).hostile,
    ];
    for (const text of made)
      expect(text).toMatch(/^(?:a )?\[U\+001B\]\[2J\[U\+202E\]\[U\+D800\]\[U\+0000\]x$/);
  });
});
