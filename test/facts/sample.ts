import { z } from 'zod';
import type { Holding } from '../../src/model/facts/held.ts';
import { ACCOUNT, REGION } from './answers.ts';

/** What stands for each part of a sample. */
export type Filling = Record<Holding, (id: string) => unknown>;

const same = (text: string) => () => text;

/** A sample in which no text means anything. */
export const PLAIN: Filling = {
  name: (id) => `name-${id}`,
  ownArn: (id) => `arn:aws:iam:${REGION}:${ACCOUNT}:role/${id}`,
  word: same('ACTIVE'),
  time: same('2026-01-01T00:00:00.000Z'),
  policy: same('{"Version":"2012-10-17","Statement":[]}'),
  compared: same('x'),
  prose: same('what people write'),
  tag: () => ({ key: 'Owner', value: 'team' }),
  template: () => ({
    stackName: 'access',
    body: '{"Resources":{}}',
    parameters: [{ key: 'A', value: 'b', resolvedValue: 'c' }],
    resources: [{ logicalId: 'A', physicalId: 'a', type: 'AWS::IAM::Role' }],
    missing: [],
  }),
  difference: () => ({
    propertyPath: '/Description',
    expected: 'a',
    actual: 'b',
    differenceType: 'NOT_EQUAL',
  }),
  properties: same('{"Description":"a"}'),
  answers: () => ({ standIn: 'id:0', inAnyCase: 'id:0', isUuid: false, strengths: [], formats: [] }),
};

/** A value of a shape with one of everything that may be there. */
export function sampleOf(shape: z.ZodType, filling: Filling, id = '0'): unknown {
  const within = (inner: z.ZodType, step: string) => sampleOf(inner, filling, `${id}-${step}`);
  if ('holds' in shape) {
    // The number of an account is the one name that is not free.
    const name = filling[shape.holds as Holding](id);
    return typeof name === 'string' && !shape.safeParse(name).success ? ACCOUNT : name;
  }
  if (shape instanceof z.ZodNullable || shape instanceof z.ZodExactOptional || shape instanceof z.ZodReadonly)
    return sampleOf(shape.unwrap() as z.ZodType, filling, id);
  if (shape instanceof z.ZodPipe) return sampleOf(shape.out as z.ZodType, filling, id);
  if (shape instanceof z.ZodArray) {
    const item = shape.element as z.ZodType;
    return waysOf(item).map((one, at) => within(one, String(at)));
  }
  if (shape instanceof z.ZodRecord) return { member: within(shape.valueType as z.ZodType, 'member') };
  if (shape instanceof z.ZodObject) {
    const members: Array<[string, z.ZodType]> = Object.entries(shape.shape);
    return Object.fromEntries(members.map(([name, member]) => [name, within(member, name)]));
  }
  if (shape instanceof z.ZodDiscriminatedUnion) return sampleOf(shape.options[0] as z.ZodType, filling, id);
  if (shape instanceof z.ZodLiteral) return shape.value;
  if (shape instanceof z.ZodEnum) return shape.options[0];
  if (shape instanceof z.ZodBoolean) return true;
  if (shape instanceof z.ZodNumber) return 1;
  throw new Error('A part of a shape of which nobody can make a sample.');
}

/** Both a member that was read and one that was not, where a fact is read resource by resource. */
function waysOf(item: z.ZodType): z.ZodType[] {
  const fact = item instanceof z.ZodObject ? item.shape.fact : undefined;
  if (!(item instanceof z.ZodObject) || !(fact instanceof z.ZodDiscriminatedUnion)) return [item];
  return fact.options.map((option) => item.extend({ fact: option as z.ZodType }));
}

/** Every way into a value, the empty one first. */
export function* waysInto(value: unknown, way: string[] = []): Generator<string[]> {
  yield way;
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) yield* waysInto(member, [...way, name]);
}
