import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { renderAccountPages } from '../../src/report/account-pages.ts';
import { renderHtml } from '../../src/report/html.ts';
import { THEME_FILES } from '../../src/report/theme.ts';
import { explorerOf } from './explorer-file.ts';
import { auditReport } from './fixture.ts';
import { decodeHtml } from './hostile.ts';
import { readTemplates } from './templates.ts';

const PNG = 'data:image/png;base64,iVBORw0KGgo=';

function css(text: string): string[] {
  return THEME_FILES['theme.css'](text).map(({ line, column, message }) => `${line}:${column} ${message}`);
}

function svg(text: string): string[] {
  return THEME_FILES['logo.svg'](text).map(({ line, column, message }) => `${line}:${column} ${message}`);
}

function drawing(inner: string, attributes = ''): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"${attributes}>${inner}</svg>`;
}

/** Each of which draws the next one twice. */
function nested(name: string, draws: (next: string) => string): string {
  const each = (_: unknown, at: number) => `<${name} id="m${at}">${draws(`m${at + 1}`).repeat(2)}</${name}>`;
  return Array.from({ length: 12 }, each).join('');
}

describe('a style sheet is refused', () => {
  it.each([
    ['p { background: url(https://attacker.example/x.png) }', '1:17 a page loads nothing'],
    ['p { background: URL("//attacker.example/x") }', 'a page loads nothing'],
    ["p { background: url( 'x.png' ) }", 'a page loads nothing'],
    ['p { background: u\\72l(x.png) }', 'a backslash'],
    ['p { background: url(data:image/svg+xml;base64,PHN2Zz4=) }', 'a page loads nothing'],
    ['p { background: url(data:text/html;base64,PHN2Zz4=) }', 'a page loads nothing'],
    ['p { background: url(data:image/png;base64,AA==, url(x)) }', 'a page loads nothing'],
    ['p { background: image-set("x.png" 1x) }', 'the function image-set()'],
    ['p { background: -webkit-image-set("x.png" 1x) }', 'the function -webkit-image-set()'],
    ['p { background: image("x.png") }', 'the function image()'],
    ['p { background: cross-fade(red, "x.png") }', 'the function cross-fade()'],
    ['p { background: src("x.png") }', 'the function src()'],
    ['p { --x: url(x.png) }', 'a page loads nothing'],
    ['@import "x.css";', '1:1 a page is one file'],
    ['@IMPORT url(x.css);', 'a page is one file'],
    ['/* a */@/**/import "x.css";', 'there is no rule @ for a theme'],
    ['@\\69mport "x.css";', 'there is no rule @ for a theme'],
    ['@namespace "http://www.w3.org/1999/xhtml";', 'there is no rule @namespace'],
    ['@font-face { font-family: x; src: url(x.woff2) }', 'a page loads nothing'],
    ['@font-face { font-family: x; src: url(data:font/woff2;base64,AAAA) }', 'a page loads nothing'],
    ['p { width: expression(alert(1)) }', 'the function expression()'],
    ['p { behavior: none }', 'the property behavior'],
    ['p { -moz-binding /**/ : none }', 'the property -moz-binding'],
    [
      "p { filter: progid:DXImageTransform.Microsoft.AlphaImageLoader(src='x') }",
      'AlphaImageLoader'.toLowerCase(),
    ],
    ['p {}\n</STYLE><script>', '2:1 the end of an element'],
    ['p::after { content: "</style>" }', 'the end of an element'],
    ['/* </style> */', 'the end of an element'],
    ['p { content: "\u0000" }', 'a control character'],
    ['p { color: red', '1:3 there is no "}" for this'],
    ['p { color: red }}', '1:17 this "}" closes nothing'],
    ['p { content: "x', 'this string has no end'],
    ['p {} /* x', '1:6 this comment has no end'],
  ])('%s', (text, message) => {
    expect(css(text).join('\n')).toContain(message);
  });

  it('in time that grows with its length alone', () => {
    for (const part of [
      '/*',
      '"\\',
      'url(',
      'a(',
      '@x ',
      '{',
      '\\',
      'behavior ',
      'url(data:image/png;base64,',
    ])
      expect(css(part.repeat((64 * 1024) / part.length)).length).toBeLessThanOrEqual(41);
  });
});

describe('a style sheet is let pass', () => {
  it.each([
    ':root { --accent: #0b5d3b; --x: light-dark(#fff, rgb(0 0 0 / 50%)); }',
    '@media screen and (prefers-color-scheme: dark) { :root:not(.x) > a[href^="#"]::before { content: "\\2014" } }',
    '@media print { @page { margin: 1cm; @bottom-left { content: "Ours" } } }',
    `h1 { background: linear-gradient(red, #00f 50%) url(${PNG}), url("${PNG}") }`,
    '@font-face { font-family: Ours; src: local("Ours Sans") }',
    '@media (width < 40rem) { .é { fill: url(#hatch); transform: translate(calc(1px + 2%)) } }',
    '/* url(x.png) @import */ p::after { content: "url(x.png) @import" }',
    '',
  ])('%s', (text) => {
    expect(css(text)).toEqual([]);
  });
});

describe('a logo is refused', () => {
  it.each([
    [drawing('<script>alert(1)</script>'), '<script>'],
    [drawing('<SCRIPT/>'), '<SCRIPT>'],
    [drawing('<s:script xmlns:s="http://www.w3.org/2000/svg"/>'), '<s:script>'],
    [
      drawing('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>'),
      '<foreignObject>',
    ],
    [drawing(`<image href="${PNG}"/>`), '<image>'],
    [drawing('<a href="#x"/>'), '<a>'],
    [drawing('<animate attributeName="href"/>'), '<animate>'],
    [drawing('<set attributeName="onclick" to="x"/>'), '<set>'],
    [drawing('<feImage href="#a"/>'), '<feImage>'],
    [drawing('<iframe/>'), '<iframe>'],
    [drawing('', ' onload="alert(1)"'), 'the attribute "onload" is a handler'],
    [drawing('', '\n ONLOAD="alert(1)"'), 'the attribute "ONLOAD" is a handler'],
    [
      drawing('<use href="https://attacker.example/x.svg#a"/>'),
      'the href may lead only to a part of the logo',
    ],
    [drawing('<use xlink:href="x.svg#a"/>'), 'the xlink:href may lead only'],
    [drawing('<use y:href="&#x68;ttps://attacker.example"/>'), 'the y:href may lead only'],
    [drawing('<rect fill="url(https://attacker.example/#a)"/>'), 'the value of "fill"'],
    [drawing('<rect fill="u&#114;l(//x)"/>'), 'the value of "fill"'],
    [drawing('<rect style="background: image-set(\'x\' 1x)"/>'), 'the value of "style"'],
    [drawing('<style>@import "x.css";</style>'), 'a page is one file'],
    [drawing('<style>p { background: u&#x72;l(x) }</style>'), 'a page loads nothing'],
    [drawing('', ' xml:base="https://attacker.example/"'), 'xml:base'],
    [drawing('<g xmlns="http://www.w3.org/1999/xhtml"/>'), 'xmlns may only be'],
    [`<!DOCTYPE svg [<!ENTITY a "x">]>${drawing('&a;')}`, 'a DOCTYPE'],
    [drawing('&a;'), 'may stand for characters'],
    [drawing('<text x="&a;"/>'), 'an entity'],
    [drawing('<![CDATA[<script/>]]>'), 'a DOCTYPE, CDATA'],
    [drawing('<?xml-stylesheet href="x.css"?>'), 'a DOCTYPE, CDATA or instruction'],
    [`<?xml-stylesheet href="x.css"?>${drawing('')}`, 'instruction'],
    [drawing('<use href="#a"/>'.repeat(17)), 'more than 16 <use>'],
    ...['pattern', 'mask', 'clipPath', 'marker'].map((name) => [
      drawing(nested(name, (next) => `<path fill="url(#${next})"/>`)),
      'name others more than 16 times',
    ]),
    [
      drawing(`<style>path { mask: url(#m1) }</style>${nested('mask', () => '<path/>')}`),
      'name others more than 16 times',
    ],
    [
      drawing(
        `<g id="a">${'<path fill="url(#b)"/>'.repeat(20)}</g><pattern id="b"><use href="#a"/></pattern>`,
      ),
      'name others more than 16 times',
    ],
    [drawing('<g>'), '</svg> ends nothing'],
    [drawing('').slice(0, -6), 'has no end'],
    [drawing('<g fill=red/>'), 'does not belong into a tag'],
    [drawing('<g fill="a" fill="b"/>'), 'given twice'],
    ['<svg viewBox="0 0 1 1"/>', 'must have xmlns'],
    [`${drawing('')}${drawing('')}`, 'one <svg>'],
    [`${drawing('')}x`, 'outside of <svg>'],
    ['<html/>', '<html>'],
    ['', 'holds no <svg>'],
    ['\u0089PNG', 'outside of <svg>'],
  ])('%s', (text, message) => {
    expect(svg(text).join('\n')).toContain(message);
  });

  it('in time that grows with its length alone', () => {
    for (const part of ['<', '<!--', '<g', '<g>', '</g>', '&', '&#', '<g a="', '<svg a="a" ', '<?xml '])
      expect(svg(part.repeat((64 * 1024) / part.length)).length).toBeGreaterThan(0);
  });
});

describe('a logo is let pass', () => {
  it.each([
    `<?xml version="1.0" encoding="UTF-8"?>\n<!-- ours -->\n${drawing('<path d="M0 0h4.8L12 3.6z"/>')}\n`,
    drawing(
      '<style>.a { fill: red } @media (prefers-color-scheme: dark) { .a { fill: #fff } }</style><g class="a"/>',
    ),
    drawing(
      '<defs><linearGradient id="a"><stop stop-color="red"/></linearGradient></defs><rect fill="url(#a)"/>',
    ),
    drawing(
      '<use xlink:href="#a" transform="translate(1 2)"/>',
      ' xmlns:xlink="http://www.w3.org/1999/xlink"',
    ),
    drawing('<title>Fjord &amp; Co &#8211; ours</title><text font-family="\'Arial\'">A</text>'),
    drawing('<g id="Layer_1 (copy)" data-name="it\'s"/>', ' xml:space="preserve"'),
    drawing(
      `<clipPath id="a"><path/></clipPath><linearGradient id="b"/><mask id="c">${'<path fill="url(#b)"/>'.repeat(40)}</mask>${'<g clip-path="url(#a)" mask="url(#c)"/>'.repeat(40)}`,
    ),
  ])('%s', (text) => {
    expect(svg(text)).toEqual([]);
  });
});

describe('a theme on the pages', () => {
  const theme = { 'theme.css': ':root { --accent: #0b5d3b; }', 'logo.svg': drawing('<circle r="9"/>') };
  const templates = { ...readTemplates(), ...theme };
  const report = auditReport();
  const pages = {
    report: renderHtml(report, templates),
    account: [...renderAccountPages(report, templates, null)][0]?.text ?? '',
    explorer: explorerOf(report, {}, theme),
  };

  it.each(Object.entries(pages))(
    '%s shows its colours last and its logo once, by its policy',
    (_name, page) => {
      const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? '';
      expect(style.endsWith(`\n${theme['theme.css']}`)).toBe(true);
      const policy = decodeHtml(/Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '').split(
        '; ',
      );
      expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
      expect(policy).toContain('img-src data:');
      const [logo, ...more] = [
        ...page.matchAll(/<img class="logo" alt="" src="data:image\/svg\+xml;base64,([^"]+)">/g),
      ];
      expect(more).toEqual([]);
      expect(Buffer.from(logo?.[1] ?? '', 'base64').toString()).toBe(theme['logo.svg']);
    },
  );

  it('leaves all else as it is', () => {
    const plain = renderHtml(report, readTemplates());
    const main = (page: string) => page.slice(page.indexOf('<section'), page.indexOf('</main>'));
    expect(main(pages.report)).toBe(main(plain));
    expect(plain).not.toContain('<img');
    expect(plain).not.toContain('img-src');
  });
});
