import { createHash } from 'node:crypto';
import type { Caller } from '../aws/caller.ts';
import { arnRegion } from '../aws/regions.ts';
import type { Notice } from '../model/notice.ts';
import { withinBytes } from '../report/notice/notice.ts';
import { asciiLine, noticeText, subjectOf } from '../report/notice/words.ts';

/** As it stands within the message, once for each protocol that programs listen by: all together are within its 256 KB. */
const JSON_BYTES = 48_000;

/**
 * Publishes a notice to a topic: to people as text, to programs as JSON, with attributes for filter policies.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export async function publishToTopic(
  notice: Notice,
  topicArn: string,
  caller: Pick<Caller, 'call'>,
): Promise<void> {
  const text = noticeText(notice);
  const json = JSON.stringify(withinBytes(notice, JSON_BYTES, (one) => JSON.stringify(JSON.stringify(one))));
  const { run, owner, verdict } = notice;
  await caller.call('sns', 'Publish', arnRegion(topicArn), {
    TopicArn: topicArn,
    Subject: asciiLine(subjectOf(notice)),
    MessageStructure: 'json',
    Message: JSON.stringify({
      default: text,
      sqs: json,
      lambda: json,
      http: json,
      https: json,
      firehose: json,
    }),
    MessageAttributes: {
      complete: { DataType: 'String', StringValue: String(verdict.complete) },
      new: { DataType: 'Number', StringValue: String(notice.new.count) },
      ...(owner === null ? {} : { owner: { DataType: 'String', StringValue: owner } }),
    },
    ...(topicArn.endsWith('.fifo')
      ? {
          MessageGroupId: 'countersign',
          // The same notice told again within five minutes is taken once, and those of two owners are two.
          MessageDeduplicationId: createHash('sha256')
            .update(JSON.stringify([run.runId, owner]))
            .digest('hex'),
        }
      : {}),
  });
}
