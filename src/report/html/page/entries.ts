import {
  ENTRY_STATES,
  type EntryKind,
  type EntryState,
  failingEntries,
} from '../../../model/configuration-entry.ts';
import type { AuditReport } from '../../../model/report.ts';
import { capped, label, quantity } from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';

export interface EntriesView {
  rows: Array<{
    path: string;
    kind: string;
    entry: string;
    state: string;
    /** Decides the looks only. */
    tone: 'bad' | 'warn' | 'plain';
    detail: string;
  }>;
  /** What stands instead of rows where there are none. */
  none: string;
  /** What the run fails for; null where it does for nothing. */
  failing: string | null;
  leftOut: string | null;
}

const KINDS = {
  include: 'Included unit',
  exclude: 'Exclusion',
  exception: 'Exception',
  'blind spot': 'Blind spot',
  'third party': 'Third party',
  people: 'Account of IAM Identity Center',
  owner: 'Owner',
  environment: 'Environment',
  tag: 'Tag of a check',
} satisfies Record<EntryKind, string>;

const TONES = {
  MATCHES_NOTHING: 'bad',
  MATCHES_EVERYTHING: 'bad',
  NEVER_SEEN: 'bad',
  EXPIRED: 'bad',
  ENDS_SOON: 'warn',
  NOT_KNOWN: 'plain',
} satisfies Record<EntryState, EntriesView['rows'][number]['tone']>;

/** The entries of the configuration that need a look. */
export function entriesView(report: AuditReport): EntriesView {
  const { configurationEntries: entries } = report;
  const failing = failingEntries(report).length;
  const { shown, leftOut } = capped(
    entries ?? [],
    LIMITS.configurationEntries,
    (left) =>
      `${quantity(left, 'more is', 'more are')} not listed here but in report.json under configurationEntries.`,
  );
  return {
    rows: shown.map(({ path, kind, entry, state, detail }) => ({
      path,
      kind: KINDS[kind],
      entry: label(entry),
      state: ENTRY_STATES[state],
      tone: TONES[state],
      detail,
    })),
    none:
      entries === undefined
        ? 'Not known: the version of Countersign that judged this run did not look at them.'
        : 'None: every entry matches something, and none has ended or ends within 30 days.',
    failing:
      failing === 0
        ? null
        : `The configuration is strict: the run fails for ${quantity(failing, 'entry', 'entries')}.`,
    leftOut,
  };
}
