import { dayOf, endOfDay } from '../../model/days.ts';
import type { Overdue } from '../../model/notice.ts';
import type { AuditReport } from '../../model/report.ts';
import { cut } from '../visible.ts';

const NAME_LIMIT = 256;

/** What should have been done by a day that is over: reviews, contracts that roles outlive, and exceptions that count no more. */
export function overdueIn(report: AuditReport): Overdue[] {
  const { run, thirdParties, exceptions, changes } = report;
  const asOf = Date.parse(run.asOf);
  const before = changes === undefined ? undefined : Date.parse(changes.since.startedAt);

  function entry(what: Overdue['what'], name: string, owner: string | null, day: string | null | undefined) {
    const end = typeof day === 'string' ? endOfDay(day) : Number.NaN;
    // A day that is none is over at no time.
    if (!(end <= asOf)) return [];
    const due = dayOf(end - 86_400_000);
    return [
      {
        ...{ what, name: cut(name, NAME_LIMIT), due, new: before === undefined || end > before },
        owner: owner === null ? null : cut(owner, NAME_LIMIT),
      },
    ];
  }

  return [
    ...thirdParties
      .filter(({ roles }) => roles.length > 0)
      .flatMap(({ party, owner, nextReview, contractEnds }) => [
        ...entry('contract', party.name, owner, contractEnds),
        ...entry('review', party.name, owner, nextReview),
      ]),
    ...exceptions
      .filter(({ covers }) => covers > 0)
      .flatMap(({ check, resource, expires }) =>
        entry('exception', `${check} on ${resource}`, null, expires),
      ),
  ];
}
