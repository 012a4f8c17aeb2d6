import { expect, it } from 'vitest';
import { problemsOf } from './problems-of.ts';

const HEAD = 'accounts: [{ id: "111122223333" }]\nregions: [eu-west-1]\nevidence:\n  s3:\n';

it.each([
  ['a complete archive', '    { bucket: evidence-1, region: eu-west-1 }\n', []],
  [
    'a bucket name with capitals',
    '    { bucket: Evidence, region: eu-west-1 }\n',
    [/evidence\.s3\.bucket.*name of a bucket/],
  ],
  [
    'a prefix that begins with a slash',
    '    { bucket: evidence, region: eu-west-1, prefix: /audits }\n',
    [/evidence\.s3\.prefix.*without a slash at either end/],
  ],
  ['an archive without a Region', '    { bucket: evidence }\n', [/evidence\.s3.*region/]],
  [
    'a lock without its days',
    '    { bucket: evidence, region: eu-west-1, objectLock: { mode: compliance } }\n',
    [/evidence\.s3\.objectLock.*retainDays/],
  ],
  [
    'a lock of no days',
    '    { bucket: evidence, region: eu-west-1, objectLock: { mode: compliance, retainDays: 0 } }\n',
    [/evidence\.s3\.objectLock\.retainDays/],
  ],
  [
    'a lock that is no mode of S3',
    '    { bucket: evidence, region: eu-west-1, objectLock: { mode: legal, retainDays: 1 } }\n',
    [/evidence\.s3\.objectLock\.mode.*governance/],
  ],
])('%s', (_name, text, expected) => {
  const problems = problemsOf(HEAD + text);
  expect(problems).toHaveLength(expected.length);
  expected.forEach((words, index) => {
    expect(problems[index]).toMatch(words);
  });
});
