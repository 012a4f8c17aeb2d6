import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import jsonata from 'jsonata';
import { parse, type ScalarTag } from 'yaml';

/** The resources of a template of ours, with its functions worked out: parameters as given or by default, names as they are. */
export function resourcesOf(text: string, given: Record<string, string> = {}): Record<string, Resource> {
  const { Parameters } = parse(text, { customTags: tags((name) => name) });
  const values: Record<string, string> = { 'AWS::Partition': 'aws', ...given };
  for (const [name, { Default }] of Object.entries(Parameters as Record<string, { Default?: unknown }>))
    if (Default !== undefined) values[name] ??= String(Default);
  return parse(text, { customTags: tags((name) => values[name] ?? name) }).Resources;
}

interface Resource {
  // biome-ignore lint/suspicious/noExplicitAny: what a template holds is what it holds
  Properties: any;
}

function tags(named: (name: string) => string): ScalarTag[] {
  return [
    { tag: '!Ref', resolve: named },
    { tag: '!GetAtt', resolve: (name) => `arn:${name}` },
    { tag: '!Sub', resolve: (text) => text.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => named(name)) },
  ];
}

interface State {
  Type: 'Task' | 'Map';
  Next?: string;
  Retry?: Array<{ MaxAttempts: number }>;
  // biome-ignore lint/suspicious/noExplicitAny: as the Amazon States Language has it
  [field: string]: any;
}

export interface Machine {
  StartAt: string;
  States: Record<string, State>;
}

/**
 * Walks a state machine of the kind that fan-out.yaml has, as Step Functions does: a state after the other, an item of a map
 * in an execution of its own, again as often as Retry says, and none that has succeeded when it is redriven.
 *
 * @param run does what a build of CodeBuild is asked for by its environment; answers whether it succeeded
 * @param bucket the directory that stands for the bucket
 */
export function execution(
  machine: Machine,
  { name, bucket, run }: { name: string; bucket: string; run: (environment: object) => Promise<boolean> },
): { start(): Promise<'SUCCEEDED' | 'FAILED'> } {
  const done = new Set<string>();

  async function task(key: string, state: State, states: object): Promise<boolean> {
    if (done.has(key)) return true;
    const { EnvironmentVariablesOverride: given } = await evaluated(state.Arguments, states);
    const environment = Object.fromEntries(
      given.map(({ Name, Value }: { Name: string; Value: string }) => [Name, Value]),
    );
    const attempts = 1 + (state.Retry?.[0]?.MaxAttempts ?? 0);
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      if (!(await run(environment))) continue;
      done.add(key);
      return true;
    }
    return false;
  }

  async function map(key: string, state: State, context: object): Promise<boolean> {
    const { Key } = await evaluated(state.ItemReader.Arguments, { context });
    const lines = (await readFile(join(bucket, Key), 'utf8')).trim().split('\n');
    const { StartAt, States } = state.ItemProcessor as Machine;
    let failed = 0;
    for (const [index, line] of lines.entries()) {
      const item = { ...context, Map: { Item: { Index: index, Value: JSON.parse(line) } } };
      const input = await evaluated(state.ItemSelector, { context: item });
      const inner = States[StartAt] as State;
      if (
        !(await task(`${key}/${index}`, inner, { input, context: { Execution: { Name: `child-${index}` } } }))
      )
        failed += 1;
    }
    const tolerated = await evaluated(state.ToleratedFailurePercentage, { context });
    return (failed / lines.length) * 100 <= tolerated;
  }

  return {
    async start() {
      const context = { Execution: { Name: name } };
      for (let at: string | undefined = machine.StartAt; at !== undefined; ) {
        const state: State = machine.States[at] as State;
        const went = await (state.Type === 'Map' ? map(at, state, context) : task(at, state, { context }));
        if (!went) return 'FAILED';
        at = state.Next;
      }
      return 'SUCCEEDED';
    },
  };
}

/** A value with every JSONata expression in it worked out. */
// biome-ignore lint/suspicious/noExplicitAny: what an expression gives is what it gives
async function evaluated(value: any, states: object): Promise<any> {
  if (typeof value === 'string') {
    const expression = /^\{%(.*)%\}$/s.exec(value)?.[1];
    return expression === undefined ? value : jsonata(expression).evaluate({}, { states });
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Promise.all(value.map((one) => evaluated(one, states)));
  const members = await Promise.all(
    Object.entries(value).map(async ([key, one]) => [key, await evaluated(one, states)] as const),
  );
  return Object.fromEntries(members);
}
