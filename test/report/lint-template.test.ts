import { describe, expect, it } from 'vitest';
import { checkTemplates } from '../../src/report/check-templates.ts';
import { lintTemplates } from '../../src/report/html/lint-template.ts';
import { readTemplates } from './templates.ts';

const TEMPLATES = readTemplates();

function lint(text: string, file = 'partials/part.hbs'): string[] {
  return lintTemplates({ [file]: text }).map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe('a template is refused', () => {
  it.each([
    ['<p>{{{name}}}</p>', '1:4 raw output'],
    ['<p>\n  {{& name}}</p>', '2:3 raw output'],
    ['{{#if a}}{{#each b}}{{{c}}}{{/each}}{{/if}}', '1:21 raw output'],
    ['<p class={{name}}>x</p>', '1:10 the value of "class" stands without quotes'],
    ['<p class = {{name}}>x</p>', '1:12 the value of "class" stands without quotes'],
    ['<p class=plain>x</p>', '1:10 the value of "class" stands without quotes'],
    ['<p {{name}}>x</p>', '1:4 this stands inside a tag and outside of quotes'],
    ['<{{name}}>', '1:1 this "<" begins no element'],
    ['<p {{#if a}}{{name}}{{/if}}>x</p>', '1:13 this stands inside a tag and outside of quotes'],
    ['<p style="color: red">x</p>', '1:4 the attribute "style"'],
    ['<p\n onclick="go()">x</p>', '2:2 the attribute "onclick"'],
    ['<p ONMOUSEOVER="{{name}}">x</p>', '1:4 the attribute "onmouseover"'],
    ['<video src="a.mp4"></video>', '1:1 the element "video"'],
    ['<img alt="">', '1:1 the element "img"'],
    ['<form></form>', '1:1 the element "form"'],
    ['<svg><image href="#a"/></svg>', '1:6 the element "image"'],
    ['<a href="https://example.com/">x</a>', '1:30 this leads out of the file'],
    ['<a href="//example.com/">x</a>', '1:24 this leads out of the file'],
    ['<a href="javascript:go()">x</a>', 'this leads out of the file'],
    ['<rect fill="url(https://example.com/#a)"/>', 'this leads out of the file'],
    ['<a href="{{name}}">x</a>', '1:18 the href of "a" may begin with #'],
    ['<a href="x{{href}}">x</a>', 'the href of "a" may begin with #'],
    ['<meta http-equiv="refresh" content="0">', 'of http-equiv only'],
    ['<style>p { color: red }</style>', '1:8 what stands in <style>'],
    ['<script>go()</script>', '1:9 what stands in <script>'],
    ['<script>{{name}}</script>', 'fields do not belong into a style sheet or script'],
    ['<p>{{script}}</p>', '1:4 {{script}} stands in the wrong place'],
    ['<p title="{{csp}}">x</p>', '{{csp}} stands in the wrong place'],
    ['<!-- {{name}} -->', '1:6 this stands in a comment'],
    ['{{#if a}}<p{{/if}}>x</p>', '1:1 a block must end where it began'],
    ['<p class="{{#if a}}a"{{else}}b{{/if}}>x</p>', '1:11 a block must end where it began'],
    ['<p class="a', '1:1 a tag, a quote or a comment is opened'],
    ['<p class="{{> chip this}}">x</p>', '1:11 a partial may stand only where text may stand'],
    ['{{#names}}x{{/names}}', '1:1 there is no block #names'],
    ['{{#*inline "x"}}y{{/inline}}', '1:1 this form of block is not allowed'],
    ['{{#if a}}x', 'this cannot be read as a template'],
    ['a\n{{#if a}}x{{/each}}', "2:4 this cannot be read as a template: if doesn't match each"],
  ])('%s', (text, message) => {
    const problems = lint(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]).toContain(message);
  });

  it('as a page without its policy', () => {
    expect(lint('<!doctype html><p>x</p>', 'report.hbs')).toEqual([
      expect.stringContaining('1:1 the page has no policy'),
    ]);
  });
});

describe('a template is let pass', () => {
  it.each([
    '<p{{#unless a}} class="warning"{{/unless}}>{{b}}</p>',
    "<p class='{{a}} {{#if b}}c{{/if}}'>x</p>",
    '<a href="#{{id}}">{{name}}</a> <a href="{{href}}">x</a> <a href="{{account.pageHref}}">x</a>',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="#shape"/><path fill="url(#a)" d="M0 0"/></svg>',
    '<p>https://example.com/ 1 &lt; 2 a = {{b}}</p>',
    '{{! a comment }}<!-- another --><input-like></input-like>',
  ])('%s', (text) => {
    expect(lint(text)).toEqual([]);
  });
});

describe('style sheets and scripts', () => {
  it.each([
    ['styles/a.css', 'p{}\n</STYLE>', '2:1 this would end'],
    ['styles/a.css', '@import "x.css";', '1:1 a page is one file'],
    ['report.css', 'p { background: url(x.png) }', '1:17 a page loads nothing'],
    ['scripts/a.js', 'let a = "</script>";', '1:10 this would end'],
    ['report.js', 'let a = "<!--";', '1:10 this would end'],
  ])('%s: %s', (file, text, message) => {
    expect(lint(text, file)).toEqual([expect.stringContaining(message)]);
  });

  it('may draw with what is on the page', () => {
    expect(lint('p { fill: url(#a) }', 'styles/a.css')).toEqual([]);
  });
});

describe('fields', () => {
  function check(changes: Record<string, string>): string[] {
    return checkTemplates({ ...TEMPLATES, ...changes }).map(
      ({ file, line, column, message }) => `${file}:${line}:${column} ${message}`,
    );
  }

  it.each([
    ['{{titel}}', '1:3 there is no field "titel" here. There are: '],
    ['{{#if exceptd}}x{{/if}}', '1:7 there is no field "exceptd"'],
    ['<p>\n{{#each evidence}}{{pionter}}{{/each}}</p>', '2:21 there is no field "pionter"'],
    ['{{#each evidence}}{{../titel}}{{/each}}', 'there is no field "titel"'],
    ['{{title.length.x}}', 'there is no field "length"'],
    ['{{evidence}}', '1:1 this is no text'],
    ['{{lookup this "a"}}', 'there is no helper lookup'],
    ['{{log title}}', 'there is no helper log'],
    ['{{@root.nothing}}', 'there is no field "nothing"'],
    ['{{@partial-block}}', 'there is no @partial-block'],
    ['{{> no-such this}}', '1:1 there is no partials/no-such.hbs'],
    ['{{> chip}}', 'a partial takes one field'],
    ['{{#each evidence as |one|}}{{one}}{{/each}}', 'block parameters are not allowed'],
    ['{{#if (a b)}}x{{/if}}', 'only a field may stand here'],
  ])('that no finding has are refused: %s', (text, message) => {
    const problems = check({ 'partials/finding.hbs': text });
    expect(problems[0]).toContain('partials/finding.hbs:');
    expect(problems[0]).toContain(message);
  });

  it('that are there may be used in other ways than the tool uses them', () => {
    const text =
      '{{#with this}}{{title}}{{/with}}{{#each evidence}}{{@index}} {{../title}} {{@root.title}}{{/each}}';
    expect(check({ 'partials/finding.hbs': text })).toEqual([]);
  });

  it('are looked for in partials that are new', () => {
    const changes = { 'partials/finding.hbs': '{{> ours this}}', 'partials/ours.hbs': '{{title}}{{nope}}' };
    expect(check(changes)[0]).toContain('partials/ours.hbs:1:12 there is no field "nope"');
  });

  it('hold also where a partial calls itself', () => {
    expect(check({ 'partials/chip.hbs': '{{severity}}{{#if nope}}{{> chip this}}{{/if}}' })[0]).toContain(
      '"nope"',
    );
  });
});
