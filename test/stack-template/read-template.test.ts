import { describe, expect, test } from 'vitest';
import { readTemplate, type Template } from '../../src/stack-template/read-template.ts';
import { countingSteps, growth } from '../support/steps.ts';
import { oneIn, some } from '../support/thorough.ts';

function read(body: string): Template {
  const template = readTemplate(body);
  if ('problem' in template) throw new Error(template.problem);
  return template;
}

describe('short forms of YAML', () => {
  test.each<[string, unknown]>([
    ['!Ref Name', { Ref: 'Name' }],
    ['!GetAtt Role.Arn', { 'Fn::GetAtt': 'Role.Arn' }],
    ['!Sub "arn:${AWS::Partition}:x"', { 'Fn::Sub': 'arn:${AWS::Partition}:x' }],
    [
      '!If [Prod, !Ref A, !Ref "AWS::NoValue"]',
      { 'Fn::If': ['Prod', { Ref: 'A' }, { Ref: 'AWS::NoValue' }] },
    ],
    ['!Transform {Name: Include}', { 'Fn::Transform': { Name: 'Include' } }],
    [
      '{"Fn::Join": ["-", [a, !Select [0, !Split [",", "b,c"]]]]}',
      {
        'Fn::Join': ['-', ['a', { 'Fn::Select': ['0', { 'Fn::Split': [',', 'b,c'] }] }]],
      },
    ],
  ])('%s', (short, long) => {
    const { resources } = read(`Resources:\n  R:\n    Type: T\n    Properties:\n      P: ${short}\n`);
    expect(resources.get('R')?.properties?.get('P')).toEqual(long);
  });

  test('an account id keeps its zeros and a boolean stays a text', () => {
    const { resources } = read(
      'Resources:\n  R:\n    Type: T\n    Properties: {Id: 012345678901, On: true}\n',
    );
    expect(resources.get('R')?.properties).toEqual(
      new Map([
        ['Id', '012345678901'],
        ['On', 'true'],
      ]),
    );
  });

  test('nested block forms', () => {
    const { resources } = read(
      'Resources:\n  R:\n    Type: T\n    Properties:\n      P:\n        !Sub\n        - "${A}"\n        - A: !Ref B\n',
    );
    expect(resources.get('R')?.properties?.get('P')).toEqual({ 'Fn::Sub': ['${A}', { A: { Ref: 'B' } }] });
  });
});

test('JSON templates, with conditions and types', () => {
  const { resources, complete } = read(
    JSON.stringify({ Resources: { R: { Type: 'AWS::IAM::Role', Condition: 'Prod' } } }),
  );
  expect(complete).toBe(true);
  expect(resources.get('R')).toEqual({ type: 'AWS::IAM::Role', condition: 'Prod', properties: new Map() });
});

test('properties that a transform or a merge fills in are not told from the template', () => {
  const { resources, complete } = read(
    JSON.stringify({
      Resources: {
        A: { Type: 'T', Properties: { 'Fn::Transform': { Name: 'AWS::Include' } } },
        B: { Type: 'T', Properties: { '<<': {} } },
        C: { Type: 'T', 'Fn::Transform': { Name: 'AWS::Include' } },
        'Fn::ForEach::Roles': [],
      },
    }),
  );
  expect(complete).toBe(false);
  expect([...resources.values()].map(({ properties }) => properties)).toEqual([null, null, null]);
});

function bomb(): string {
  const levels = ['a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]'];
  for (const [before, level] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh', 'hi'].map((pair) => [...pair])) {
    levels.push(`${level}: &${level} [${Array(9).fill(`*${before}`).join(', ')}]`);
  }
  return `Resources: {}\n${levels.join('\n')}`;
}

describe('hostile and broken templates become a problem', () => {
  test.each<[string, string]>([
    ['nothing', ''],
    ['text', 'hello'],
    ['broken YAML', 'Resources: [a: {'],
    ['a tag that nobody knows', 'Resources:\n  R: !Exec whoami'],
    ['two documents', 'Resources: {}\n---\nResources: {}'],
    ['no resources', 'Parameters: {}'],
    ['resources that are a list', '{"Resources": []}'],
    ['a bomb of aliases', bomb()],
    ['YAML nested beyond any limit', `Resources: ${'['.repeat(20_000)}`],
    ['JSON nested beyond any limit', `{"Resources": ${'['.repeat(20_000)}`],
    ['block lists nested beyond any limit', `Resources:\n  ${'- '.repeat(20_000)}x`],
    [
      'block maps nested beyond any limit',
      Array.from({ length: 1_500 }, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
    ],
    ['a huge document', ' '.repeat(5_000_000)],
  ])('%s', (_name, body) => {
    expect(readTemplate(body)).toHaveProperty('problem');
  });

  const load = () => import('../../src/stack-template/read-template.ts');

  oneIn(5)('a bomb of aliases is not unfolded', async () => {
    const count = await countingSteps(load, (steps) => steps((module) => module.readTemplate(bomb())));
    expect(count).toBeLessThan(100_000);
  });

  const NESTED: Array<[string, (depth: number) => string]> = [
    ['YAML', (depth) => `Resources: ${'['.repeat(depth)}`],
    ['JSON', (depth) => `{"Resources": ${'['.repeat(depth)}`],
    ['block lists', (depth) => `Resources:\n  ${'- '.repeat(depth)}x`],
  ];
  oneIn(3).each(some(NESTED, 1))('%s costs no more the deeper it nests', async (_name, nested) => {
    const work = (module: Awaited<ReturnType<typeof load>>, depth: number) =>
      module.readTemplate(nested(depth));
    expect(await growth(load, work, 1_000)).toBeLessThan(2.5);
  });

  test('deep JSON is read, since nothing walks into its depth', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(readTemplate(`{"Resources": {"R": {"Type": "T", "Properties": {"P": ${deep}}}}}`)).toHaveProperty(
      'resources',
    );
  });

  test('a key named __proto__ is only a key', () => {
    const { resources } = read('{"Resources": {"__proto__": {"Type": "AWS::IAM::Role", "polluted": true}}}');
    expect(resources.get('__proto__')?.type).toBe('AWS::IAM::Role');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
