import type { Symptom } from '../../model/doctor.ts';

const MINUTE_MS = 60_000;
/** AWS refuses what was signed longer ago. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html */
const REFUSED_FROM_MS = 5 * MINUTE_MS;
const TOLD_FROM_MS = MINUTE_MS;

/**
 * How this machine's clock stands to that of AWS.
 *
 * @param aheadMs how far ahead it is, behind where negative; undefined where no answer gave a time
 */
export function clockSymptom(aheadMs: number | undefined): Symptom {
  if (aheadMs === undefined)
    return {
      id: 'clock',
      status: 'not-tried',
      words: 'No answer of AWS said what time it is.',
      whatToDo: null,
    };
  const off = Math.abs(aheadMs);
  if (off <= TOLD_FROM_MS)
    return {
      id: 'clock',
      status: 'ok',
      words: "This machine's clock agrees with that of AWS.",
      whatToDo: null,
    };
  const where = aheadMs > 0 ? 'ahead of' : 'behind';
  const minutes = (off / MINUTE_MS).toFixed(off < 10 * MINUTE_MS ? 1 : 0);
  const refused = off > REFUSED_FROM_MS;
  return {
    id: 'clock',
    status: refused ? 'fail' : 'warn',
    words: `This machine's clock is ${minutes} minutes ${where} that of AWS. ${refused ? 'AWS refuses what is signed with it, and the times in the evidence are wrong.' : 'From five minutes on AWS refuses what is signed with it.'}`,
    whatToDo: 'Set the clock, and keep it by NTP.',
  };
}

/** The difference that is told of many, each measured when an answer came: an answer that waits makes it larger only. */
export function clockListener(now: () => Date): { hear(time: Date): void; aheadMs(): number | undefined } {
  let ahead: number | undefined;
  return {
    hear(time) {
      const heard = now().getTime() - time.getTime();
      if (Number.isNaN(heard)) return;
      if (ahead === undefined || Math.abs(heard) < Math.abs(ahead)) ahead = heard;
    },
    aheadMs: () => ahead,
  };
}
