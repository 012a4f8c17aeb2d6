import type { Damage } from '../evidence/damage.ts';
import { type ShownText, shown } from '../report/visible.ts';
import { inert, type Paint } from './terminal.ts';

/** What is wrong with evidence, a line each. */
export function damageLines(damage: readonly Damage[], paint: Paint): ShownText[] {
  return damage.map(
    ({ kind, run, message }) => shown`${paint('red', inert(kind))}  ${inert(run)}: ${inert(message)}`,
  );
}
