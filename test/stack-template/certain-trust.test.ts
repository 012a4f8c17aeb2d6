import { describe, expect, it } from 'vitest';
import { readStatements } from '../../src/policy/statement.ts';
import { ASSUMED_ID, certainTrust } from '../../src/stack-template/certain-trust.ts';

const AT = 'Resources.R.Properties.AssumeRolePolicyDocument';
const surely = (document: unknown, ...open: string[]) =>
  certainTrust(document, AT, new Set(open.map((one) => `${AT}${one}`)));

const NOBODY = { Effect: 'Allow', Principal: { AWS: [] }, Action: [] };
const allow = (sid: string, more: object = {}) => ({ Sid: sid, Effect: 'Allow', ...more });
const withId = (id: string) => ({ Condition: { StringEquals: { 'sts:ExternalId': id, 'aws:x': 'y' } } });

it('who is admitted by a statement that is left out is nobody, and nothing about it is unclear', () => {
  const problems: string[] = [];
  const [left] = readStatements(JSON.stringify({ Statement: [NOBODY] }), (text) => problems.push(text));
  expect([left?.principals.principals, left?.speaksOf('sts:AssumeRole'), problems]).toEqual([[], false, []]);
});

describe('what a trust policy surely says', () => {
  it('is all of it where nothing is open', () => {
    const document = { Statement: [allow('a')] };
    expect(surely(document)).toBe(document);
  });

  it('lets a statement that is open admit nobody, and that alone: the others keep their numbers', () => {
    const statements = Array.from({ length: 11 }, (_, index) => allow(`${index}`));
    expect(surely({ Statement: statements }, '.Statement[1].Principal.AWS', '.Statement[10]')).toEqual({
      Statement: statements.map((one) => (one.Sid === '1' || one.Sid === '10' ? NOBODY : one)),
    });
    expect(surely({ Statement: allow('a') }, '.Statement.Principal.AWS')).toEqual({ Statement: [NOBODY] });
  });

  it('takes a random external ID where that is all that is open', () => {
    const open = '.Condition.StringEquals.sts:ExternalId';
    const document = { Statement: [allow('a', withId('${…}'))] };
    const known = { Statement: [allow('a', withId(ASSUMED_ID))] };
    expect(surely(document, `.Statement[0]${open}`)).toEqual(known);
    expect(surely({ Statement: document.Statement[0] }, `.Statement${open}`)).toEqual(known);
    const none = { Statement: [NOBODY] };
    expect(surely(document, `.Statement[0]${open}`, '.Statement[0].Principal')).toEqual(none);
    expect(surely(document, '.Statement[0].Condition')).toEqual(none);
  });

  it.each<[name: string, document: unknown, open: string]>([
    ['one that denies is', { Statement: [allow('a'), { Effect: 'Deny' }] }, '.Statement[1].Condition'],
    ['one is of which the effect is', { Statement: [allow('a'), '${…}'] }, '.Statement[1]'],
    ['there may be more', { Statement: [allow('a')] }, '.Statement'],
    ['all of it is', '${…}', ''],
  ])('is nothing where %s open', (_name, document, open) => {
    expect(surely(document, open)).toEqual({ Statement: [] });
  });
});
