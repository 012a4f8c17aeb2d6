import { describe, expect, it } from 'vitest';
import { isOwned, ownershipsIn } from '../../../src/checks/drift/owned-roles.ts';
import { roleDrift } from '../../../src/checks/drift/role-drift.ts';
import { NO_POLICY, NOT_SHOWN, roleProperties } from '../../../src/checks/drift/role-properties.ts';
import { stackTemplateOf } from '../../../src/checks/drift/stack-template.ts';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import type { StackTemplate } from '../../../src/model/facts/stack-templates.ts';
import { policyDeclarations } from '../../../src/stack-template/declared-policies.ts';
import {
  ACCOUNT,
  collected,
  contextFor,
  KNOWN_VENDOR,
  owning,
  REGION,
  role,
  STACK_ID,
  stackTemplate,
  trusting,
  UNKNOWN_ACCOUNT,
} from './facts.ts';

const LIMIT = `arn:aws:iam::${ACCOUNT}:policy/limit`;
const OTHER = `arn:aws:iam::${ACCOUNT}:policy/other`;
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const HIDDEN = { 'Fn::ImportValue': 'x' };
const NONE = { Ref: 'AWS::NoValue' };
/** One of the two, as a condition decides that the template does not show. */
const either = (one: unknown, other: unknown) => ({ 'Fn::If': ['Open', one, other] });
const READ = { Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' } };
const WRITE = '{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}';
const attached = (...arns: string[]) => ({ attachedPolicies: arns.map((arn) => ({ name: 'x', arn })) });

function verdictsOn(properties: object, live: Partial<Role> = {}, stack: Partial<StackTemplate> = {}) {
  const context = contextFor(roleDrift);
  const [owned] = ownershipsIn(
    REGION,
    { roles: [role(live)], policies: [] },
    owning('vendor'),
    context,
  ).filter(isOwned);
  const Properties = { AssumeRolePolicyDocument: JSON.parse(trusting(UNKNOWN_ACCOUNT)), ...properties };
  const body = JSON.stringify({
    Parameters: { Hidden: { Type: 'String', NoEcho: true } },
    Conditions: { Open: { 'Fn::Equals': [{ Ref: 'Hidden' }, 'x'] } },
    Resources: { Role: { Type: 'AWS::IAM::Role', Properties } },
  });
  const template = stackTemplateOf(
    STACK_ID,
    { fact: collected(stackTemplate(body, stack)), index: 0 },
    context.study,
  );
  if (owned === undefined || 'problem' in template) throw new Error('no role, or no template');
  const declared = policyDeclarations(template.scope)('Role', owned.role.name);
  if (declared === undefined) throw new Error('no such role in the template');
  return roleProperties(owned, declared, template, context);
}

/** The verdict on one property, and what is said of it. */
function judged(what: string, ...given: Parameters<typeof verdictsOn>): [kind: string, says: string] {
  const verdict = verdictsOn(...given).find((one) => one.what.startsWith(what));
  if (verdict === undefined) throw new Error(`nothing is said of its ${what}`);
  return [
    verdict.kind,
    verdict.kind === 'unclear' ? verdict.reason : verdict.kind === 'changed' ? verdict.words : '',
  ];
}

it.each<[words: string, properties: object, live: Partial<Role>, kind: string, says?: string]>([
  ['as declared', {}, {}, 'same'],
  ['no policy in force', {}, { trustPolicy: '[]' }, 'unclear', NO_POLICY],
  ['open', { AssumeRolePolicyDocument: HIDDEN }, {}, 'unclear', NOT_SHOWN],
  [
    'another',
    {},
    { trustPolicy: trusting(KNOWN_VENDOR) },
    'changed',
    'the trust policy in force on role vendor is another',
  ],
])('the trust policy: %s', (_words, properties, live, kind, says = '') => {
  expect(judged('trust policy', properties, live)).toEqual([kind, says]);
});

it.each<[words: string, declared: unknown, live: string | null, kind: string, says?: string]>([
  ['as declared', LIMIT, LIMIT, 'same'],
  ['none declared, none there', NONE, null, 'same'],
  // What the role has beyond the template is for undeclared-policy to say.
  ['none declared, one there', NONE, LIMIT, 'same'],
  ['gone', LIMIT, null, 'changed', `role vendor lacks the permissions boundary ${LIMIT}`],
  [
    'another',
    LIMIT,
    OTHER,
    'changed',
    `role vendor has the permissions boundary ${OTHER} in place of ${LIMIT}`,
  ],
  ['perhaps declared, none there', either(LIMIT, NONE), null, 'unclear', NOT_SHOWN],
  ['perhaps declared, another there', either(LIMIT, NONE), OTHER, 'unclear', NOT_SHOWN],
  ['one of two, and one of them there', either(LIMIT, OTHER), LIMIT, 'unclear', NOT_SHOWN],
  [
    'one of two, and neither there',
    either(LIMIT, OTHER),
    READ_ONLY,
    'changed',
    `role vendor has the permissions boundary ${READ_ONLY} in place of ${LIMIT} or ${OTHER}`,
  ],
  ['of any name', HIDDEN, null, 'unclear', NOT_SHOWN],
])('the permissions boundary: %s', (_words, PermissionsBoundary, permissionsBoundaryArn, kind, says = '') => {
  const properties = { PermissionsBoundary };
  expect(judged('permissions boundary', properties, { permissionsBoundaryArn })).toEqual([kind, says]);
});

it('of a role whose properties a transform fills in, nothing is known', () => {
  const properties = { 'Fn::Transform': { Name: 'AWS::Include' } };
  expect(judged('permissions boundary', properties)).toEqual(['unclear', NOT_SHOWN]);
});

it.each<[words: string, declared: unknown, live: string[], kind: string, says?: string]>([
  ['as declared', READ_ONLY, [OTHER, READ_ONLY], 'same'],
  ['gone', READ_ONLY, [OTHER], 'changed', `role vendor lacks the managed policy ${READ_ONLY}`],
  ['perhaps declared', either(READ_ONLY, NONE), [], 'unclear', NOT_SHOWN],
  ['one of two, and one of them there', either(LIMIT, OTHER), [OTHER], 'unclear', NOT_SHOWN],
  ['of any name', HIDDEN, [], 'unclear', NOT_SHOWN],
])('a managed policy: %s', (_words, declared, live, kind, says = '') => {
  expect(judged('managed policy', { ManagedPolicyArns: [declared] }, attached(...live))).toEqual([
    kind,
    says,
  ]);
});

const DECLARES = { Policies: [{ PolicyName: 'read', PolicyDocument: READ }] };

describe('an inline policy', () => {
  const named = (...policies: Array<[name: string, document: string]>) => ({
    inlinePolicies: policies.map(([name, document]) => ({ name, document })),
  });

  it.each<[words: string, live: Partial<Role>, kind: string, says?: string]>([
    ['as declared', named(['read', JSON.stringify(READ)]), 'same'],
    ['no policy', named(['read', '[]']), 'unclear', NO_POLICY],
    [
      'another',
      named(['read', WRITE]),
      'changed',
      'the inline policy read in force on role vendor is another',
    ],
    ['gone', {}, 'changed', 'role vendor lacks the inline policy read'],
  ])('%s', (_words, live, kind, says = '') => {
    expect(judged('inline policy read', DECLARES, live)).toEqual([kind, says]);
  });

  it.each<[words: string, properties: object, live: Partial<Role>, sides: string[]]>([
    ['two stand side by side', DECLARES, named(['read', WRITE]), ['', 'expected', 'actual']],
    ['of one that is gone there is no other side', DECLARES, {}, ['', '', '']],
    [
      'of several that may be meant, none is the other side',
      { Policies: [{ PolicyName: { 'Fn::Sub': 'read-${Hidden}' }, PolicyDocument: READ }] },
      named(['read-a', WRITE], ['read-b', WRITE]),
      ['', '', ''],
    ],
  ])('%s', (_words, properties, live, sides) => {
    const changed = verdictsOn(properties, live).find(({ kind }) => kind === 'changed');
    const evidence = changed?.kind === 'changed' ? changed.evidence : [];
    expect(evidence.map(({ comparison }) => comparison?.side ?? '')).toEqual(sides);
    for (const { comparison } of evidence) expect(comparison?.of ?? 'PolicyDocument').toBe('PolicyDocument');
  });
});

it.each<[words: string, properties: object, live: Partial<Role>, kinds: string[]]>([
  [
    'to put back what is shown, or to declare what is there',
    {},
    { trustPolicy: trusting(KNOWN_VENDOR) },
    ['cli', 'cloudformation', 'policy'],
  ],
  [
    'to declare what is there, where what was declared is not shown',
    { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: HIDDEN }] } },
    { trustPolicy: trusting(KNOWN_VENDOR) },
    ['cloudformation'],
  ],
  [
    'none for a boundary that is not shown whole',
    { PermissionsBoundary: { 'Fn::Sub': `${LIMIT}-\${Hidden}` } },
    {},
    [],
  ],
])('offers a fix %s', (_words, properties, live, kinds) => {
  const changed = verdictsOn(properties, live).find(({ kind }) => kind === 'changed');
  expect(changed?.kind === 'changed' ? changed.fixes.map(({ kind }) => kind).sort() : null).toEqual(kinds);
});
