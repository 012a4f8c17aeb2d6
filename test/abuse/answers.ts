import { checkedRecord } from '../../src/model/checked-record.ts';
import type { Random } from '../../src/simulator/fleet/random.ts';
import { ACCOUNT, ANSWERS, collectFrom, OTHER, REGION, withChange } from '../facts/answers.ts';
import type { Attempt } from './door.ts';
import { failedCheck, falseGreen, knownFrom, maskedProblem, reportOn, someForm } from './judging.ts';
import { at, changedSomewhere, HALF, kindOf, oddValue, otherKind, shown, someWay } from './oddities.ts';

/** Each listing: what it lists, and how a page says that another follows. */
const LISTINGS: Readonly<Record<string, { lists: string; token: string; more?: string }>> = {
  GetAccountAuthorizationDetails: { lists: 'RoleDetailList', token: 'Marker', more: 'IsTruncated' },
  ListRoles: { lists: 'Roles', token: 'Marker', more: 'IsTruncated' },
  ListAccountAliases: { lists: 'AccountAliases', token: 'Marker', more: 'IsTruncated' },
  ListAnalyzers: { lists: 'analyzers', token: 'nextToken' },
  ListArchiveRules: { lists: 'archiveRules', token: 'nextToken' },
  ListFindings: { lists: 'findings', token: 'nextToken' },
  ListFindingsV2: { lists: 'findings', token: 'nextToken' },
  ListStacks: { lists: 'StackSummaries', token: 'NextToken' },
  ListStackResources: { lists: 'StackResourceSummaries', token: 'NextToken' },
  DescribeStackResourceDrifts: { lists: 'StackResourceDrifts', token: 'NextToken' },
};
const PAGES_PER_CALL = 20;

type Pages = Readonly<Record<string, readonly object[]>>;

/** The pages of each answer: one thing a page, the other lists of an answer on its first. */
function paged(): Pages {
  return Object.fromEntries(
    Object.entries(ANSWERS).map(([operation, answer]) => {
      const listing = LISTINGS[operation];
      if (listing === undefined) return [operation, [answer]];
      const { lists, token, more } = listing;
      const things: unknown[] = Reflect.get(answer, lists);
      const pages = things.map((thing, page) => {
        const isLast = page === things.length - 1;
        return {
          ...(page === 0 ? answer : {}),
          [lists]: [thing],
          ...(more === undefined ? {} : { [more]: !isLast }),
          ...(isLast ? {} : { [token]: `page-${page + 1}` }),
        };
      });
      return [operation, pages];
    }),
  );
}

/** An answer by the page that is asked for. */
function asAnswers(pages: Pages): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(pages).map(([operation, each]) => [
      operation,
      (input: object) => {
        const token: unknown = Reflect.get(input, LISTINGS[operation]?.token ?? '');
        return each[Number(/^page-(\d+)$/.exec(String(token))?.[1] ?? 0)] ?? each[0];
      },
    ]),
  );
}

/** Something done to the answers. `loses` where nothing may be lost by it without a word. */
interface Change {
  what: string;
  answers: Record<string, unknown>;
  loses: boolean;
}

const OWN_ARN = new RegExp(`^arn:aws:[a-z-]+:[a-z0-9-]*:${ACCOUNT}:`);

function changed(pages: Pages, random: Random): { what: string; pages: Pages; loses: boolean } {
  const operation = random.pick(Object.keys(pages) as [string, ...string[]]);
  const each = pages[operation] ?? [];
  const page = random.between(0, each.length - 1);
  const way = someWay(each[page], random);
  if (way === undefined) return { what: 'nothing', pages, loses: false };
  const before = at(each[page], way);
  const [how, value, loses] = changeOf(before, random);
  const other = withChange(each[page], way, value) as object;
  return {
    what: `${operation} page ${page + 1} ${way.join('.')} ${how}: ${shown(value)}`,
    pages: { ...pages, [operation]: each.map((one, index) => (index === page ? other : one)) },
    loses,
  };
}

function changeOf(before: unknown, random: Random): [how: string, value: unknown, loses: boolean] {
  const roll = random.next();
  if (roll < 0.4) return ['of another kind', otherKind(before, random, false), kindOf(before) !== 'nothing'];
  if (Array.isArray(before) && roll < 0.75) {
    return random.pick<[string, unknown, boolean]>([
      ['doubled', [...before, ...before.slice(0, 1)], true],
      ['with an item of another kind', [...before, otherKind(before[0], random, false)], false],
      ['with nothing in it', [...before, null], true],
      ['emptied', [], false],
      ['very long', Array.from({ length: 2_000 }, () => before[0]), true],
    ]);
  }
  if (typeof before === 'string' && roll < 0.75) {
    const changed = random.chance(0.7) ? documentChanged(before, random) : undefined;
    if (changed !== undefined) return ['as a document', changed, false];
    return random.pick<[string, unknown, boolean]>([
      ['with half a character', `${before}${HALF}`, true],
      ['of another account', OWN_ARN.test(before) ? before.replace(ACCOUNT, OTHER) : before, false],
      ['of another Region', before.replace(REGION, 'us-east-2'), false],
      ['very long', before + 'x'.repeat(50_000), false],
      ['in other letters', before.toUpperCase(), false],
      ['cut', before.slice(0, random.between(0, before.length)), false],
      ['with a control character', `${before}\u0000\u001b[2J`, false],
    ]);
  }
  if (kindOf(before) === 'object' && roll < 0.6) {
    const more = JSON.parse('{"__proto__":{"Arn":"x"},"constructor":1}');
    return [
      'with members of JavaScript',
      Object.assign(Object.create(null), { ...Object(before) }, more),
      false,
    ];
  }
  return random.chance(0.5) ? ['taken away', undefined, false] : ['replaced', oddValue(random, false), false];
}

/** A document changed within: a policy, written as in a URL, or a template. Undefined where the text is none. */
function documentChanged(text: string, random: Random): string | undefined {
  const isEncoded = text.startsWith('%7B');
  let document: unknown;
  try {
    document = JSON.parse(isEncoded ? decodeURIComponent(text) : text);
  } catch {
    return undefined;
  }
  const { value } = changedSomewhere(document, random);
  const written = random.chance(0.1)
    ? JSON.stringify(value).slice(0, random.between(0, 60))
    : JSON.stringify(value);
  return isEncoded ? encodeURIComponent(written.toWellFormed()) : written;
}

/** A listing whose pages never end, or lead back to one that was read. */
function endless(pages: Pages, random: Random): Change {
  const operation = random.pick(Object.keys(LISTINGS) as [string, ...string[]]);
  const { token = '', more } = LISTINGS[operation] ?? {};
  const first = pages[operation]?.[0];
  const loops = random.chance(0.5);
  let calls = 0;
  const answer = () => ({
    ...first,
    ...(more === undefined ? {} : { [more]: true }),
    [token]: loops ? 'again' : `more-${calls++}`,
  });
  return {
    what: `${operation} ${loops ? 'leads back' : 'never ends'}`,
    answers: { ...asAnswers(pages), [operation]: answer },
    loses: true,
  };
}

/** Answers as the SDK gives them, changed in their parts, from collecting to the forms of the report. */
export async function answersAttempt(): Promise<Attempt> {
  const pages = paged();
  const undisturbed = await collectFrom(asAnswers(pages));
  const known = knownFrom(reportOn(undisturbed.facts, false));
  if (known.findings.size < 8) throw new Error('Too little is found in what nobody has changed.');
  return async (random, say) => {
    const change = random.chance(0.03) ? endless(pages, random) : manyChanges(pages, random);
    say(change.what);
    const { facts, faults } = await collectFrom(change.answers, [REGION], PAGES_PER_CALL);
    if (faults.length > 0) return `The tool took it for its own fault: ${String(faults[0]?.error)}`;
    for (const fact of facts) {
      const kept = checkedRecord(JSON.parse(JSON.stringify(fact)), ACCOUNT, 'x');
      if (JSON.stringify(kept) !== JSON.stringify(fact))
        return `${fact.fact} is another when it is read back.`;
    }
    const report = reportOn(facts, random.chance(0.3));
    await someForm(report, random);
    const wrong = random.chance(0.1) ? maskedProblem(facts) : undefined;
    return wrong ?? failedCheck(report) ?? (change.loses ? falseGreen(report, known) : undefined);
  };
}

function manyChanges(pages: Pages, random: Random): Change {
  const count = random.chance(0.7) ? 1 : random.between(2, 4);
  const change = { what: [] as string[], pages, loses: true };
  for (let index = 0; index < count; index += 1) {
    const one = changed(change.pages, random);
    change.pages = one.pages;
    change.what.push(one.what);
    change.loses &&= one.loses;
  }
  return { what: change.what.join('; '), answers: asAnswers(change.pages), loses: change.loses };
}
