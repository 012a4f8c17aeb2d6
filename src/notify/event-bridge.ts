import type { Caller } from '../aws/caller.ts';
import type { Clock } from '../aws/clock.ts';
import { arnRegion } from '../aws/regions.ts';
import type { Notice } from '../model/notice.ts';
import { plainText } from '../model/plain-text.ts';
import { withinBytes } from '../report/notice/notice.ts';
import { NotTold, withAttempts } from './attempts.ts';

/** An event may have 256 KB, its other members included. */
const DETAIL_BYTES = 200_000;

/** What rules match events by. */
const EVENT_SOURCE = 'countersign';
const EVENT_TYPE = 'Countersign Notice';

/**
 * Puts a notice onto a bus. An answer without an error may still say that the event was not taken.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export async function putEvent(
  notice: Notice,
  busArn: string,
  caller: Pick<Caller, 'call'>,
  clock: Clock,
): Promise<void> {
  const entry = {
    EventBusName: busArn,
    Source: EVENT_SOURCE,
    DetailType: EVENT_TYPE,
    Detail: JSON.stringify(withinBytes(notice, DETAIL_BYTES)),
    Time: new Date(notice.run.asOf),
  };
  await withAttempts(clock, async () => {
    const { FailedEntryCount = 0, Entries = [] } = await caller.call(
      'events',
      'PutEvents',
      arnRegion(busArn),
      {
        Entries: [entry],
      },
    );
    if (FailedEntryCount === 0) return;
    const { ErrorCode = 'an unknown error', ErrorMessage = '' } = Entries[0] ?? {};
    const mayPass = /Throttl|Internal|Unavailable/i.test(ErrorCode);
    throw new NotTold(
      `events:PutEvents did not take the event: ${plainText(`${ErrorCode}: ${ErrorMessage}`)}`,
      mayPass ? {} : undefined,
    );
  });
}
