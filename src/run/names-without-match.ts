import { quote } from '../config/display.ts';
import { nearest } from '../config/nearest.ts';
import { UserError } from '../model/user-error.ts';
import type { DiscoveredTargets } from '../targets/discover-targets.ts';

type Names = Pick<DiscoveredTargets, 'targets' | 'excluded' | 'unknown' | 'unknownUnits' | 'unitNames'>;

/** How many units are named where none is near. */
const UNITS_NAMED = 10;

/**
 * A name that takes accounts in and matches nothing ends the run before anything is read: what it stood for would be
 * missing from a report that looks complete. Throws `UserError` with the name that was probably meant.
 *
 * @param selected what `--accounts` names
 */
export function stopAtNamesWithoutMatch(names: Names, selected: readonly string[]): void {
  const { targets, excluded, unknown, unknownUnits } = names;
  if (unknownUnits.length > 0) {
    const sentences = unknownUnits.map(
      (unit) =>
        `organization.include names ${quote(unit)}, and the organization has no such unit.${nearUnits(unit, names)}`,
    );
    throw new UserError('UNKNOWN_UNIT', sentences.join('\n'));
  }
  const ids = [...targets, ...excluded].map(({ accountId }) => accountId);
  if (unknown.length > 0) {
    const sentences = unknown.map(
      (id) =>
        `--accounts names ${id}, which the configuration neither lists nor finds.${suggestion(nearest(id, ids))}`,
    );
    throw new UserError('UNKNOWN_ACCOUNT', sentences.join('\n'));
  }
  const leftOut = excluded.filter(({ accountId }) => selected.includes(accountId));
  if (leftOut.length > 0) {
    const sentences = leftOut.map(
      ({ accountId, message }) => `--accounts names ${accountId}, which is left out: ${message}`,
    );
    throw new UserError('ACCOUNT_LEFT_OUT', sentences.join('\n'));
  }
}

function nearUnits(unit: string, { unitNames }: Names): string {
  const close = nearest(unit, unitNames);
  if (close !== undefined) return suggestion(close);
  const paths = unitNames.filter((name) => !/^(?:ou|r)-/.test(name));
  const rest = paths.length - UNITS_NAMED;
  const named = paths.slice(0, UNITS_NAMED).map(quote).join(', ');
  return paths.length === 0 ? '' : ` Its units are ${named}${rest > 0 ? ` and ${rest} more` : ''}.`;
}

function suggestion(close: string | undefined): string {
  return close === undefined ? '' : ` Did you mean ${quote(close)}?`;
}
