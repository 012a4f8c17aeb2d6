import { blindSpotInWords, type DeclaredBlindSpot } from '../model/blind-spot.ts';
import type { EntryState, JudgedEntry } from '../model/configuration-entry.ts';
import type { AuditReport } from '../model/report.ts';

/**
 * The blind spots that match nothing or everything; `ending` tells of their last day.
 *
 * @param notLookedAt accounts that belong to the scope and that this run was told to leave
 */
export function blindSpotEntries(
  { blindSpots = [], scope }: Pick<AuditReport, 'blindSpots' | 'scope'>,
  notLookedAt: readonly string[],
  ending: (spot: DeclaredBlindSpot, say: Say) => JudgedEntry[],
): JudgedEntry[] {
  return blindSpots.flatMap((spot, index) => {
    const say: Say = (state, detail) => ({
      path: `blindSpots[${index}]`,
      kind: 'blind spot',
      entry: blindSpotInWords(spot),
      state,
      detail,
    });
    return [
      ...ending(spot, say),
      ...(namesAll(spot, scope) ? [say('MATCHES_EVERYTHING', allOfWhat(spot))] : []),
      ...(spot.gaps > 0 ? [] : [say(...whyNothing(spot))]),
    ];
  });

  function whyNothing({ accounts }: DeclaredBlindSpot): [EntryState, string] {
    const left = accounts === undefined ? notLookedAt : notLookedAt.filter((id) => accounts.includes(id));
    return left.length > 0
      ? ['NOT_KNOWN', 'Nothing of it was refused in the accounts of this run, which are not all in scope.']
      : ['MATCHES_NOTHING', 'Nothing that it names was refused: what it speaks of is read, or out of scope.'];
  }
}

type Say = (state: EntryState, detail: string) => JudgedEntry;

/** The service without which no role is looked at. */
const OF_ROLES = 'iam';

/** Whether it leaves nothing out: all accounts, or all Regions of all accounts; or nothing of who may come in. */
function namesAll({ regions, services, accounts }: DeclaredBlindSpot, scope: AuditReport['scope']): boolean {
  if (services !== undefined && (regions !== undefined || !services.includes(OF_ROLES))) return false;
  if (scope.accounts.length === 0) return false;
  return scope.accounts.every(
    (account) =>
      (accounts === undefined || accounts.includes(account.accountId)) &&
      (regions === undefined || account.regions.every((region) => regions.includes(region))),
  );
}

function allOfWhat({ services }: DeclaredBlindSpot): string {
  return services === undefined
    ? 'It names all that this run reads.'
    : 'It names IAM in all accounts of this run: where that is refused, no role is looked at.';
}
