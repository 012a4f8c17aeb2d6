import type { CaughtFault } from '../aws/caught-fault.ts';
import { traceOf } from '../evaluate/check-fault.ts';
import type { ExternalIdKey } from '../masking/external-ids.ts';
import type { Fault } from '../model/fault.ts';

/** The faults of a run. However often the same is thrown it is one line, so that a broken check fills no disk. */
export interface FaultBook {
  /** `onNew` is told of it where nothing of the kind was thrown before. */
  note(fault: Fault): void;
  /** By source, id and place. */
  all(): Fault[];
}

export function faultBook(onNew: (fault: Fault) => void = () => {}): FaultBook {
  const kinds = new Map<string, Fault>();
  return {
    note(fault) {
      const { source, id, code, stack } = fault;
      const kind = JSON.stringify([source, id, code, stack]);
      const known = kinds.get(kind);
      if (known === undefined) onNew(fault);
      const first = known !== undefined && sortKey(known) < sortKey(fault) ? known : fault;
      kinds.set(kind, { ...first, times: fault.times + (known?.times ?? 0) });
    },
    all: () => [...kinds.values()].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)),
  };
}

function sortKey({ source, id, accountId, region, message, stack }: Fault): string {
  return JSON.stringify([source, id, accountId ?? '', region, message, stack]);
}

/** The traces of what collectors threw; `accountId` is null for what was read of the organization. */
export function collectorFaults(
  caught: readonly CaughtFault[],
  accountId: string | null,
  hiding: { key: ExternalIdKey | undefined; ids: () => Iterable<string> },
): Fault[] {
  const book = faultBook();
  for (const { error, fact, region } of caught)
    book.note(traceOf(error, { source: 'collector', id: fact, accountId, region }, hiding.key, hiding.ids));
  return book.all();
}
