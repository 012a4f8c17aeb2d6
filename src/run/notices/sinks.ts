import type { Config } from '../../config/schema.ts';
import type { NoticeKind } from '../../model/notice-kinds.ts';

type Entry = Config['notify'][number];

/** An entry of `notify`, and how it is known again at the next run. */
export interface Sink {
  /** By its place, since its target may be a secret: `notify[1] (webhook)`. */
  name: string;
  /** The same where a target has a new address, such as a webhook whose secret was changed. */
  key: string;
  entry: Entry;
}

/** The namespace of metrics, where the configuration names none. */
export const NAMESPACE = 'Countersign';

/** Those who are told, in the order of the configuration. */
export function sinksOf(notify: Config['notify']): Sink[] {
  const seen = new Map<string, number>();
  return notify.map((entry, index) => {
    const kind = JSON.stringify([entry.to, entry.format ?? null, entry.owner ?? null]);
    const number = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, number);
    return { name: `notify[${index}] (${entry.to})`, key: `${kind} ${number}`, entry };
  });
}

/** Those of one kind; where the configuration names none, the one that needs no target. */
export function sinksOfKind(notify: Config['notify'], kind: NoticeKind): Sink[] {
  const named = sinksOf(notify).filter(({ entry }) => entry.to === kind);
  if (named.length > 0 || (kind !== 'securityhub' && kind !== 'metrics')) return named;
  return [{ name: kind, key: kind, entry: { to: kind } }];
}
