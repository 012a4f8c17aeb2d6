import { describe, expect, it } from 'vitest';
import { readPermissions } from '../../src/policy/permissions/statement.ts';
import { certainPermissions, OPEN_POLICY } from '../../src/stack-template/certain-permissions.ts';

const AT = 'Resources.R.Properties.Policies[0]';
const surely = (document: unknown, ...open: string[]) =>
  certainPermissions(document, AT, new Set(open.map((one) => `${AT}${one}`)));

const allow = (more: object = {}) => ({
  Effect: 'Allow',
  Action: ['s3:GetObject', 's3:*'],
  Resource: '*',
  ...more,
});
const deny = { Effect: 'Deny', Action: '*', Resource: '*' };
const [MAY_GIVE, MAY_TAKE] = OPEN_POLICY.Statement;

describe('what a permission policy surely says', () => {
  it('is all of it where nothing is open', () => {
    const document = { Statement: [allow(), deny] };
    expect(surely(document)).toBe(document);
    expect(certainPermissions(document, AT, new Set(['Resources.Other.Properties.Policies[0]']))).toBe(
      document,
    );
  });

  it.each<[name: string, statement: object | string, open: string, known: object, more?: object[]]>([
    ['one that denies, whatever of it', deny, '.Resource', MAY_TAKE ?? {}],
    ['one that denies, that may not be there', deny, '', MAY_TAKE ?? {}],
    ['one that allows and may not be there', allow(), '', MAY_GIVE ?? {}],
    ['one of which the effect is', allow({ Effect: '${…}' }), '.Effect', MAY_GIVE ?? {}, [MAY_TAKE ?? {}]],
    ['its actions', allow({ Action: '${…}' }), '.Action', MAY_GIVE ?? {}],
    ['all but some actions', allow({ NotAction: ['iam:*'] }), '.NotAction[0]', MAY_GIVE ?? {}],
    ['all but some resources', allow({ NotResource: '${…}' }), '.NotResource', MAY_GIVE ?? {}],
    ['one of its actions', allow(), '.Action[1]', allow({ Action: ['s3:GetObject'] }), [MAY_GIVE ?? {}]],
    ['its only action', allow({ Action: ['s3:*'] }), '.Action[0]', MAY_GIVE ?? {}],
    ['a part of the resource', allow({ Resource: 'arn:${…}' }), '.Resource', allow({ Resource: 'arn:${…}' })],
    ['a part of one', allow({ Resource: ['a', '${…}'] }), '.Resource[1]', allow({ Resource: ['a', '${…}'] })],
    ['which of two resources', allow({ Resource: '*' }), '.Resource', MAY_GIVE ?? {}],
    [
      'whether there is one',
      allow({ Resource: ['a', 'b'] }),
      '.Resource[1]',
      allow({ Resource: ['a'] }),
      [MAY_GIVE ?? {}],
    ],
    [
      'the value of a condition',
      allow({ Condition: { StringEquals: { 'aws:PrincipalTag/a': '${…}' } } }),
      '.Condition.StringEquals.aws:PrincipalTag/a',
      allow({ Condition: { StringEquals: { 'aws:PrincipalTag/a': '${…}' } } }),
    ],
    ['which condition', allow({ Condition: { Bool: { a: 'true' } } }), '.Condition', MAY_GIVE ?? {}],
  ])('where this is open: %s', (_name, statement, open, known, more = []) => {
    expect(surely({ Statement: [allow(), statement] }, `.Statement[1]${open}`)).toEqual({
      Statement: [allow(), known, ...more],
    });
    expect(surely({ Statement: statement }, `.Statement${open}`)).toEqual({
      Statement: open === '' ? expect.arrayContaining([known]) : [known, ...more],
    });
  });

  it.each(['', '.Statement', '.Version'])('may be more where %j is open', (open) => {
    expect(surely({ Statement: [allow()] }, open)).toEqual({ Statement: [allow(), MAY_GIVE, MAY_TAKE] });
  });

  it('is read from a JSON text, in which each part stands that is open', () => {
    const text = (statement: object) => JSON.stringify({ Statement: [statement] });
    expect(surely(text({ ...deny, Action: 's3:${…}' }), '')).toEqual({ Statement: [MAY_TAKE] });
    expect(surely(text(allow({ Resource: 'arn:${…}' })), '')).toEqual({
      Statement: [allow({ Resource: 'arn:${…}' })],
    });
    expect(surely('{"Statement":${…}}', '')).toBe(OPEN_POLICY);
    expect(surely(text(deny), '')).toBe(OPEN_POLICY);
  });

  it('leaves both a yes and a no uncertain for whoever reads it', () => {
    const effects = (statement: unknown) =>
      readPermissions(JSON.stringify({ Statement: [statement] })).problems.map(({ effect }) => effect);
    expect([effects(MAY_GIVE), effects(MAY_TAKE)]).toEqual([['may-add'], ['may-narrow']]);
  });
});
