import type { Finding } from '../../model/finding.ts';
import { NOTICE_SCHEMA_VERSION, type Notice, type NoticedFindings } from '../../model/notice.ts';
import { partyKey } from '../../model/party.ts';
import type { AuditReport } from '../../model/report.ts';
import { compareSeverity, SEVERITIES, type Severity } from '../../model/severity.ts';
import { accountsRead, verdictFrom } from '../verdict.ts';
import { cut, visible } from '../visible.ts';
import { Foremost, walksOf } from '../walk.ts';
import { overdueIn } from './overdue.ts';

/** Of each kind of thing so many are named, and the others counted. */
const NAMED = 25;

/** UTF-16 units. */
const LIMIT = { name: 256, title: 256, resource: 512, sentence: 512 };

/**
 * What there is to tell of a run.
 *
 * @param owner whose findings alone; without it, of all
 * @param where the run is kept, for people to follow
 */
export function noticeOf(
  report: AuditReport,
  { owner, where }: { owner?: string | undefined; where?: string | undefined } = {},
): Notice {
  const { run, scope, changes, thirdParties } = report;
  const isOwn = (finding: Pick<Finding, 'owner'>) => owner === undefined || finding.owner?.name === owner;
  const walks = walksOf(report);
  const verdict = verdictFrom(report, walks);
  const changed = (changes?.findings.changed ?? []).filter(({ what }) =>
    what.some((one) => one === 'severity' || one === 'status'),
  );
  const listed = {
    new: new Named(changes?.findings.new),
    reopened: new Named(changes?.findings.reopened ?? []),
    changed: new Named(changed.map(({ fingerprint }) => fingerprint)),
  };
  const openFindings = walks.findings.into(noCounts(), (counts, finding) => {
    if (!isOwn(finding)) return;
    listed.changed.add(finding);
    if (finding.status !== 'OPEN') return;
    listed.new.add(finding);
    listed.reopened.add(finding);
    if (SEVERITIES.includes(finding.severity)) counts[finding.severity] += 1;
  });
  const gone = walks.resolved.into(new Named(undefined), (named, finding) => {
    if (isOwn(finding)) named.add(finding);
  });
  const overdue = overdueIn(report).filter(
    (entry) => owner === undefined || entry.owner === cut(owner, LIMIT.name),
  );
  const ownParties = new Set(
    thirdParties.filter((one) => one.owner === owner).map(({ party }) => partyKey(party)),
  );
  const appeared = (changes?.thirdParties.appeared ?? thirdParties.map(({ party }) => party)).filter(
    (party) => owner === undefined || ownParties.has(partyKey(party)),
  );
  const { complete, reasons } = verdict();
  return {
    schemaVersion: NOTICE_SCHEMA_VERSION,
    tool: { name: 'countersign', version: visible(run.tool.version) },
    run: {
      runId: visible(run.runId),
      startedAt: run.startedAt,
      asOf: run.asOf,
      title: cut(run.title, LIMIT.name),
      organizationName: run.organizationName === null ? null : cut(run.organizationName, LIMIT.name),
    },
    owner: owner === undefined ? null : cut(owner, LIMIT.name),
    report: where === undefined ? null : cut(where, LIMIT.resource),
    verdict: {
      complete,
      reasons: reasons.map((reason) => ({ ...reason, sentence: cut(reason.sentence, LIMIT.sentence) })),
    },
    accounts: { inScope: scope.accounts.length, read: accountsRead(report) },
    comparedWith:
      changes === undefined
        ? null
        : { runId: visible(changes.since.runId), startedAt: changes.since.startedAt },
    openFindings: openFindings(),
    new: listed.new.noticed(),
    reopened: listed.reopened.noticed(),
    changed: listed.changed.noticed(),
    gone: gone().noticed(),
    notKnown: (changes?.findings.notKnown ?? []).filter(({ finding }) => isOwn(finding)).length,
    thirdParties: {
      count: appeared.length,
      names: appeared.slice(0, NAMED).map(({ name }) => cut(name, LIMIT.name)),
      notShown: Math.max(0, appeared.length - NAMED),
    },
    overdue: {
      count: overdue.length,
      // What has just become so before what is known to be so.
      entries: overdue.toSorted((a, b) => Number(b.new) - Number(a.new)).slice(0, NAMED),
      notShown: Math.max(0, overdue.length - NAMED),
    },
  };
}

/**
 * Whether a notice says anything that the one before did not. A run that is not complete is news each time, to those who
 * answer for the run: nobody knows what it would have found.
 */
export function isNews(notice: Notice): boolean {
  const { new: fresh, reopened, changed, gone, thirdParties, overdue, verdict, owner } = notice;
  return (
    [fresh, reopened, changed, gone, thirdParties].some(({ count }) => count > 0) ||
    overdue.entries.some((entry) => entry.new) ||
    (owner === null && !verdict.complete)
  );
}

/**
 * The notice within so many bytes of JSON: of its longest lists the ends are left out, and counted.
 *
 * @param written as what it is sent, where that is longer
 */
export function withinBytes(
  notice: Notice,
  most: number,
  written: (notice: Notice) => string = JSON.stringify,
): Notice {
  let named = NAMED;
  let smaller = notice;
  while (named > 0 && bytesOf(written(smaller)) > most) {
    named = Math.floor(named / 2);
    smaller = shortened(notice, named);
  }
  return smaller;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

function shortened(notice: Notice, named: number): Notice {
  const fewer = ({ count, findings }: NoticedFindings): NoticedFindings => {
    const first = findings.slice(0, named);
    return { count, findings: first, notShown: count - first.length };
  };
  const names = notice.thirdParties.names.slice(0, named);
  const entries = notice.overdue.entries.slice(0, named);
  return {
    ...notice,
    new: fewer(notice.new),
    reopened: fewer(notice.reopened),
    changed: fewer(notice.changed),
    gone: fewer(notice.gone),
    thirdParties: { ...notice.thirdParties, names, notShown: notice.thirdParties.count - names.length },
    overdue: { ...notice.overdue, entries, notShown: notice.overdue.count - entries.length },
  };
}

function noCounts(): Record<Severity, number> {
  return { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
}

/** The findings of a list, or all: the worst first, in the order of the list. */
class Named {
  readonly #places: ReadonlyMap<string, number> | undefined;
  readonly #worst = new Foremost<{ finding: NoticedFindings['findings'][number]; place: number }>(
    NAMED,
    (a, b) => compareSeverity(a.finding.severity, b.finding.severity) || a.place - b.place,
  );

  constructor(fingerprints: readonly string[] | undefined) {
    this.#places = fingerprints && new Map(fingerprints.map((fingerprint, place) => [fingerprint, place]));
  }

  add(finding: Finding): void {
    const place = this.#places === undefined ? 0 : this.#places.get(finding.fingerprint);
    if (place !== undefined) this.#worst.add(() => ({ finding: noticed(finding), place }));
  }

  noticed(): NoticedFindings {
    const { length } = this.#worst;
    const findings = this.#worst.slice(0, NAMED).map(({ finding }) => finding);
    return { count: length, findings, notShown: length - findings.length };
  }
}

function noticed(finding: Finding): NoticedFindings['findings'][number] {
  const { fingerprint, checkId, severity, status, accountId, region, thirdParty, firstSeen, owner } = finding;
  return {
    fingerprint: visible(fingerprint),
    checkId: visible(checkId),
    severity,
    status,
    title: cut(finding.title, LIMIT.title),
    accountId: visible(accountId),
    accountName: cut(finding.accountName, LIMIT.name),
    region: visible(region),
    resourceArn: cut(finding.resourceArn, LIMIT.resource),
    thirdParty: thirdParty === undefined ? null : cut(thirdParty.name, LIMIT.name),
    owner: owner === undefined ? null : cut(owner.name, LIMIT.name),
    firstSeen,
  };
}
