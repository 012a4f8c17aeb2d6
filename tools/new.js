// npm run new -- check ID [AREA]: a check that compiles, is registered and fails nothing, with its test.
// npm run new -- collector FACT SERVICE: a fact with its collector and its test, both named in their tables.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const AREAS = ['trust', 'external-ids', 'access-analyzer', 'usage', 'drift'];
const REGISTRY = 'src/checks/registry.ts';

const [kind, id = '', area = 'trust'] = process.argv.slice(2);
if (kind === 'collector') {
  (await import('./new-collector.js')).newCollector(id, process.argv[4] ?? '');
  process.exit();
}
if (kind !== 'check' || !/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id) || !AREAS.includes(area)) {
  fail(
    `Usage: npm run new -- check ID [AREA]\n       npm run new -- collector FACT SERVICE\n  ID    two words or more, such as session-duration\n  AREA  ${AREAS.join(', ')}`,
  );
}

const name = id.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
const check = `src/checks/${area}/${id}.ts`;
const test = `test/checks/${area}/${id}.test.ts`;
const registry = readFileSync(REGISTRY, 'utf8');
if (new RegExp(`/${id}\\.ts'|\\b${name}\\b`).test(registry)) fail(`There is a check ${id} already.`);
for (const path of [check, test]) if (existsSync(path)) fail(`${path} is there already.`);

writeFileSync(
  check,
  `import { accountCheck } from '../../model/check.ts';
import { judgeRoles } from '../support/judged-role.ts';

export const ${name} = accountCheck({
  id: '${id}',
  area: '${area}',
  per: 'account',
  requires: ['authorization-details'],
  title: 'To be written: holds when the check passes',
  failureTitle: 'To be written: holds when the check fails',
  severity: 'info',
  rationale: 'To be written: why it matters, in words for an officer.',
  remediation: 'To be written: how to fix it, in words for an engineer.',
  cannotKnow: 'To be written: what the facts that it reads cannot tell, in words for an auditor.',
  evaluate: (facts, context) =>
    judgeRoles(facts['authorization-details'], context, ({ resource }) => [
      { status: 'NOT_APPLICABLE', silent: true, resource, detail: 'To be written: what was looked at.' },
    ]),
});
`,
);
writeFileSync(
  test,
  `import { describe, expect, it } from 'vitest';
import { ${name} } from '../../../src/checks/${area}/${id}.ts';
import { allow, judge, role, STRANGER, statuses } from '../support/trust-fixtures.ts';

describe('${id}', () => {
  it('does not judge anything yet', () => {
    expect(statuses(judge(${name}, role(allow(STRANGER))))).toEqual(['NOT_APPLICABLE']);
  });

  it.todo('has a case for each status that it can give');
});
`,
);
writeFileSync(REGISTRY, registered(registry));
// Biome breaks lines that a long id makes too long, and sorts the import.
execFileSync(
  process.execPath,
  ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', check, test, REGISTRY],
  {
    stdio: ['ignore', 'ignore', 'inherit'],
  },
);

console.log(`${check}\n${test}\n${REGISTRY}

What is left: every "To be written", the place in the catalogue (${REGISTRY}), and the controls whose text asks for it
(src/controls; at least one of AWS Well-Architected). Then: npm run docs. See docs/adding-a-check.md.`);

/** The registry with the check, at the end of its area. */
function registered(text) {
  const ofArea = [...text.matchAll(/import \{\s*(\w+),?\s*\} from '\.\/([\w-]+)\//g)].filter(
    (match) => match[2] === area,
  );
  const places = ofArea.map((match) => text.indexOf(`\n  ${match[1]},\n`));
  const end = text.indexOf('\n', Math.max(...places) + 1);
  const listed = `${text.slice(0, end)}\n  ${name},${text.slice(end)}`;
  return listed.replace(/^(?=import )/m, `import { ${name} } from './${area}/${id}.ts';\n`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
