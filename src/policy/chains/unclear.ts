import { holdings } from '../permissions/effective.ts';
import { ofKind } from '../permissions/held-actions.ts';
import type { ChainRole } from './chain-role.ts';
import type { ChainGraph } from './graph.ts';
import { askedFor } from './onward.ts';

const SHOWN = 3;

/**
 * Answers what is not known of where a role leads, in words; null when nothing is missing. Not known are policies of
 * the role that were not understood, the roles of accounts that were not read, those of accounts that it names and of
 * which nothing is known, `home` left aside, and trust policies that were not understood, unless their roles were
 * reached all the same.
 */
export function unclearReasons(
  graph: ChainGraph,
  {
    accountIdsWithGaps,
    isStrange,
  }: { accountIdsWithGaps: readonly string[]; isStrange(accountId: string): boolean },
): (role: ChainRole, reached: ReadonlyMap<ChainRole, unknown>, home?: string) => string | null {
  const strange = new Map<ChainRole, string[]>();
  const accounts = new Map<ChainRole, string[]>();
  const misunderstood = new Map<ChainRole, ChainRole[]>();

  function accountsOf(role: ChainRole): string[] {
    const known = accounts.get(role) ?? accountIdsWithGaps.filter((id) => mayAskFor(role, id));
    accounts.set(role, known);
    return known;
  }

  function strangeTo(role: ChainRole): string[] {
    const known = strange.get(role);
    if (known !== undefined) return known;
    const named = [...new Set(accountsNamed(role))].filter(isStrange);
    const asked = named.filter((id) => mayAskFor(role, id));
    strange.set(role, asked);
    return asked;
  }

  function misunderstoodFrom(role: ChainRole): ChainRole[] {
    const known = misunderstood.get(role) ?? graph.unclearFrom(role);
    misunderstood.set(role, known);
    return known;
  }

  return (role, reached, home) => {
    const outside = strangeTo(role).filter((accountId) => accountId !== home);
    const targets = misunderstoodFrom(role).filter((target) => !reached.has(target));
    const asked = accountsOf(role);
    const reasons = [
      ...role.onward.problems.slice(0, SHOWN).map((text) => `what it may do is not known in full (${text})`),
      ...(asked.length === 0
        ? []
        : [`it may ask for roles of ${named('account', asked)}, which could not be read`]),
      ...(outside.length === 0
        ? []
        : [`it may ask for roles of ${named('account', outside)}, of which nothing is known in this audit`]),
      ...(targets.length === 0
        ? []
        : [
            `the trust policy of ${named(
              'role',
              targets.map(({ arn }) => arn),
            )} was not understood in full`,
          ]),
    ];
    return reasons.length === 0 ? null : reasons.join('; ');
  };
}

/** The accounts whose roles a role's policies name. */
function accountsNamed({ onward }: ChainRole): string[] {
  return askedFor(onward)
    .map((pattern) => /^[^:]*:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(pattern)?.[1])
    .filter((id) => id !== undefined);
}

/** Whether a role may ask for some role of an account; there is no way from one partition into another. */
function mayAskFor({ arn, onward: { permissions } }: ChainRole, accountId: string): boolean {
  const anyRole = ofKind('role', { arn: `${arn.split(':', 2).join(':')}:iam::${accountId}:role/` });
  return holdings(permissions, 'sts:AssumeRole', anyRole).length > 0;
}

/** `account 111122223333`, `accounts 1, 2, 3 and 4 more`. */
function named(thing: string, names: readonly string[]): string {
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return `${thing}${names.length === 1 ? '' : 's'} ${names.slice(0, SHOWN).join(', ')}${more}`;
}
