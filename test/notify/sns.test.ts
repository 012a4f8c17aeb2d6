import { expect, it } from 'vitest';
import type { Caller } from '../../src/aws/caller.ts';
import type { Notice } from '../../src/model/notice.ts';
import { publishToTopic } from '../../src/notify/sns.ts';
import { noticeOf } from '../../src/report/notice/notice.ts';
import { auditReport } from '../report/fixture.ts';

/** What a topic gets. */
async function published(notice: Notice, topic: string): Promise<Record<string, unknown>> {
  const inputs: Record<string, unknown>[] = [];
  const call = async (_service: string, _operation: string, _region: string, input: object) => {
    inputs.push({ ...input });
    return {};
  };
  await publishToTopic(notice, topic, { call } as unknown as Pick<Caller, 'call'>);
  expect(inputs).toHaveLength(1);
  return inputs[0] ?? {};
}

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:countersign';

it.each(['"', '\\', '\u00e9'])(
  'A message is within 256 KB, whatever accounts are called: %s',
  async (letter) => {
    const { findings, ...report } = auditReport();
    const [one] = findings;
    if (one === undefined) throw new Error('The fixture has no findings.');
    const named = Array.from({ length: 100 }, (_, index) => {
      const name = letter.repeat(600);
      return {
        ...one,
        fingerprint: String(index),
        status: 'OPEN' as const,
        accountName: name,
        title: name,
        resourceArn: name,
      };
    });
    const notice = noticeOf({ ...report, findings: named, resolved: named });
    const { Message } = await published(notice, TOPIC);
    expect(Buffer.byteLength(String(Message))).toBeLessThan(256 * 1024 - 4_096);
    expect(JSON.parse(JSON.parse(String(Message)).sqs).new.count).toBe(100);
  },
);

it('A FIFO topic takes a notice told again once, and those of two owners as two.', async () => {
  const id = async (owner: string) => {
    const notice = { ...noticeOf(auditReport()), owner };
    return (await published(notice, `${TOPIC}.fifo`)).MessageDeduplicationId;
  };
  const owners = ['Ana', '\u674e\u96f7', '\u97e9\u6885', 'a'.repeat(200), `${'a'.repeat(200)}b`];
  const ids = await Promise.all(owners.map(id));
  expect(new Set(ids).size).toBe(owners.length);
  expect(await id('Ana')).toBe(ids[0]);
  for (const one of ids) expect(one).toMatch(/^[\x21-\x7e]{1,128}$/);
});
