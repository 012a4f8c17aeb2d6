import { quote } from '../config/display.ts';
import { nearest } from '../config/nearest.ts';
import { UserError } from '../model/user-error.ts';
import type { DiscoveredTargets } from '../targets/discover-targets.ts';

type Names = Pick<DiscoveredTargets, 'unknown' | 'leftOut' | 'accountNames' | 'units'>;

/** How many units are named where none is near. */
const UNITS_NAMED = 10;

/**
 * A name that takes accounts in and matches nothing ends the run before anything is read: what it stood for would be
 * missing from a report that looks complete. Throws `UserError` with the name that was probably meant.
 */
export function stopAtNamesWithoutMatch(names: Names): void {
  const { unknown, leftOut, accountNames, units } = names;
  const unknownUnits = units.flatMap(({ place, unknown: missing, names: there }) =>
    missing.map((unit) => ({ unit, place, there })),
  );
  if (unknownUnits.length > 0) {
    const sentences = unknownUnits.map(
      ({ unit, place, there }) =>
        `${place}.include names ${quote(unit)}, and the organization has no such unit.${nearUnits(unit, there)}`,
    );
    throw new UserError('UNKNOWN_UNIT', sentences.join('\n'));
  }
  if (unknown.length > 0) {
    const sentences = unknown.map(
      (one) =>
        `--accounts names ${one}, which the configuration neither lists nor finds.${suggestion(nearest(one, accountNames))}`,
    );
    throw new UserError('UNKNOWN_ACCOUNT', sentences.join('\n'));
  }
  if (leftOut.length > 0) {
    const sentences = leftOut.map(
      ({ selector, message }) => `--accounts names ${selector}, which is left out: ${message}`,
    );
    throw new UserError('ACCOUNT_LEFT_OUT', sentences.join('\n'));
  }
}

function nearUnits(unit: string, unitNames: readonly string[]): string {
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
