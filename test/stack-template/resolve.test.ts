import { describe, expect, test } from 'vitest';
import { readTemplate } from '../../src/stack-template/read-template.ts';
import { conditionHolds, itemsOf, textsOf } from '../../src/stack-template/resolve.ts';
import { type TemplateScope, templateScope } from '../../src/stack-template/scope.ts';
import { ACCOUNT, STACK_ID, stackTemplate } from '../checks/drift/facts.ts';
import { countingSteps } from '../support/steps.ts';
import { some, THOROUGH } from '../support/thorough.ts';

const load = () => import('../../src/stack-template/resolve.ts');
type Resolve = Awaited<ReturnType<typeof load>>;

const TEMPLATE = {
  Parameters: {
    Names: { Type: 'CommaDelimitedList' },
    Secret: { Type: 'String', NoEcho: true },
    Env: { Type: 'String' },
  },
  Mappings: { Sizes: { prod: { Name: 'large' }, dev: { Names: ['a', 'b'] } } },
  Conditions: {
    Prod: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] },
    Dev: { 'Fn::Not': [{ Condition: 'Prod' }] },
    Both: { 'Fn::And': [{ Condition: 'Prod' }, { Condition: 'Dev' }] },
    Either: { 'Fn::Or': [{ Condition: 'Prod' }, { Condition: 'Hidden' }] },
    Hidden: { 'Fn::Equals': [{ Ref: 'Secret' }, 'x'] },
    HiddenAndNot: { 'Fn::And': [{ Condition: 'Hidden' }, { Condition: 'Dev' }] },
    Impossible: { 'Fn::Equals': [{ 'Fn::Sub': 'a-${Secret}' }, 'b'] },
    Loop: { 'Fn::Not': [{ Condition: 'Loop' }] },
    Empty: { 'Fn::And': [] },
  },
  Resources: {
    Role: { Type: 'AWS::IAM::Role', Properties: { Path: '/vendors/' } },
    Policy: { Type: 'AWS::IAM::ManagedPolicy' },
    Bucket: { Type: 'AWS::S3::Bucket' },
  },
};

function scope(template: object = TEMPLATE): TemplateScope {
  const read = readTemplate(JSON.stringify(template));
  if ('problem' in read) throw new Error(read.problem);
  const made = templateScope(
    read,
    stackTemplate('', {
      parameters: [
        { key: 'Env', value: 'prod', resolvedValue: null },
        { key: 'Names', value: 'a, b', resolvedValue: null },
        { key: 'Secret', value: '****', resolvedValue: null },
        { key: 'Ssm', value: '/path/of/it', resolvedValue: 'its-value' },
      ],
      resources: [
        { logicalId: 'Role', physicalId: 'vendor', type: 'AWS::IAM::Role' },
        {
          logicalId: 'Policy',
          physicalId: `arn:aws:iam::${ACCOUNT}:policy/made`,
          type: 'AWS::IAM::ManagedPolicy',
        },
        { logicalId: 'Bucket', physicalId: 'my-bucket', type: 'AWS::S3::Bucket' },
      ],
    }),
    STACK_ID,
  );
  if (made === undefined) throw new Error('no scope');
  return made;
}

describe('texts that are known', () => {
  test.each<[unknown, string]>([
    ['plain', 'plain'],
    [12, '12'],
    [true, 'true'],
    [{ Ref: 'Env' }, 'prod'],
    [{ Ref: 'Ssm' }, 'its-value'],
    [{ Ref: 'Role' }, 'vendor'],
    [{ Ref: 'AWS::AccountId' }, ACCOUNT],
    [{ Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/${Env}' }, 'arn:aws:iam::aws:policy/prod'],
    [{ 'Fn::Sub': '${!Env}-${AWS::StackName}' }, '${Env}-vendor-access'],
    [{ 'Fn::Sub': ['${A}/${Env}', { A: { Ref: 'Role' } }] }, 'vendor/prod'],
    [{ 'Fn::Sub': '${Role.Arn}' }, `arn:aws:iam::${ACCOUNT}:role/vendors/vendor`],
    [{ 'Fn::GetAtt': ['Role', 'Arn'] }, `arn:aws:iam::${ACCOUNT}:role/vendors/vendor`],
    [{ 'Fn::GetAtt': 'Policy.PolicyArn' }, `arn:aws:iam::${ACCOUNT}:policy/made`],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Env' }, { Ref: 'AWS::Region' }]] }, 'a-prod-eu-west-1'],
    [{ 'Fn::Join': ['-', { Ref: 'Names' }] }, 'a-b'],
    [{ 'Fn::Select': ['1', { 'Fn::Split': ['/', 'x/y/z'] }] }, 'y'],
    [{ 'Fn::Select': [0, { Ref: 'Names' }] }, 'a'],
    [{ 'Fn::FindInMap': ['Sizes', { Ref: 'Env' }, 'Name'] }, 'large'],
    [{ 'Fn::FindInMap': ['Sizes', 'none', 'Name', { DefaultValue: 'small' }] }, 'small'],
    [{ 'Fn::If': ['Prod', 'yes', 'no'] }, 'yes'],
    [{ 'Fn::If': ['Dev', 'yes', 'no'] }, 'no'],
  ])('%j', (node, text) => {
    expect(textsOf(node, scope())).toEqual([[text]]);
  });
});

describe('texts that stay open where something is not known', () => {
  test.each<[unknown, unknown]>([
    [{ Ref: 'Secret' }, [['', '']]],
    [{ 'Fn::Sub': 'p-${Secret}-s' }, [['p-', '-s']]],
    [{ 'Fn::Sub': '${Nowhere}${Secret}' }, [['', '']]],
    [{ 'Fn::ImportValue': 'x' }, [['', '']]],
    [{ 'Fn::Join': ['-', ['a', { 'Fn::ImportValue': 'x' }]] }, [['a-', '']]],
    [{ 'Fn::GetAtt': 'Bucket.Arn' }, [['', '']]],
    ['{{resolve:ssm:/name}}-x', [['', '-x']]],
    [{ 'Fn::If': ['Hidden', 'yes', 'no'] }, [['yes'], ['no']]],
    [{ 'Fn::If': ['Hidden', 'yes', { Ref: 'AWS::NoValue' }] }, [['yes'], null]],
    [{ 'Fn::Sub': ['${A}!', { A: { 'Fn::If': ['Hidden', 'y', 'n'] } }] }, [['y!'], ['n!']]],
    [{ 'Fn::If': ['NoSuch', 'yes', 'no'] }, [['yes'], ['no']]],
    [{ 'Fn::FindInMap': ['Sizes', { Ref: 'Secret' }, 'Name'] }, [['', '']]],
    [{ 'Fn::Select': [9, ['a']] }, [['', '']]],
    [{ Unknown: 'x' }, [['', '']]],
    [{ Ref: 'Role', Other: 1 }, [['', '']]],
    [['a'], [['', '']]],
    [null, [['', '']]],
  ])('%j', (node, texts) => {
    expect(textsOf(node, scope())).toEqual(texts);
  });

  test('nothing at all and NoValue are absent', () => {
    expect(textsOf(undefined, scope())).toEqual([null]);
    expect(textsOf({ Ref: 'AWS::NoValue' }, scope())).toEqual([null]);
  });
});

test.each<[string, boolean | undefined]>([
  ['Prod', true],
  ['Dev', false],
  ['Both', false],
  ['Either', true],
  ['Hidden', undefined],
  ['HiddenAndNot', false],
  ['Impossible', false],
  ['Loop', undefined],
  ['Empty', undefined],
  ['NoSuch', undefined],
])('condition %s holds: %s', (name, holds) => {
  expect(conditionHolds(name, scope())).toBe(holds);
});

describe('lists', () => {
  test.each<[unknown, unknown]>([
    [undefined, { items: [], open: false }],
    [['a'], { items: [{ node: 'a', sure: true }], open: false }],
    [
      ['a', { Ref: 'AWS::NoValue' }, { 'Fn::If': ['Dev', 'b', { Ref: 'AWS::NoValue' }] }],
      { items: [{ node: 'a', sure: true }], open: false },
    ],
    [
      ['a', { 'Fn::If': ['Hidden', 'b', { Ref: 'AWS::NoValue' }] }],
      {
        items: [
          { node: 'a', sure: true },
          { node: 'b', sure: false },
        ],
        open: false,
      },
    ],
    [
      { Ref: 'Names' },
      {
        items: [
          { node: 'a', sure: true },
          { node: 'b', sure: true },
        ],
        open: false,
      },
    ],
    [{ 'Fn::If': ['Dev', ['a'], { Ref: 'AWS::NoValue' }] }, { items: [], open: false }],
    [
      { 'Fn::FindInMap': ['Sizes', 'dev', 'Names'] },
      {
        items: [
          { node: 'a', sure: true },
          { node: 'b', sure: true },
        ],
        open: false,
      },
    ],
    [{ Ref: 'Secret' }, { items: [], open: true }],
    [{ 'Fn::ImportValue': 'x' }, { items: [], open: true }],
  ])('%j', (node, items) => {
    expect(itemsOf(node, scope())).toEqual(items);
  });
});

describe('a template that would keep us busy is given up on', () => {
  const CASES: Array<[string, (module: Pick<Resolve, 'textsOf'>) => unknown]> = [
    [
      'functions nested without end',
      ({ textsOf }) => {
        let node: unknown = 'x';
        for (let level = 0; level < 5_000; level += 1) node = { 'Fn::Sub': ['${A}', { A: node }] };
        return textsOf(node, scope());
      },
    ],
    [
      'a text that doubles at every level',
      ({ textsOf }) => {
        let node: unknown = 'xxxxxxxx';
        for (let level = 0; level < 35; level += 1) node = { 'Fn::Sub': ['${A}${A}', { A: node }] };
        return textsOf(node, scope());
      },
    ],
    ['a very long text', ({ textsOf }) => textsOf({ 'Fn::Sub': '${Secret}x'.repeat(200_000) }, scope())],
    [
      'a node that holds itself',
      ({ textsOf }) => {
        const node: Record<string, unknown> = {};
        node['Fn::Join'] = ['', [node, node]];
        return textsOf(node, scope());
      },
    ],
  ];
  test.each(some(CASES, 1))('%s', async (_name, resolve) => {
    expect(resolve({ textsOf })).toEqual([['', '']]);
    // That it ends says most; CI counts the steps too.
    if (!THOROUGH) return;
    expect(await countingSteps(load, (steps) => steps(resolve))).toBeLessThan(5_000_000);
  });

  test('conditions that double at every level', async () => {
    const Conditions: Record<string, unknown> = { C0: { 'Fn::Equals': ['a', 'a'] } };
    for (let level = 1; level <= 39; level += 1) {
      const below = { Condition: `C${level - 1}` };
      Conditions[`C${level}`] = { 'Fn::And': [below, below] };
    }
    const ask = (module: Pick<Resolve, 'conditionHolds'>) =>
      module.conditionHolds('C39', scope({ Resources: {}, Conditions }));
    expect(ask({ conditionHolds })).toBeUndefined();
    if (!THOROUGH) return;
    expect(await countingSteps(load, (steps) => steps(ask))).toBeLessThan(5_000_000);
  });
});
