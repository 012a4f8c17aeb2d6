import { z } from 'zod';
import { NOTICE_KINDS } from '../model/notice-kinds.ts';
import { text } from './schema-values.ts';

/** Who is told of a run. What a target must be depends on `to`: that rule is between keys, and `notifyProblems` holds it. */
export const notice = z
  .strictObject({
    to: z
      .enum(NOTICE_KINDS)
      .describe(
        'sns: a topic. eventbridge: an event bus. webhook: a chat or a program. securityhub: the Security Hub of each account, by its auditor role. metrics: CloudWatch, in the Region of the caller.',
      ),
    target: text(2048)
      .exactOptional()
      .describe(
        'sns: the ARN of the topic. eventbridge: the ARN of the bus. webhook: its address, which may be a secret: ${COUNTERSIGN_NAME}. securityhub: the one Region that takes all findings; left out, each its own. metrics: the namespace; left out, Countersign.',
      ),
    format: z
      .enum(['json', 'slack', 'teams'])
      .exactOptional()
      .describe('webhook only. json: for programs (default); slack, teams: a message for people.'),
    secret: text(1024)
      .exactOptional()
      .describe(
        'webhook with the format json only: signs each request with HMAC-SHA-256. From the environment: ${COUNTERSIGN_NAME}.',
      ),
    only: z
      .enum(['changes', 'always'])
      .exactOptional()
      .describe(
        'sns, eventbridge and webhook. changes (default): a run in which something is new, gone, overdue or incomplete. always: every run.',
      ),
    owner: text(256)
      .exactOptional()
      .describe(
        'sns, eventbridge and webhook: only the findings that this owner answers for, as reports name owners.',
      ),
  })
  .describe('One who is told of each run.');
