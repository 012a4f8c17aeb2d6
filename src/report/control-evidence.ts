import type { ControlResult, FrameworkResult } from '../model/control.ts';
import { jsonPointer } from '../model/json-pointer.ts';
import type { AuditReport } from '../model/report.ts';
import { cut, lines, type ShownText, shown, visible } from './visible.ts';

/** A row of evidence: where in the sealed report it stands. What stands there is taken from the report as it was sealed. */
export interface EvidenceRow {
  pointer: string;
  /** Finds the row in words: `finding`, `account`. */
  what: string;
}

/** What there is of one control, by the file that it goes into. */
export interface ControlEvidence {
  /** The folder's name. */
  name: string;
  result: ControlResult;
  own: EvidenceRow;
  population: EvidenceRow[];
  results: EvidenceRow[];
  exceptions: EvidenceRow[];
  /** Undefined where no check behind the control goes by reviews. */
  reviews: EvidenceRow[] | undefined;
}

/** The check that goes by reviews. */
const REVIEW_CHECK = 'overdue-review';

/** The frameworks of a report that a word may mean: by id, or the beginning of it, whatever its case and marks. */
export function frameworksNamed(report: Pick<AuditReport, 'controls'>, word: string): FrameworkResult[] {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const all = report.controls ?? [];
  const exact = all.filter(({ framework }) => plain(framework.id) === plain(word));
  if (exact.length > 0 || plain(word) === '') return exact;
  return all.filter(({ framework }) => plain(framework.id).startsWith(plain(word)));
}

/** What a report holds of each control of one of its frameworks, and of nothing else. Each long list is gone through once. */
export function controlEvidence(report: AuditReport, { framework }: FrameworkResult): ControlEvidence[] {
  const index = (report.controls ?? []).findIndex((one) => one.framework.id === framework.id);
  const controls = report.controls?.[index]?.controls ?? [];
  const rows = <T>(list: Iterable<T> = [], path: string, what: string, isOne: (item: T) => boolean) => {
    const all = Array.from(list, (item, number) => (isOne(item) ? [rowAt(path, number, what)] : []));
    return all.flat();
  };
  const population = populationOf(report);
  const findings = placesByCheck(report.findings);
  const unanswered = placesByCheck(report.unanswered);
  return controls.map((result, at) => {
    const checks = new Set(result.checks);
    const ofCheck = ({ checkId }: { checkId: string }) => checks.has(checkId);
    const ofChecks = (places: ReadonlyMap<string, number[]>, path: string, what: string) =>
      [...checks]
        .flatMap((checkId) => places.get(checkId) ?? [])
        .sort((a, b) => a - b)
        .map((number) => rowAt(path, number, what));
    return {
      name: folderName(result.id, framework.id),
      result,
      own: { pointer: jsonPointer('controls', String(index), 'controls', String(at)), what: 'control' },
      population,
      results: [
        ...rows(report.summary.checks, '/summary/checks', 'counts of a check', ofCheck),
        ...rows(report.scope.disabledChecks, '/scope/disabledChecks', 'check not applied', ofCheck),
        ...ofChecks(findings, '/findings', 'finding'),
        ...ofChecks(unanswered, '/unanswered', 'without an answer'),
      ],
      exceptions: rows(report.exceptions, '/exceptions', 'exception', ({ check }) => checks.has(check)),
      reviews: checks.has(REVIEW_CHECK)
        ? [
            ...rows(report.reviews?.reviews, '/reviews/reviews', 'review', () => true),
            ...rows(report.reviews?.accesses, '/reviews/accesses', 'access', () => true),
            ...rows(report.reviews?.calendar, '/reviews/calendar', 'periods', () => true),
          ]
        : undefined,
    };
  });
}

/** What all controls speak of: where in the report it stands follows from how much there is. */
function populationOf({ scope, coverage, roles }: AuditReport): EvidenceRow[] {
  const all = (count: number, path: string, what: string, member = '') =>
    Array.from({ length: count }, (_, number) => rowAt(path, number, what, member));
  return [
    ...['accountSource', 'organizationId', 'roles'].map((key) => ({
      pointer: jsonPointer('scope', key),
      what: key,
    })),
    ...all(scope.accounts.length, '/scope/accounts', 'account'),
    ...all(scope.excluded.length, '/scope/excluded', 'account left out'),
    ...all(coverage.gaps.length, '/coverage/gaps', 'not read'),
    ...all(roles.length, '/roles', 'role open to outsiders', '/roleArn'),
  ];
}

function rowAt(path: string, number: number, what: string, member = ''): EvidenceRow {
  return { pointer: `${path}/${number}${member}`, what };
}

/** Where in a list the rows of each check stand. */
function placesByCheck(rows: Iterable<{ checkId: string }>): ReadonlyMap<string, number[]> {
  const places = new Map<string, number[]>();
  let place = 0;
  for (const { checkId } of rows) {
    const known = places.get(checkId);
    if (known === undefined) places.set(checkId, [place]);
    else known.push(place);
    place += 1;
  }
  return places;
}

/** Ids come from the report, which may be of another hand: they lead nowhere. */
function folderName(id: string, frameworkId: string): string {
  const own = id.startsWith(`${frameworkId} `) ? id.slice(frameworkId.length + 1) : id;
  return safeName(own);
}

export function safeName(id: string): string {
  const name = id.replace(/[^A-Za-z0-9.()_-]+/g, '-').slice(0, 80);
  return /^\.*$/.test(name) ? 'control' : name;
}

/** What each status means, as `docs/controls.md` says at length. */
const STATUS_WORDS: Record<ControlResult['status'], string> = {
  NOT_MET: 'NOT MET: a check behind it failed, and nobody has accepted that.',
  NOT_SHOWN: 'NOT SHOWN: nothing failed, and it cannot be shown either. Why stands below.',
  SUPPORTED: 'SUPPORTED: what was looked at holds, and the text of the control speaks of more than that.',
  MET_WITH_EXCEPTIONS: 'MET WITH EXCEPTIONS: only accepted failures stand against it.',
  MET: 'MET: every check behind it has an answer everywhere, and none failed.',
  NOT_APPLICABLE: 'NOT APPLICABLE: there was nothing that the control speaks of.',
};

const TEXT_LIMIT = 600;

/** The page of a control, as Markdown. The words are those of this tool: the standard’s own text is for its publisher to give. */
export function controlPage(
  { run }: Pick<AuditReport, 'run'>,
  { framework }: FrameworkResult,
  { result, own, population, results, exceptions, reviews }: ControlEvidence,
): ShownText {
  const { counts, notShown, unproven, checks } = result;
  const say = (text: string) => inline(text);
  const tally = [
    ['passed', counts.pass],
    ['failed, open', counts.fail],
    ['failed, accepted by an exception', counts.excepted],
    ['no answer', counts.unknown],
    ['the check itself failed', counts.error],
    ['not applicable', counts.notApplicable],
    ['failed, told of with another finding', counts.joined],
    ['nothing to judge by', counts.silent],
  ] as const;
  return lines([
    shown`# ${say(result.id)}: ${say(result.title)}`,
    shown``,
    shown`${say(framework.name)}, ${say(framework.version)}. The title is in the words of Countersign; the text of the control is at ${say(framework.source)}.`,
    shown``,
    shown`**${say(STATUS_WORDS[result.status])}** As of ${say(run.asOf)}, run ${say(run.runId)}.`,
    shown``,
    shown`Not shown by any of this, whatever the result: ${say(unproven)}`,
    ...(notShown.length === 0
      ? []
      : [
          shown``,
          shown`What stands in the way of showing it:`,
          shown``,
          ...notShown.map((why) => shown`- ${say(why)}`),
        ]),
    shown``,
    shown`| Results of ${checks.length} check${checks.length === 1 ? shown`` : shown`s`} | Number |`,
    shown`| --- | ---: |`,
    ...tally.map(([words, count]) => shown`| ${say(words)} | ${count} |`),
    shown``,
    shown`Checks: ${say(checks.join(', '))}`,
    shown``,
    shown`| File | Rows | What |`,
    shown`| --- | ---: | --- |`,
    shown`| control.jsonl | 1 | the result of the control, ${say(own.pointer)} of report.json |`,
    shown`| population.jsonl | ${population.length} | accounts in scope and left out, what was not read, roles open to outsiders |`,
    shown`| results.jsonl | ${results.length} | counts of the checks, findings, results without an answer; passes are counted there and not listed |`,
    shown`| exceptions.jsonl | ${exceptions.length} | accepted risks that name one of the checks |`,
    reviews === undefined
      ? shown`| (no reviews.jsonl) | | no check behind this control goes by reviews |`
      : shown`| reviews.jsonl | ${reviews.length} | sealed reviews known to the run, what they came to, and the periods of the calendar |`,
    shown``,
  ]);
}

/** On one line, without what Markdown would make something of. */
function inline(text: string): ShownText {
  return visible(cut(text, TEXT_LIMIT).replace(/[\\`*_{}[\]<>|#~!]/g, (mark) => `\\${mark}`));
}
