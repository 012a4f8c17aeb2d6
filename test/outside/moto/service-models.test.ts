import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Input, Shape } from '../../../src/simulator/requests/shape.ts';
import { SERVICES } from '../../../src/simulator/simulator.ts';
import { locate, MOTO, missing } from '../outsiders.ts';

const program = locate(MOTO);

/** Of AWS's service models, what is looked at here. */
interface ModelShape {
  type: string;
  min?: number;
  max?: number;
  pattern?: string;
  enum?: string[];
  required?: string[];
  members?: Record<string, { shape: string }>;
  member?: { shape: string };
  value?: { shape: string };
}

interface Model {
  operations: Record<string, { input?: { shape: string } }>;
  shapes: Record<string, ModelShape>;
}

/** Some services have another name in botocore than in their signatures. */
const NAMES: Readonly<Record<string, string>> = {
  'access-analyzer': 'accessanalyzer',
  's3-control': 's3control',
  sso: 'sso-admin',
};

const PRINT_MODELS = `
import json, sys, botocore.loaders
loader = botocore.loaders.Loader()
print(json.dumps({name: loader.load_service_model(name, 'service-2') for name in sys.argv[1:]}))
`;

/** The models of the botocore that moto stands on, read by the Python beside it. */
function readModels(moto: string, names: string[]): Record<string, Model> {
  const { stdout, stderr } = spawnSync(join(dirname(moto), 'python3'), ['-c', PRINT_MODELS, ...names], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (stdout === '') throw new Error(`The service models could not be read: ${stderr}`);
  return JSON.parse(stdout);
}

/** A shape of the model in our words; of enums the values that we know, since AWS adds some now and then. */
function fromModel(model: Model, name: string, required: boolean, ours: Shape): unknown {
  const {
    type,
    min,
    max,
    pattern,
    enum: values,
    member,
    value,
  } = model.shapes[name] ?? { type: 'no such shape' };
  if (ours.type === 'unread') return ours;
  return {
    // Whole numbers, of whatever length.
    type: type === 'long' ? 'integer' : type,
    ...(required ? { required: true } : {}),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(pattern === undefined ? {} : { pattern }),
    ...(values === undefined || ours.type !== 'string'
      ? {}
      : { enum: (ours.enum ?? []).filter((each) => values.includes(each)) }),
    ...(member && ours.type === 'list' ? { member: fromModel(model, member.shape, false, ours.member) } : {}),
    ...(value && ours.type === 'map' ? { value: fromModel(model, value.shape, false, ours.value) } : {}),
    ...(ours.type === 'structure' ? { members: inputFromModel(model, name, ours.members) } : {}),
  };
}

function inputFromModel(model: Model, name: string | undefined, ours: Input): unknown {
  const { members = {}, required = [] } = model.shapes[name ?? ''] ?? {};
  return Object.fromEntries(
    Object.entries(ours).map(([parameter, shape]) => [
      parameter,
      parameter in members
        ? fromModel(model, members[parameter]?.shape ?? '', required.includes(parameter), shape)
        : 'no such parameter',
    ]),
  );
}

describe('the limits that the simulator holds requests to (botocore, with moto)', () => {
  if (program === undefined) return missing(MOTO);
  const names = SERVICES.map(({ signingName }) => NAMES[signingName] ?? signingName);
  const models = readModels(program, names);

  it.each(SERVICES.map((service) => [service.signingName, service] as const))(
    'are those of %s',
    (name, service) => {
      const model = models[NAMES[name] ?? name];
      if (model === undefined) throw new Error(`There is no model of ${name}.`);
      const expected = Object.entries(service.inputs).map(([operation, input]) => [
        operation,
        inputFromModel(model, model.operations[operation]?.input?.shape, input),
      ]);
      expect(service.inputs).toEqual(Object.fromEntries(expected));
    },
  );
});
