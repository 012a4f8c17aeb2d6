import type { ThirdPartyRef } from '../../../model/party.ts';
import type { AuditReport } from '../../../model/report.ts';
import { shorten } from '../../visible.ts';
import { Foremost, type Walks } from '../../walk.ts';
import {
  type FindingLineView,
  type FindingSelection,
  findingLineView,
  type ToldFinding,
  told,
} from '../findings/finding.ts';
import { PARTY_KINDS } from '../parties/party.ts';
import { capped, label, listed, moment, number, quantity, shortArn } from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';

/** Findings to which the same thing happened. */
interface FindingGroupView {
  name: string;
  findings: FindingLineView[];
  leftOut: string | null;
}

/** Roles or third parties to which the same thing happened. */
interface ThingGroupView {
  name: string;
  things: Array<{ text: string; under: string }>;
  leftOut: string | null;
}

export interface ChangesView {
  /** The run before in words; null when there is none. */
  since: string | null;
  /** Everything in one sentence. */
  summary: string;
  notes: string[];
  findings: FindingGroupView[];
  things: ThingGroupView[];
}

/** What is different from what was known before the run. Groups without anything in them are left out. */
export function changesView(
  report: AuditReport,
  selection: () => FindingSelection,
  walks: Pick<Walks, 'findings' | 'resolved'>,
): () => ChangesView {
  const { changes } = report;
  if (changes === undefined) return () => ({ since: null, summary: '', notes: [], findings: [], things: [] });
  const { findings } = changes;
  const groups: FindingGroups = {
    fresh: present(findings.new, walks),
    reopened: present(findings.reopened, walks),
    changed: present(
      findings.changed.map(({ fingerprint }) => fingerprint),
      walks,
    ),
    resolved: walks.resolved.first(LIMITS.changes, told),
  };
  return () => viewOf(report, changes, selection(), groups);
}

/** Findings that are told of in the long lists, as far as they are shown. */
type FindingGroups = Record<'fresh' | 'reopened' | 'changed' | 'resolved', () => Foremost<ToldFinding>>;

/** The findings with these fingerprints, in the order of these. */
function present(
  fingerprints: readonly string[],
  walks: Pick<Walks, 'findings'>,
): () => Foremost<ToldFinding> {
  const places = new Map(fingerprints.map((fingerprint, place) => [fingerprint, place]));
  const place = ({ fingerprint }: ToldFinding) => places.get(fingerprint) ?? 0;
  const first = new Foremost<ToldFinding>(LIMITS.changes, (a, b) => place(a) - place(b));
  return walks.findings.into(first, (foremost, finding) => {
    if (places.has(finding.fingerprint)) foremost.add(() => told(finding));
  });
}

function viewOf(
  report: AuditReport,
  changes: NonNullable<AuditReport['changes']>,
  selection: FindingSelection,
  { fresh, reopened, changed, resolved }: FindingGroups,
): ChangesView {
  const { findings, roles, thirdParties } = changes;
  const group = (name: string, members: Members) => findingGroup(name, members, selection);
  return {
    since: `${changes.since.runId}, started ${moment(changes.since.startedAt)}`,
    summary: summaryOf(report.resolved.length, changes),
    notes: changes.externalIdsCompared
      ? []
      : ['External IDs were not compared: the key of their fingerprints is missing or another one.'],
    findings: [
      group('New', fresh()),
      group('Back again', reopened()),
      group('Changed', changed()),
      group('Gone', resolved()),
      group(
        'Not known: not looked at this time',
        findings.notKnown.map(({ finding }) => finding),
      ),
    ].filter((one) => one.findings.length > 0),
    things: [
      thingGroup('Roles that changed', roles.changed, ({ roleArn, what }) => thing(roleArn, listed(what))),
      thingGroup('Roles newly open to outsiders', roles.appeared, (arn) => thing(arn, '')),
      thingGroup('Roles gone or closed to outsiders', roles.vanished, (arn) => thing(arn, '')),
      thingGroup('Roles not read this time', roles.notKnown, (arn) => thing(arn, '')),
      thingGroup('Third parties that appeared', thirdParties.appeared, partyThing),
      thingGroup('Third parties that are gone', thirdParties.vanished, partyThing),
      thingGroup('Third parties only in roles not read this time', thirdParties.notKnown, partyThing),
    ].filter((one) => one.things.length > 0),
  };
}

function summaryOf(resolved: number, { findings }: NonNullable<AuditReport['changes']>): string {
  const parts = [
    `${quantity(findings.new.length, 'finding is', 'findings are')} new`,
    `${number(findings.reopened.length)} came back`,
    `${number(resolved)} ${resolved === 1 ? 'is' : 'are'} gone`,
    `${number(findings.changed.length)} changed`,
    `${number(findings.unchanged)} ${findings.unchanged === 1 ? 'is as it was' : 'are as they were'}`,
  ];
  const { length } = findings.notKnown;
  const unknown = `Of ${quantity(length, 'more', 'more')} this run cannot tell: it did not look there.`;
  return `${listed(parts)}.${length === 0 ? '' : ` ${unknown}`}`;
}

type Members = Pick<Foremost<ToldFinding>, 'length' | 'slice'>;

function findingGroup(name: string, members: Members, selection: FindingSelection): FindingGroupView {
  const { shown, leftOut } = capped(
    members,
    LIMITS.changes,
    (left) => `${quantity(left, 'more is', 'more are')} in report.json under changes and resolved.`,
  );
  return {
    name: `${name} (${number(members.length)})`,
    findings: shown.map((finding) => findingLineView(finding, selection)),
    leftOut,
  };
}

function thingGroup<T>(
  name: string,
  members: readonly T[],
  view: (member: T) => ThingGroupView['things'][number],
): ThingGroupView {
  const { shown, leftOut } = capped(
    members,
    LIMITS.changes,
    (left) => `${quantity(left, 'more is', 'more are')} in report.json under changes.`,
  );
  return { name: `${name} (${number(members.length)})`, things: shown.map(view), leftOut };
}

function thing(roleArn: string, what: string): ThingGroupView['things'][number] {
  const account = /^arn:[^:]*:iam::(\d{12}):/.exec(roleArn)?.[1];
  const place = account === undefined ? '' : `in ${account}`;
  return {
    text: label(shortArn(roleArn)),
    under: shorten([what, place].filter((part) => part !== '').join(', '), 200),
  };
}

function partyThing({ name, kind, accountId }: ThirdPartyRef): ThingGroupView['things'][number] {
  const account = accountId === undefined || accountId === name ? '' : `, ${accountId}`;
  return { text: label(name), under: `${PARTY_KINDS[kind].label}${account}` };
}
