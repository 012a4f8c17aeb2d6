import { type Administration, accessOf, administration } from './access.ts';
import { type PolicySource, readOnce } from './effective.ts';
import type { PermissionProblem, PermissionStatement } from './statement.ts';

/** Whether one policy by itself allows every action on every resource. */
export type FullAdministration =
  | { gives: 'everything'; administration: Administration }
  | { gives: 'less' }
  /** It was not understood in full, and what is missing may decide. */
  | { gives: 'unknown'; problems: readonly PermissionProblem[] };

/**
 * Judges one identity policy alone, without boundary and without the other policies of whoever holds it: attached to
 * another, it would give the same.
 */
export function fullAdministration(policy: PolicySource, written: { document: string }): FullAdministration {
  const { statements, isList, problems } = readOnce(written);
  const found = statements.some(mayGiveEverything) ? administrationBy(policy, statements, isList) : undefined;
  const decisive = problems.filter(
    ({ effect }) => effect === (found === undefined ? 'may-add' : 'may-narrow'),
  );
  if (decisive.length > 0) return { gives: 'unknown', problems: decisive };
  return found === undefined ? { gives: 'less' } : { gives: 'everything', administration: found };
}

function administrationBy(
  policy: PolicySource,
  statements: readonly PermissionStatement[],
  isList: boolean,
): Administration | undefined {
  const placed = statements.map((statement) => ({
    ...statement,
    ref: { policy, statement: statement.index, isList, sid: statement.sid },
  }));
  return administration(
    accessOf({
      allows: placed.filter(({ effect }) => effect === 'Allow'),
      denies: placed.filter(({ effect }) => effect === 'Deny'),
      boundary: null,
      problems: [],
    }),
  );
}

/** Fewer services than this are not all there are: a policy that names each by itself is longer. */
const FEW_SERVICES = 100;

/** Whether a statement may be part of a policy that gives everything: most are not, and need no more looking at. */
function mayGiveEverything({ effect, actions: { not, patterns } }: PermissionStatement): boolean {
  return (
    effect === 'Allow' &&
    (not || patterns.length > FEW_SERVICES || patterns.some((pattern) => /^[^:]*[*?]/.test(pattern)))
  );
}
