import { expect, it } from 'vitest';
import { mayNameExternalId, namesExternalId, urlDecoded } from '../../../src/policy/external-ids/texts.ts';

const KEY = 'sts:ExternalId';
const inUrl = (text: string, times = 1): string =>
  times === 0 ? text : inUrl(encodeURIComponent(text), times - 1);

it.each<[text: string, names: boolean, may: boolean]>([
  ['{"sts:externalid":"x"}', true, true],
  ['STS:EXTERNALID', true, true],
  ['the external ID of sts', false, false],
  ['100 % of it, or \\u', false, false],
  [inUrl(KEY), false, true],
  [inUrl(KEY, 3), false, true],
  ['sts%3aexternalid', false, true],
  ['sts:\\u0045xternalId', false, true],
  ['sts:\\\\u0045xternalId', false, true],
  [inUrl('aws:SourceArn', 3), false, false],
  // As deep as that, nothing can be told of it.
  [inUrl('aws:SourceArn', 12), false, true],
])('%s', (text, names, may) => {
  expect([namesExternalId(text), mayNameExternalId(text)]).toEqual([names, may]);
});

it.each<[text: string, document: string | undefined]>([
  [inUrl('{"a":1}'), '{"a":1}'],
  [inUrl(' \n["a"]'), ' \n["a"]'],
  [` ${inUrl('"a"')}`, ' "a"'],
  [inUrl('{"a":1}', 2), inUrl('{"a":1}')],
  ['{"a":1}', undefined],
  ['x%7B', undefined],
  ['%7B%', undefined],
])('what stands in a URL as %s', (text, document) => {
  expect(urlDecoded(text)).toBe(document);
});
