import { describe, expect, it } from 'vitest';
import type { Check, RoleCorrection } from '../../../src/model/check.ts';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import { AGREED_EXTERNAL_ID, NEW_EXTERNAL_ID } from '../../../src/model/fix.ts';
import {
  allow,
  REGISTERED,
  role,
  rootOf,
  STRANGER,
  UUID,
  VENDOR,
  withExternalId,
} from '../../checks/support/trust-fixtures.ts';
import { fixIn, madeUp, type World } from './made-up.ts';

type Trust = NonNullable<RoleCorrection['trust']>;

const MARKED = role({ ...allow(REGISTERED), Sid: 'Bad' });

/** Whatever a test does to the statements of a trust policy. */
const toStatements =
  (edit: (statement: Record<string, unknown>) => object | object[]): Trust =>
  (document) => ({
    ...document,
    Statement: [document.Statement].flat().flatMap((one) => edit(one as never)),
  });

const withSid = (Sid: string, more: object = {}) => toStatements((one) => ({ ...one, Sid, ...more }));

/** Finds a text in the trust policy, and may take it out. */
function marked(
  id: string,
  text: string,
  corrects?: RoleCorrection,
  more: Partial<Check> & { party?: string } = {},
) {
  const { party = 'p', ...rest } = more;
  return madeUp(
    id,
    ({ trustPolicy }) =>
      trustPolicy.includes(text) ? { discriminator: party, ...(corrects && { corrects }) } : undefined,
    rest,
  );
}

const BAD = marked('bad', '"Bad"', { trust: withSid('Good') });

/** The ids of the checks whose findings are cleared and left, and of those that follow; null where there is no fix. */
function outcomeOf(world: World) {
  const { made, found } = fixIn(world);
  if (made === undefined) return null;
  const { fix } = made;
  const ids = new Map([...found].map(([id, fingerprint]) => [fingerprint, id]));
  return {
    clears: fix.clears.map((one) => ids.get(one)),
    remains: fix.remains.map(({ checkId }) => checkId),
    follows: fix.follows.map(({ checkId, severity }) => `${checkId} ${severity}`),
  };
}

const inMarked = (...checks: Check[]): World => ({ roles: [MARKED], checks });

describe('a correction is made', () => {
  it.each<[words: string, trust: Trust]>([
    ['where it clears what it is for', withSid('Good')],
    [
      'where it leaves out whom the policy lets in',
      withSid('Good', { Principal: { AWS: [rootOf(REGISTERED)] } }),
    ],
  ])('%s', (_words, trust) => {
    expect(outcomeOf(inMarked(marked('bad', '"Bad"', { trust })))).toMatchObject({
      clears: ['bad'],
      remains: [],
    });
  });

  it.each<[words: string, corrects: RoleCorrection | undefined]>([
    ['there is none', undefined],
    ['it cannot be made', { trust: () => undefined }],
    ['nobody is left', { trust: () => null }],
    ['it clears nothing', { trust: withSid('Bad', { Condition: {} }) }],
    [
      'it lets in another',
      { trust: withSid('Good', { Principal: { AWS: [rootOf(REGISTERED), rootOf(VENDOR)] } }) },
    ],
    ['it would not be understood', { trust: withSid('Good', { Condition: { Sometimes: { a: 'b' } } }) }],
    ['it would be too long for IAM', { trust: withSid('x'.repeat(2_048)) }],
    ['somebody has to decide', { trust: withSid('Good'), decision: 'If not wanted' }],
  ])('not where %s', (_words, corrects) => {
    const { made } = fixIn(inMarked(marked('bad', '"Bad"', corrects)));
    expect(made?.fix).toMatchObject({ clears: [], remains: [{ checkId: 'bad' }] });
    expect(made?.fix).not.toHaveProperty('trustPolicy');
  });

  it('not where another fault of the same check takes its place', () => {
    const either = madeUp('bad', ({ trustPolicy }) =>
      /"(?:Bad|Worse)"/.test(trustPolicy)
        ? { discriminator: trustPolicy.includes('Worse') ? 'q' : 'p', corrects: { trust: withSid('Worse') } }
        : undefined,
    );
    expect(outcomeOf(inMarked(either))).toMatchObject({ clears: [] });
  });

  it('not in a policy that is not understood', () => {
    const strange = role({ ...allow(REGISTERED, { Condition: { Sometimes: { a: 'b' } } }), Sid: 'Bad' });
    expect(outcomeOf({ roles: [strange], checks: [BAD] })).toMatchObject({ clears: [] });
  });

  it('in a policy longer than usual, for which the quota was raised, up to the most that it can be', () => {
    const long = (length: number) =>
      role([
        { ...allow(REGISTERED), Sid: 'Bad' },
        { ...allow(REGISTERED), Sid: 'x'.repeat(length) },
      ]);
    const becomes = (Sid: string) =>
      marked('bad', '"Bad"', { trust: toStatements((one) => (one.Sid === 'Bad' ? { ...one, Sid } : one)) });
    const clears = (length: number, Sid: string) =>
      outcomeOf({ roles: [long(length)], checks: [becomes(Sid)] })?.clears;
    expect([clears(2_000, 'Good'), clears(2_000, 'y'.repeat(2_000))]).toEqual([['bad'], []]);
    expect([clears(1_000, 'Good'), clears(1_000, 'y'.repeat(1_000))]).toEqual([['bad'], []]);
  });

  it.each(['[]', '"text"', 'null', '{', JSON.stringify({ Statement: { ...allow(REGISTERED), Sid: '‹x›' } })])(
    'never of what is no policy, or holds what only a fix may: %s',
    (trustPolicy) => {
      const always = madeUp('bad', () => ({ corrects: { maxSessionDuration: 3600 } }));
      expect(fixIn({ roles: [role(trustPolicy)], checks: [always] }).made).toBeUndefined();
    },
  );

  it('one after the other, each to what those before have left', () => {
    const next = marked('next', '"Good"', { trust: withSid('Better') });
    const first = marked('bad', '"Bad"', { trust: withSid('Good') });
    const already = role([
      { ...allow(REGISTERED), Sid: 'Bad' },
      { ...allow(STRANGER), Sid: 'Good' },
    ]);
    expect(outcomeOf({ roles: [already], checks: [first, next] })).toMatchObject({
      clears: ['bad', 'next'].sort(),
    });
  });
});

describe('what is left is told with the reason', () => {
  it.each<[corrects: RoleCorrection | undefined, remediation: string | undefined, why: string]>([
    [undefined, undefined, 'Do it.'],
    [undefined, 'Do this.', 'Do this.'],
    [
      { trust: () => undefined },
      'Do this.',
      'No change of its policies that could be judged puts this right. Do this.',
    ],
    [
      { decision: 'If the access is not wanted' },
      undefined,
      'Somebody has to decide (if the access is not wanted). Do it.',
    ],
    [{ decision: 'IAM wants Another' }, undefined, 'Somebody has to decide (IAM wants Another). Do it.'],
  ])('%j, %s', (corrects, remediation, why) => {
    const check = madeUp('bad', () => ({
      ...(corrects && { corrects }),
      ...(remediation && { remediation }),
    }));
    expect(fixIn(inMarked(check)).made?.fix.remains.map((one) => one.why)).toEqual([why]);
  });

  it('beside what is cleared', () => {
    const other = madeUp('other', () => ({}));
    expect(outcomeOf(inMarked(other, BAD))).toEqual({ clears: ['bad'], remains: ['other'], follows: [] });
  });
});

describe('a finding counts as cleared', () => {
  const unknown = (more: Partial<Check> = {}) =>
    madeUp('other', ({ trustPolicy }) => (trustPolicy.includes('"Bad"') ? {} : { status: 'UNKNOWN' }), more);

  it.each<[words: string, check: Check, clears: string[]]>([
    ['not where there is no answer any more', unknown(), ['bad']],
    // What a new external ID is like is known when it is agreed.
    ['where only an external ID cannot be judged yet', unknown({ area: 'external-ids' }), ['bad', 'other']],
    [
      'not by a check that looks at no role',
      madeUp('other', () => ({}), { requires: ['analyzers'] as never, evaluate: () => [] }),
      ['bad'],
    ],
    [
      'where there is no answer of another role',
      madeUp('other', ({ name, trustPolicy }) =>
        name === 'access' ? (trustPolicy.includes('"Bad"') ? {} : undefined) : { status: 'UNKNOWN' },
      ),
      ['bad', 'other'],
    ],
  ])('%s', (_words, check, clears) => {
    const found = outcomeOf({
      roles: [MARKED, role(allow(STRANGER), { name: 'second' })],
      checks: [BAD, check],
    });
    expect(found?.clears.toSorted()).toEqual(clears);
  });
});

describe('what comes to light with a fix', () => {
  const appears = (severity: 'low' | 'medium' | 'high', more: Partial<Check> & { party?: string } = {}) =>
    marked('new', '"Good"', undefined, { severity, ...more });

  it.each<[words: string, checks: Check[], world: Partial<World>, follows: string[] | null]>([
    ['may be milder', [BAD, appears('low')], {}, ['new low']],
    ['may not be as bad', [BAD, appears('medium')], {}, null],
    ['may not be worse', [BAD, appears('high')], {}, null],
    ['may not be of another party', [BAD, appears('low', { party: 'q' })], {}, null],
    [
      'weighs as the configuration says',
      [BAD, appears('high')],
      { config: { checks: { new: { severity: 'info' } } } },
      ['new info'],
    ],
    [
      'weighs as it says itself',
      [
        BAD,
        madeUp(
          'new',
          ({ trustPolicy }) =>
            trustPolicy.includes('"Good"') ? { severity: 'low', discriminator: 'p' } : undefined,
          { severity: 'high' },
        ),
      ],
      {},
      ['new low'],
    ],
    [
      'is no news where it is that an external ID has changed',
      [BAD, marked('external-id-change', '"Good"', undefined, { severity: 'high' })],
      {},
      [],
    ],
    [
      'is each check that could not be asked',
      [BAD],
      { silent: [madeUp('broken', () => undefined, { severity: 'high' })] },
      ['broken high'],
    ],
  ])('%s', (_words, checks, world, follows) => {
    const found = outcomeOf({ ...inMarked(...checks), ...world });
    if (follows === null) expect(found).toBeNull();
    else expect(found?.follows).toEqual(follows);
  });

  it.each([
    [
      'may be drift from a template, which is changed there',
      { stackName: 's', region: 'r', logicalId: 'R' },
      [],
    ],
    ['may be drift where nobody knows of a stack', undefined, []],
    ['is drift of nothing where there is no stack', null, null],
  ])('%s', (_words, stack, follows) => {
    const drift = madeUp(
      'drift',
      ({ trustPolicy }) => ({ discriminator: trustPolicy.includes('"Good"') ? 'new' : 'p', corrects: {} }),
      { area: 'drift', severity: 'high' },
    );
    const found = fixIn({ ...inMarked(BAD, drift), stack }).made;
    expect(found?.fix.follows ?? null).toEqual(follows);
    if (found !== undefined) expect(found.fix.stack).toEqual(stack);
  });

  it('is put right with the rest, where that can be', () => {
    const next = marked('next', '"Good"', { trust: withSid('Better') }, { severity: 'high' });
    const { made } = fixIn(inMarked(BAD, next));
    expect(made?.fix.trustPolicy?.after).toContain('"Better"');
    expect(made?.fix.follows).toEqual([]);
  });

  it('may be a way by another role, where somebody is let in no more', () => {
    const both = role([{ ...allow(REGISTERED), Sid: 'Bad' }, allow(STRANGER)]);
    const out = marked('bad', STRANGER, {
      trust: toStatements((one) => (JSON.stringify(one).includes(STRANGER) ? [] : one)),
    });
    expect(outcomeOf({ roles: [both], checks: [out] })?.follows).toEqual([
      'transitive-third-party-access high',
    ]);
  });

  it('may be that an external ID is used elsewhere, which they did not have to bring before', () => {
    const one = role([withExternalId(STRANGER), { ...allow(REGISTERED), Sid: 'Bad' }]);
    const Condition = { StringEquals: { 'sts:ExternalId': UUID } };
    const same = marked('bad', '"Bad"', {
      trust: toStatements((statement) =>
        statement.Sid === 'Bad' ? { ...statement, Sid: 'Good', Condition } : statement,
      ),
    });
    expect(outcomeOf({ roles: [one], checks: [same] })?.follows).toEqual(['external-id-reuse high']);
  });

  it.each<[id: string, checks: string[], follows: string[]]>([
    [NEW_EXTERNAL_ID, ['external-id-change'], ['external-id-change medium']],
    [AGREED_EXTERNAL_ID, ['external-id-change'], ['external-id-change medium']],
    [NEW_EXTERNAL_ID, [], []],
  ])('is told of once where it is a new external ID: %s, %j', (id, others, follows) => {
    const asked = marked('bad', '"Bad"', {
      trust: withSid('Good', { Condition: { StringEquals: { 'sts:ExternalId': id } } }),
    });
    const checks = [asked, ...others.map((other) => madeUp(other, () => undefined))];
    expect(outcomeOf(inMarked(...checks))?.follows).toEqual(follows);
  });

  it('is not that an external ID changes where it stays as it is', () => {
    const own = role({ ...withExternalId(REGISTERED), Sid: 'Bad' });
    const checks = [BAD, madeUp('external-id-change', () => undefined)];
    const { made } = fixIn({ roles: [own], checks });
    expect(made?.fix.follows).toEqual([]);
    expect(made?.fix.inputs.map(({ kind }) => kind)).toEqual(['in-force']);
  });
});

it('shuts nobody out where that would open a way by another role', () => {
  const both = role([{ ...allow(REGISTERED), Sid: 'Bad' }, allow(STRANGER)]);
  const other = role(allow(VENDOR), { name: 'other' });
  const out = marked('bad', STRANGER, {
    trust: toStatements((one) => (JSON.stringify(one).includes(STRANGER) ? [] : one)),
  });
  const world = (find: (roles: Role) => boolean): World => ({
    roles: [both, other],
    checks: [
      out,
      madeUp('around', () => undefined, {
        evaluate: (
          facts: { 'authorization-details': { roles: Role[] } },
          { onlyRole }: { onlyRole?: string },
        ) =>
          onlyRole === undefined && facts['authorization-details'].roles.some(find)
            ? [{ status: 'FAIL', resource: { arn: other.arn, type: '' }, detail: '', evidence: [] }]
            : [],
      } as never),
    ],
  });
  const isShut = ({ name, trustPolicy }: Role) => name === 'access' && !trustPolicy.includes(STRANGER);
  expect(outcomeOf(world(isShut))).toMatchObject({ clears: [], remains: ['bad'] });
  expect(outcomeOf(world(() => false))).toMatchObject({ clears: ['bad'] });
});

describe('a session', () => {
  const long = (limit: number) =>
    madeUp('long', (_role, session = 0) =>
      session > limit ? { corrects: { maxSessionDuration: limit } } : undefined,
    );

  it('becomes as short as it has to be, and no policy changes', () => {
    const { made } = fixIn({ ...inMarked(long(3_600)), session: 43_200 });
    expect(made?.fix).toMatchObject({
      maxSessionDuration: { before: 43_200, after: 3_600 },
      inputs: [],
      remains: [],
    });
    expect(made?.fix).not.toHaveProperty('trustPolicy');
    expect(made?.fix).not.toHaveProperty('inlinePolicy');
  });

  it('stays where nothing is wrong with it, also that of another role', () => {
    expect(fixIn({ ...inMarked(long(43_200), BAD), session: 43_200 }).made?.fix).not.toHaveProperty(
      'maxSessionDuration',
    );
    const other = role(allow(VENDOR), { name: 'other' });
    const found = fixIn({ roles: [MARKED, other], checks: [long(3_600)], session: 43_200 });
    expect(found.made?.fix.clears).toEqual([found.found.get('long')]);
  });
});

describe('what is denied', () => {
  const deny = { actions: ['iam:*'], resource: '*' };
  const denying = (denied: typeof deny | undefined = deny) =>
    madeUp('admin', ({ inlinePolicies }) =>
      inlinePolicies.some(({ document }) => document.includes('"Deny"') && document.includes('iam:*'))
        ? undefined
        : { corrects: { deny: () => denied } },
    );
  const statement = { Effect: 'Deny', Action: ['iam:*'], Resource: '*' };
  const own = (document: string) => ({ name: 'countersign-deny', document });
  const work = { name: 'work', document: '{}' };

  it.each<[words: string, inlinePolicies: Role['inlinePolicies'], before: unknown, after: object[]]>([
    ['stands in a policy of its own', [work], null, [statement]],
    [
      'is added to what is denied already',
      [own('{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}'), work],
      expect.stringContaining('s3:*'),
      [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }, statement],
    ],
    [
      'is added to the one statement that there is',
      [own('{"Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}')],
      expect.stringContaining('s3:*'),
      [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }, statement],
    ],
  ])('%s', (_words, inlinePolicies, before, after) => {
    const { made } = fixIn({ roles: [{ ...MARKED, inlinePolicies }], checks: [denying()] });
    expect(made?.fix.inlinePolicy).toMatchObject({
      ...{ policyName: 'countersign-deny', before },
      digest: before === null ? null : expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(JSON.parse(made?.fix.inlinePolicy?.after ?? '').Statement).toEqual(after);
    expect(made?.fix).not.toHaveProperty('trustPolicy');
  });

  it.each<[words: string, inlinePolicies: Role['inlinePolicies'], denied: typeof deny | undefined]>([
    ['is what cannot be said in one policy', [], undefined],
    ['is more than the policies of a role may hold', [{ name: 'work', document: 'x'.repeat(10_200) }], deny],
    ['would have to be added to what is no policy', [own('[]')], deny],
  ])('is nothing where it %s', (_words, inlinePolicies, denied) => {
    const check = madeUp('admin', () => ({ corrects: { deny: () => denied } }));
    const checks = [denied === undefined ? check : denying()];
    const { made } = fixIn({ roles: [{ ...MARKED, inlinePolicies }], checks });
    expect(made?.fix.clears).toEqual([]);
    expect(made?.fix).not.toHaveProperty('inlinePolicy');
  });
});

it('offers for what is left what is made for the role as the fix leaves it, with placeholders', () => {
  const asked = marked('bad', '"Bad"', {
    trust: withSid('Good', { Condition: { StringEquals: { 'sts:ExternalId': NEW_EXTERNAL_ID } } }),
  });
  const left = madeUp('left', ({ trustPolicy }) => ({
    fixes: () => [{ kind: 'policy', title: 't', text: trustPolicy }],
  }));
  const bare = madeUp('bare', () => ({}));
  const { made, found } = fixIn(inMarked(asked, left, bare));
  const [placeholder] = made?.fix.inputs.map((one) => one.placeholder) ?? [];
  expect(placeholder).toBe('‹new external ID 1›');
  const [fix] = made?.fixesOf(found.get('left') ?? '', left) ?? [];
  expect(JSON.parse(fix?.text ?? '').Statement[0]).toMatchObject({
    Sid: 'Good',
    Condition: { StringEquals: { 'sts:ExternalId': placeholder } },
  });
  expect(made?.fixesOf(found.get('bare') ?? '', bare)).toBeUndefined();
  expect(made?.fixesOf('another', left)).toBeUndefined();
});
