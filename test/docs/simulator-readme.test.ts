import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SERVICES } from '../../src/simulator/simulator.ts';

const README = readFileSync(join(import.meta.dirname, '../../src/simulator/README.md'), 'utf8');

/** `service:operation` with the parameters that it honours. */
function specified(): Map<string, string[]> {
  const rows = new Map<string, string[]>();
  let service = '';
  for (const line of README.split('\n')) {
    service = /^## .*\(`([a-z0-9-]+)`\)$/.exec(line)?.[1] ?? (line.startsWith('## ') ? '' : service);
    const [, operation, parameters = ''] = /^\| `(\w+)` \|([^|]*)\|[^|]*\|$/.exec(line) ?? [];
    if (operation !== undefined) rows.set(`${service}:${operation}`, namesIn(parameters));
  }
  return rows;
}

function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
}

describe('the specification of the simulator', () => {
  it('has every operation of the code, with the parameters that it honours, and no other', () => {
    const operations = SERVICES.flatMap(({ signingName, operations, inputs }) =>
      Object.keys(operations).map((operation): [string, string[]] => [
        `${signingName}:${operation}`,
        Object.entries(inputs[operation] ?? {})
          .filter(([, shape]) => shape.honoured !== false)
          .map(([name]) => name)
          .sort(),
      ]),
    );
    expect(Object.fromEntries(specified())).toEqual(Object.fromEntries(operations));
  });

  it('is about operations that have limits, and limits of operations that there are', () => {
    for (const { operations, inputs } of SERVICES) {
      expect(Object.keys(inputs).sort()).toEqual(Object.keys(operations).sort());
    }
  });
});
