// The fact, the collector and the test that `npm run new -- collector FACT SERVICE` begins with.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const FACTS = 'src/model/fact-values.ts';
const COLLECTORS = 'src/collect/collectors.ts';

export function newCollector(fact, service) {
  const services = ['iam', 'access-analyzer', 'cloudformation', 'ram'];
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(fact) || !services.includes(service)) {
    fail(
      `Usage: npm run new -- collector FACT SERVICE\n  FACT     two words or more, such as role-settings\n  SERVICE  ${services.join(', ')}`,
    );
  }
  const name = fact.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  const declaration = `src/model/facts/${fact}.ts`;
  const collector = `src/collect/${service}/${fact}.ts`;
  const test = `test/collect/${service}/${fact}.test.ts`;
  const facts = readFileSync(FACTS, 'utf8');
  const collectors = readFileSync(COLLECTORS, 'utf8');
  if (facts.includes(`'./facts/${fact}.ts'`)) fail(`There is a fact ${fact} already.`);
  for (const path of [declaration, collector, test]) if (existsSync(path)) fail(`${path} is there already.`);

  writeFileSync(
    declaration,
    `import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { name, unique } from './held.ts';

/** To be written: what one of them is. Each text says what it holds: see held.ts. */
const thing = z.object({ id: name });

const shape = z.object({ things: unique(thing, 'id') });

export const ${name} = declareFact({
  title: 'To be written: what it is, in a few words',
  scope: 'global',
  shape,
  limits: [],
  planning: () => ({}),
});
`,
  );
  writeFileSync(
    collector,
    `import type { Collector } from '../collector.ts';

/** To be written: what it reads, and what its calls depend on. */
export const ${name}: Collector<'${fact}'> = {
  fact: '${fact}',
  requires: [],
  actions: () => [],
  plan: () => [],
  async collect() {
    return { things: [] };
  },
};
`,
  );
  writeFileSync(
    test,
    `import { expect, test } from 'vitest';
import { collect, member, stage, value, world } from '../support.ts';

test('nothing is read yet', async () => {
  const account = await collect(await stage({ world: world(member({})) }));
  expect(value(account, '${fact}')).toEqual({ things: [] });
});

test.todo('pages, a refused call, and an account that has nothing');
`,
  );
  writeFileSync(
    FACTS,
    listed(facts, `import { ${name} } from './facts/${fact}.ts';`, '} as const;', entry(fact, name)),
  );
  const importing = `import { ${name} } from './${service}/${fact}.ts';`;
  writeFileSync(COLLECTORS, listed(collectors, importing, '} satisfies', entry(fact, name)));
  execFileSync(
    process.execPath,
    [
      'node_modules/@biomejs/biome/bin/biome',
      'check',
      '--write',
      declaration,
      collector,
      test,
      FACTS,
      COLLECTORS,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  console.log(`${[declaration, collector, test, FACTS, COLLECTORS].join('\n')}

What is left: every "To be written", the shape, the calls and their number, what they answer
(test/facts/answers.ts), and operations that the simulator does not know yet (src/simulator). Then: npm run docs. See docs/adding-a-collector.md.`);
}

/** A line of a table: under its name, or by it where the two are the same. */
function entry(fact, name) {
  return fact === name ? `  ${name},\n` : `  '${fact}': ${name},\n`;
}

function listed(text, importing, end, line) {
  const at = text.lastIndexOf(`\n${end}`) + 1;
  return `${text.slice(0, at)}${line}${text.slice(at)}`.replace(/^(?=import )/m, `${importing}\n`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
