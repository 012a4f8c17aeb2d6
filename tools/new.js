// npm run new -- check ID [AREA [AFTER]]: a check that compiles, is registered and fails nothing, with its test.
// npm run new -- collector FACT SERVICE: a fact with its collector and its test, both named in their tables.
// npm run new -- output ID FILE WORDS: a form of the report that is written where it is asked for, with its test.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const AREAS = [
  ...['trust', 'external-ids', 'access-analyzer', 'usage', 'drift'],
  ...['credentials', 'sharing', 'resources', 'activity'],
];
const REGISTRY = 'src/checks/registry.ts';
const OUTPUTS = 'src/model/output.ts';
const MAKING = 'src/run/outputs.ts';
const EXAMPLE = 'config.example.yaml';

const USAGE = `Usage: npm run new -- check ID [AREA [AFTER]]
       npm run new -- collector FACT SERVICE
       npm run new -- output ID FILE WORDS
  ID    of a check: two words or more, such as session-duration; of an output: one, such as csv
  AREA  ${AREAS.join(', ')}
  AFTER the check of the area that it follows in the catalogue, such as owner-tag; the last one where none is named
  FILE  what it writes into the directory of a run, such as findings.csv
  WORDS what it is, such as "a third party a line, for a spreadsheet", in one line without quotes or backslashes`;

const [kind, ...given] = process.argv.slice(2);
if (kind === 'check') newCheck(...given);
else if (kind === 'collector') (await import('./new-collector.js')).newCollector(...given);
else if (kind === 'output') newOutput(...given);
else fail(USAGE);

function newCheck(id = '', area = 'trust', after = undefined) {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id) || !AREAS.includes(area)) fail(USAGE);
  const name = camelCase(id);
  const check = `src/checks/${area}/${id}.ts`;
  const test = `test/checks/${area}/${id}.test.ts`;
  const registry = readFileSync(REGISTRY, 'utf8');
  if (new RegExp(`/${id}\\.ts'|\\b${name}\\b`).test(registry)) fail(`There is a check ${id} already.`);
  const following = registered(registry, id, area, name, after);
  create(check, checkText(id, area, name));
  create(test, checkTestText(id, area, name));
  writeFileSync(REGISTRY, following);
  layOut(check, test, REGISTRY);
  console.log(`${check}\n${test}\n${REGISTRY}

What is left: every "To be written", and the controls whose text asks for it (src/controls; at least one of AWS
Well-Architected). Then: npm run docs, and the golden run anew. See docs/adding-a-check.md.`);
}

function newOutput(id = '', file = '', words = '') {
  if (!/^[a-z][a-z0-9]*$/.test(id) || !/^[a-z0-9][a-z0-9.-]*\.[a-z0-9]+$/.test(file)) fail(USAGE);
  if (!/^[^\s'\\][^\n'\\]*$/.test(words)) fail(USAGE);
  const table = readFileSync(OUTPUTS, 'utf8');
  if (table.includes(`\n  ${id}: {`) || table.includes(`'${file}'`))
    fail(`There is an output ${id} or a file ${file} already.`);
  const [form, test, name] = [`src/report/${id}.ts`, `test/report/${id}.test.ts`, `${id}Text`];
  create(form, outputText(file, name));
  create(test, outputTestText(id, file, name));
  insert(OUTPUTS, '} as const satisfies', `  ${id}: { file: '${file}', says: '${words}' },\n`);
  insert(MAKING, '  html: ({ report', `  ${id}: file('${id}', ${name}),\n`);
  insert(MAKING, 'import ', `import { ${name} } from '../report/${id}.ts';\n`);
  insert(EXAMPLE, 'outputs: [', `#   ${id.padEnd(8)}  ${file.padEnd(18)}  ${words}\n`);
  insert(EXAMPLE, ']\n\nevidence:', `, ${id}`);
  layOut(form, test, OUTPUTS, MAKING);
  console.log(`${form}\n${test}\n${OUTPUTS}\n${MAKING}\n${EXAMPLE}

What is left: every "To be written". Then: npm run docs. See docs/adding-an-output.md.`);
}

function camelCase(id) {
  return id.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
}

function create(path, text) {
  if (existsSync(path)) fail(`${path} is there already.`);
  writeFileSync(path, text);
}

/** Puts a text before the first place in a file that reads so. */
function insert(path, before, text) {
  const whole = readFileSync(path, 'utf8');
  const at = whole.indexOf(before);
  if (at < 0) fail(`${path} holds no "${before}".`);
  writeFileSync(path, `${whole.slice(0, at)}${text}${whole.slice(at)}`);
}

/** Biome breaks lines that a long id makes too long, and sorts imports. */
function layOut(...paths) {
  execFileSync(process.execPath, ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', ...paths], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function checkText(id, area, name) {
  return `import { accountCheck } from '../../model/check.ts';
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
`;
}

function checkTestText(id, area, name) {
  return `import { describe, expect, it } from 'vitest';
import { ${name} } from '../../../src/checks/${area}/${id}.ts';
import { allow, judge, role, STRANGER, statuses } from '../support/trust-fixtures.ts';

describe('${id}', () => {
  it('does not judge anything yet', () => {
    expect(statuses(judge(${name}, role(allow(STRANGER))))).toEqual(['NOT_APPLICABLE']);
  });

  it.todo('has a case for each status that it can give');
});
`;
}

function outputText(file, name) {
  return `import type { AuditReport } from '../model/report.ts';
import { type ShownText, shown } from './visible.ts';

/** The text of \`${file}\`. To be written: who reads it, and the specification that it follows. */
export function ${name}({ findings }: AuditReport): ShownText {
  return shown\`\${findings.length}\\n\`;
}
`;
}

function outputTestText(id, file, name) {
  return `import { describe, expect, it } from 'vitest';
import { ${name} } from '../../src/report/${id}.ts';
import { auditReport } from './fixture.ts';

describe('${file}', () => {
  it('says how many findings there are', () => {
    const report = auditReport();
    expect(${name}(report)).toBe(\`\${report.findings.length}\\n\`);
  });

  it.todo('is what its readers take, for a whole report, a clean one and an incomplete one');
});
`;
}

/** The registry with the check, after another one of its area or at the end of it. */
function registered(text, id, area, name, after) {
  const ofArea = [...text.matchAll(/import \{\s*(\w+),?\s*\} from '\.\/([\w-]+)\//g)].filter(
    (match) => match[2] === area,
  );
  const before = after === undefined ? ofArea : ofArea.filter((match) => match[1] === camelCase(after));
  if (before.length === 0) fail(`There is no check ${after} in ${area}.`);
  const places = before.map((match) => text.indexOf(`\n  ${match[1]},\n`));
  const end = text.indexOf('\n', Math.max(...places) + 1);
  const listed = `${text.slice(0, end)}\n  ${name},${text.slice(end)}`;
  return listed.replace(/^(?=import )/m, `import { ${name} } from './${area}/${id}.ts';\n`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
