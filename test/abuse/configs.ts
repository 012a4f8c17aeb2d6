import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parseDocument, stringify } from 'yaml';
import { registry } from '../../src/checks/registry.ts';
import { describeFailure, failureExitCode } from '../../src/cli/failure.ts';
import { ConfigError } from '../../src/config/errors.ts';
import { toJudgement } from '../../src/config/judgement.ts';
import { loadConfig } from '../../src/config/load.ts';
import { parseVendorFile } from '../../src/config/vendor-files.ts';
import type { Random } from '../../src/simulator/fleet/random.ts';
import { waysInto } from '../facts/sample.ts';
import type { Attempt } from './door.ts';
import { changedSomewhere, oddText } from './oddities.ts';
import { ROOT } from './root.ts';

const EXAMPLE = readFileSync(join(ROOT, 'config.example.yaml'), 'utf8');
const SMALL = [
  'auditor: { roleName: Auditor, externalId: 6f1c2b9e-5a37-4d0e }\naccounts:\n  - id: "111122223333"\n    name: One\n  - { id: "012345678901", regions: [eu-west-1] }\n',
  'organization: { discover: true, include: { organizationalUnits: [Workloads] }, exclude: { accounts: ["444455556666"] } }\nauditor: { roleName: A }\nregions: enabled\n',
  'accounts: [{ id: "111122223333" }]\nthirdParties:\n  - &p\n    name: Nimbus\n    owner: Ana\n    justification: Monitoring\n    accountIds: ["222233334444"]\nexceptions:\n  - { check: stale-role, resource: "*", reason: Legacy, approvedBy: Ana, expires: 2027-01-01 }\nchecks: { stale-role: { staleAfterDays: 60 } }\n',
] as const;
const VENDORS = 'vendors:\n  - name: Nimbus\n    accountIds: ["222233334444"]\n';

const WORDS = [
  ...[
    ': ',
    '- ',
    '\n',
    '\n  ',
    '\t',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ',',
    '#',
    '|',
    '>',
    '? ',
    '!!str ',
    '!x ',
  ],
  ...[
    '&a ',
    '*a',
    '<<: *a',
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    '~',
    'null',
    'true',
    '.inf',
    '.nan',
    '0x1f',
    '0o17',
  ],
  ...['${X}', '${COUNTERSIGN_X}', '$${', '2027-13-01', '1e9', '__proto__: 1\n', '\ufeff', '\u0000', '\u0085'],
] as const;

/** A text of lines changed as a hand, a merge or a broken disk would. */
function changedText(text: string, random: Random): { text: string; what: string } {
  const lines = text.split('\n');
  const line = random.between(0, lines.length - 1);
  const other = random.between(0, lines.length - 1);
  const place = random.between(0, text.length);
  const put = random.chance(0.7) ? random.pick(WORDS) : oddText(random);
  const [what, changed] = random.pick<readonly [string, () => string]>([
    ['a line taken out', () => lines.toSpliced(line, 1).join('\n')],
    ['a line twice', () => lines.toSpliced(line, 0, lines[line] ?? '').join('\n')],
    ['a line elsewhere', () => lines.toSpliced(other, 0, lines[line] ?? '').join('\n')],
    ['a line moved to the right', () => lines.with(line, ` ${lines[line]}`).join('\n')],
    [
      'a line moved to the left',
      () => lines.with(line, (lines[line] ?? '').replace(/^ {1,2}/, '')).join('\n'),
    ],
    ['a comment made a line', () => lines.with(line, (lines[line] ?? '').replace('# ', '')).join('\n')],
    ['put in', () => text.slice(0, place) + put + text.slice(place)],
    [
      'a value replaced',
      () =>
        lines
          .with(
            line,
            (lines[line] ?? '').replace(/(: ).*/, (_, colon) => colon + put),
          )
          .join('\n'),
    ],
    [
      'a key replaced',
      () =>
        lines
          .with(
            line,
            (lines[line] ?? '').replace(/[\w-]+:/, () => `${put}:`),
          )
          .join('\n'),
    ],
    [
      'an anchor and an alias',
      () =>
        lines
          .with(line, (lines[line] ?? '').replace(': ', ': &z '))
          .with(other, (lines[other] ?? '').replace(/: .*/, ': *z'))
          .join('\n'),
    ],
    ['cut', () => text.slice(0, place)],
    ['a part taken out', () => text.slice(0, place) + text.slice(place + random.between(1, 40))],
    ['other line ends', () => text.replaceAll('\n', random.pick(['\r\n', '\r', '\u2028']))],
    ['twice', () => text + text],
  ]);
  return {
    text: changed(),
    what: `${what} (line ${line + 1}, character ${place}, ${JSON.stringify(put.slice(0, 40))})`,
  };
}

/** What is wrong with how it was refused: with anything but a problem and its place in the file. */
function badRefusal(error: unknown, text: string): string | undefined {
  if (!(error instanceof ConfigError)) throw error;
  const said = describeFailure(error);
  if (failureExitCode(error) !== 1) return 'It does not end with 1.';
  if (/[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/.test(said)) return `It says control characters: ${said}`;
  const lines = text.split(/\r\n|\r|\n/).length;
  const outside = error.problems.find(({ line, column }) => line < 1 || line > lines || column < 1);
  if (error.problems.length === 0) return 'No problem is named.';
  return outside === undefined
    ? undefined
    : `No such place: ${outside.line}:${outside.column} of ${lines} lines`;
}

/** What is wrong with taking the text for a configuration. */
function badAcceptance(text: string, config: object): string | undefined {
  const document = parseDocument(text, { maxAliasCount: -1 } as object);
  if (document.errors.length > 0) return `YAML does not allow it: ${document.errors[0]?.message}`;
  const data: unknown = document.toJS({ maxAliasCount: -1 });
  for (const way of waysInto(data)) {
    const kept = way.reduce<unknown>((value, step) => Reflect.get(Object(value), step), config);
    if (kept === undefined) return `${way.join('.')} is in the file, and nowhere in what was understood.`;
  }
  return undefined;
}

/** Files of configuration and of vendors, changed as texts and as data. */
export function configsAttempt(): Attempt {
  const known = [EXAMPLE, ...SMALL].map((text) => ({
    text,
    data: parseDocument(text).toJS() as unknown,
    config: loadConfig(text, 'c.yaml', {}, registry),
  }));
  return (random, say) => {
    const base = random.chance(0.35) ? known[0] : known[random.between(1, known.length - 1)];
    if (base === undefined) return 'There is nothing to begin with.';
    if (random.chance(0.05)) return vendorsAttempt(random, say);
    let { text } = base;
    if (random.chance(0.4)) {
      const { value, what } = changedSomewhere(base.data, random);
      say(what);
      text = random.chance(0.5) ? shallow(value) : (JSON.stringify(value, null, 1) ?? '');
    } else {
      const said: string[] = [];
      for (let count = random.chance(0.6) ? 1 : random.between(2, 5); count > 0; count -= 1) {
        const changed = changedText(text, random);
        said.push(changed.what);
        text = changed.text;
      }
      say(said.join('; '));
    }
    for (const purpose of ['scan', 'judge'] as const) {
      try {
        const config = loadConfig(text, 'c.yaml', { X: 'secret' }, registry, undefined, purpose);
        JSON.stringify(toJudgement(config, []));
        if (purpose === 'judge') continue;
        const wrong = badAcceptance(text, config);
        if (wrong !== undefined) return wrong;
        const same = isDeepStrictEqual(parseDocument(text).toJS(), base.data);
        if (same && !isDeepStrictEqual(config, base.config)) return 'The same data are understood otherwise.';
      } catch (error) {
        const wrong = badRefusal(error, text);
        if (wrong !== undefined) return wrong;
      }
    }
    return undefined;
  };
}

/** As a hand would write it; as JSON where the library cannot, since it nests too deep. */
function shallow(value: unknown): string {
  try {
    return stringify(value) ?? '';
  } catch {
    return JSON.stringify(value);
  }
}

function vendorsAttempt(random: Random, say: (what: string) => void): string | undefined {
  const { text, what } = changedText(VENDORS, random);
  say(`vendors: ${what}`);
  try {
    parseVendorFile(text, 'v.yaml');
    return undefined;
  } catch (error) {
    return badRefusal(error, text);
  }
}
