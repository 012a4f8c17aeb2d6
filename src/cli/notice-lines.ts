import type { NoticeOutcome } from '../model/notice.ts';
import { type ShownText, shown } from '../report/visible.ts';
import { inert } from './terminal.ts';

/** Why somebody was not told of a run, a line each, and what becomes of the notice. */
export function notToldLines({ name, to, problems, kept }: NoticeOutcome): ShownText[] {
  return [
    ...problems.map((problem) => shown`${inert(name)} was not told: ${inert(problem)}`),
    inert(`  ${whatNext(to, kept)}`),
  ];
}

function whatNext(to: NoticeOutcome['to'], kept: boolean): string {
  if (to === 'securityhub')
    return 'The next run makes up for it; or publish this one: countersign publish RUN --to securityhub';
  return kept
    ? 'The notice is kept and told at the next run.'
    : `The notice is not kept: once that is put right, countersign publish RUN --to ${to}`;
}
