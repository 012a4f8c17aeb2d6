import pLimit from 'p-limit';
import type { Aws } from '../../aws/connection.ts';
import { AwsCallError } from '../../aws/errors.ts';
import { whyNotReached } from '../../aws/reach.ts';
import { arnRegion } from '../../aws/regions.ts';
import type { Config } from '../../config/schema.ts';
import type { AccountTarget } from '../../model/account.ts';
import type { Symptom } from '../../model/doctor.ts';
import type { NoticeKind } from '../../model/notice-kinds.ts';
import { asffHome } from '../../report/asff.ts';
import { callerOf } from '../notices/carry.ts';
import { type Sink, sinksOf } from '../notices/sinks.ts';
import { fail, ok, warn } from './verdicts.ts';

const REACH_MS = 10_000;

/**
 * Tries everyone whom the configuration names under `notify`, as far as that goes without telling them anything.
 *
 * @param entered the accounts that could be entered
 */
export async function noticeSymptoms(
  config: Config,
  entered: readonly AccountTarget[],
  aws: Aws,
): Promise<Symptom[]> {
  const tried = sinksOf(config.notify).map((sink) => TRIALS[sink.entry.to](sink, { config, entered, aws }));
  return (await Promise.all(tried)).flat();
}

interface Trying {
  config: Config;
  entered: readonly AccountTarget[];
  aws: Aws;
}

const TRIALS: Record<NoticeKind, (sink: Sink, trying: Trying) => Promise<Symptom[]>> = {
  async sns({ name, entry: { target = '' } }, { aws }) {
    return tried('notice-topic', `${name}: the topic is there.`, name, () =>
      callerOf(aws).call('sns', 'GetTopicAttributes', arnRegion(target), { TopicArn: target }),
    );
  },
  async eventbridge({ name, entry: { target = '' } }, { aws }) {
    return tried('notice-bus', `${name}: the event bus is there.`, name, () =>
      callerOf(aws).call('events', 'DescribeEventBus', arnRegion(target), { Name: target }),
    );
  },
  async webhook({ name, entry: { target = '' } }) {
    const why = await whyNotReached(new URL(target), REACH_MS);
    if (why === undefined)
      return [
        ok('notice-webhook', `${name}: its host can be reached. Whether it takes notices was not tried.`),
      ];
    return [
      fail(
        'notice-webhook',
        `${name} cannot be reached: ${why}.`,
        'See whether this machine reaches it: name service, proxy, firewall, certificates; and whether the target is the one that was meant.',
      ),
    ];
  },
  async metrics({ name }) {
    const words = `${name}: no harmless call tells whether cloudwatch:PutMetricData is allowed.`;
    return [{ id: 'notice-metrics', status: 'not-tried', words, whatToDo: null }];
  },
  async securityhub({ entry: { target } }, { entered, aws, config }) {
    const limit = pLimit(config.concurrency.accounts);
    const each = entered.map((account) => limit(() => hubSymptoms(account, target, aws)));
    return (await Promise.all(each)).flat();
  },
};

/** The hub of the Region where findings without a Region go: every account has some. */
async function hubSymptoms(account: AccountTarget, region: string | undefined, aws: Aws): Promise<Symptom[]> {
  const { accountId, access } = account;
  const place = region ?? asffHome(account);
  const caller = aws.connect(accountId, access, () => {}).caller('security-hub');
  const found = await tried('notice-hub', 'Security Hub is enabled there.', 'Security Hub', () =>
    caller.call('securityhub', 'DescribeHub', place, {}),
  );
  return found.map((symptom) => ({
    ...symptom,
    accountId,
    region: place,
    words: symptom.words.replaceAll(accountId, 'ACCOUNT'),
  }));
}

async function tried(
  id: string,
  fine: string,
  name: string,
  call: () => Promise<unknown>,
): Promise<Symptom[]> {
  try {
    await call();
    return [ok(id, fine)];
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    const { code, reason, message, action } = error;
    if (code === 'InvalidAccessException')
      return [
        fail(
          id,
          'Security Hub is not enabled there.',
          'Enable it, or leave the account out of what is published.',
        ),
      ];
    // Looking is not telling: who may publish and not look is not ill.
    if (reason === 'ACCESS_DENIED') {
      const words = `${name}: ${message} Whether it can be told was not tried.`;
      return [
        {
          ...warn(
            id,
            words,
            `Allow ${action}, which \`countersign policy\` and \`countersign setup\` ask for.`,
          ),
          action,
        },
      ];
    }
    return [
      fail(
        id,
        `${name}: ${message}`,
        'See that it is there, in that account and Region, and that this machine reaches its endpoint.',
      ),
    ];
  }
}
