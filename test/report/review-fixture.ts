import type { CountersignedRun } from '../../src/model/attestation.ts';
import type { AuditReport } from '../../src/model/report.ts';
import type { ReviewFormView, ReviewSheet } from '../../src/model/review.ts';
import { formView } from '../../src/review/form.ts';
import { sheetsOf } from '../../src/review/sheets.ts';
import { reviewStanding } from '../../src/review/standing.ts';
import { auditReport } from './fixture.ts';

const SHA = 'a'.repeat(64);

/** The sheets of the made-up report. */
export function sheetsOfFixture(by: 'party' | 'owner' = 'party'): ReviewSheet[] {
  return sheetsOf(auditReport(), SHA, by);
}

export function reviewFormView(): ReviewFormView {
  const [sheet] = sheetsOfFixture();
  if (sheet === undefined) throw new Error('The made-up report has no access.');
  return formView(sheet, ['Not read, or not in full: roles and users in 1 account (shop).']);
}

const signed = { state: 'trusted', keyid: SHA, reviewer: 'Jane Doe' } as const;

/** The report with something of every kind that people say of runs. */
export function withDecisions(report: AuditReport): AuditReport {
  const accesses = sheetsOf(report, SHA, 'owner').flatMap((sheet) => sheet.accesses);
  const [first] = accesses;
  const countersigned: CountersignedRun = {
    ...{ runId: '20261001T000000Z-01020304', manifestSha256: SHA },
    signatures: [
      {
        file: 'attestations/a',
        sha256: SHA,
        ...signed,
        by: 'Jane Doe',
        at: report.run.asOf,
        decision: 'accept',
        note: 'Read.',
      },
    ],
  };
  const reviews = reviewStanding(
    {
      ...{ schemaVersion: 1, readAt: report.run.asOf, countersigned },
      problems: Array.from({ length: 21 }, () => ({ file: 'reviews/a', problem: 'It was altered.' })),
      reviews: Array.from({ length: 13 }, () => ({
        ...{
          file: 'reviews/b',
          sha256: SHA,
          ...signed,
          manifestSha256: SHA,
          counts: true,
          runId: countersigned.runId,
        },
        ...{
          by: 'Jane Doe',
          at: '2026-10-02T00:00:00.000Z',
          runAsOf: '2026-10-01T00:00:00.000Z',
          undecided: 0,
        },
        population: { accesses: accesses.length, sha256: SHA },
        parties:
          first === undefined
            ? []
            : [{ key: first.party.key, name: first.party.name, accesses: 1, decided: 1 }],
        decisions:
          first === undefined
            ? []
            : [{ decision: 'keep', until: '2026-10-10', reason: 'Needed.', access: first }],
      })),
    },
    {
      ...{
        accesses,
        wasRead: () => true,
        isOwn: () => false,
        wouldList: () => true,
        asOf: report.run.asOf,
        since: '2016-01-01T00:00:00.000Z',
      },
      typed: new Map(first === undefined ? [] : [[first.party.key, '2026-01-01']]),
    },
  );
  return { ...report, reviews, countersigned, countersignatures: countersigned };
}
