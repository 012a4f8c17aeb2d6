import type { Aws } from '../../aws/connection.ts';
import { AwsCallError } from '../../aws/errors.ts';
import { openNetwork } from '../../aws/network.ts';
import { type Notice, noticeShape } from '../../model/notice.ts';
import { plainText } from '../../model/plain-text.ts';
import { UserError } from '../../model/user-error.ts';
import { NotTold } from '../../notify/attempts.ts';
import { putEvent } from '../../notify/event-bridge.ts';
import { putMetrics } from '../../notify/metrics.ts';
import { publishToTopic } from '../../notify/sns.ts';
import { postNotice } from '../../notify/webhook.ts';
import { shownData, visible } from '../../report/visible.ts';
import type { Pending } from './outbox.ts';
import { NAMESPACE, type Sink } from './sinks.ts';

/** What takes notices to where they go. */
export interface Carriage {
  aws: Aws;
  /** Of the caller. */
  region: string;
  version: string;
}

/** Tells one sink one thing. Throws why it could not be told; see `whyNotTold`. */
export async function carry(
  { notice, measured }: Pending,
  { entry }: Sink,
  carriage: Carriage,
): Promise<void> {
  if (notice !== undefined) await carryNotice(noticeShape.parse(shownData(notice, visible)), entry, carriage);
  else if (measured !== undefined) {
    const { target: namespace = NAMESPACE } = entry;
    await putMetrics(measured, { namespace, region: carriage.region }, callerOf(carriage.aws));
  }
}

async function carryNotice(
  notice: Notice,
  { to, target = '', format = 'json', secret }: Sink['entry'],
  { aws, version }: Carriage,
): Promise<void> {
  switch (to) {
    case 'sns':
      return publishToTopic(notice, target, callerOf(aws));
    case 'eventbridge':
      return putEvent(notice, target, callerOf(aws), aws.clock);
    case 'webhook': {
      const network = openNetwork({ connectionTimeout: 5_000, maxSockets: 1 });
      try {
        return await postNotice(
          notice,
          { url: target, format, secret },
          { network, clock: aws.clock, version },
        );
      } finally {
        network.destroy();
      }
    }
  }
}

/** The caller's own credentials. */
export function callerOf(aws: Aws) {
  return aws.connect('', { kind: 'caller' }, () => {}).caller('notices');
}

/** In one sentence, without target or secret. A fault of ours may be anything, and its text is not for others. */
export function whyNotTold(error: unknown): string {
  if (error instanceof NotTold || error instanceof AwsCallError || error instanceof UserError)
    return error.message;
  return `A fault in Countersign, please report it: ${plainText(error instanceof Error ? error.name : String(error))}`;
}
