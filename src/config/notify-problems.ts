import type { NoticeKind } from '../model/notice-kinds.ts';
import { mapping } from './as-written.ts';
import type { SourceDocument } from './document.ts';
import type { ConfigProblem } from './errors.ts';

interface Target {
  /** Whether it has to be named. */
  needed: boolean;
  isOne(target: string): boolean;
  must: string;
}

/** What stands under `target`. No message holds it: the address of a webhook is a secret. */
const TARGETS: Record<NoticeKind, Target> = {
  sns: {
    needed: true,
    isOne: (target) => /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}(?:\.fifo)?$/.test(target),
    must: 'must be the ARN of an SNS topic such as "arn:aws:sns:eu-west-1:111122223333:countersign"',
  },
  eventbridge: {
    needed: true,
    isOne: (target) => /^arn:aws[a-z-]*:events:[a-z0-9-]+:\d{12}:event-bus\/[\w./-]{1,256}$/.test(target),
    must: 'must be the ARN of an event bus such as "arn:aws:events:eu-west-1:111122223333:event-bus/default"',
  },
  webhook: {
    needed: true,
    isOne: isWebhook,
    must: 'must be an address that begins with https://, without a user and a password in it; http:// is for this machine alone (localhost)',
  },
  securityhub: {
    needed: false,
    isOne: (target) => /^[a-z]{2,5}(?:-[a-z]+){1,3}-\d{1,2}$/.test(target),
    must: 'must be an AWS Region such as eu-west-1',
  },
  metrics: {
    needed: false,
    isOne: (target) => /^(?!AWS\/)[\w./#:-]{1,255}$/.test(target),
    must: 'must be a namespace of CloudWatch such as Countersign, which does not begin with AWS/',
  },
};

/** Keys that only some kinds have. */
const ONLY_FOR: Readonly<Record<string, readonly NoticeKind[]>> = {
  format: ['webhook'],
  secret: ['webhook'],
  only: ['sns', 'eventbridge', 'webhook'],
  owner: ['sns', 'eventbridge', 'webhook'],
};

/**
 * The rules between the keys of an entry of `notify`.
 *
 * @param withSecrets whether the document has what only whoever sends a notice needs
 */
export function notifyProblems(
  entries: readonly unknown[],
  document: SourceDocument,
  withSecrets: boolean,
): ConfigProblem[] {
  const seen = new Map<string, number>();
  return entries.flatMap((value, index) => {
    const entry = mapping(value);
    const { to } = entry;
    if (!isKind(to)) return [];
    const path = ['notify', index];
    const { needed, isOne, must } = TARGETS[to];
    const problems: ConfigProblem[] = [];
    if (entry.target === undefined && needed && (withSecrets || to !== 'webhook'))
      problems.push(document.problem(path, `the key "target" is missing: it ${must}`));
    if (typeof entry.target === 'string' && !isOne(entry.target))
      problems.push(document.problem([...path, 'target'], must));
    for (const [key, kinds] of Object.entries(ONLY_FOR)) {
      if (entry[key] === undefined || kinds.includes(to)) continue;
      problems.push(document.problem([...path, key], `does nothing for ${to}: leave it out`, 'key'));
    }
    if (
      entry.secret !== undefined &&
      to === 'webhook' &&
      !['json', undefined].includes(entry.format as string)
    )
      problems.push(
        document.problem(
          [...path, 'secret'],
          `does nothing for a chat: only the format json is signed`,
          'key',
        ),
      );
    const same = withSecrets ? seen.get(JSON.stringify(entry)) : undefined;
    if (same !== undefined)
      problems.push(document.problem(path, `is the same as notify[${same}]: each would be told twice`));
    else seen.set(JSON.stringify(entry), index);
    return problems;
  });
}

function isKind(to: unknown): to is NoticeKind {
  return typeof to === 'string' && Object.hasOwn(TARGETS, to);
}

function isWebhook(target: string): boolean {
  if (!URL.canParse(target)) return false;
  const { protocol, hostname, username, password, hash } = new URL(target);
  if (username !== '' || password !== '' || hash !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
