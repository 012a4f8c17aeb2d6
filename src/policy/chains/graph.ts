import type { Admission } from './admission.ts';
import type { ChainRole } from './chain-role.ts';
import { askedOf, type Edges, edgesAt, namesOf } from './edge.ts';
import { askedFor } from './onward.ts';
import { type TargetIndex, targetIndex } from './target-index.ts';

/** The roles that admit the same callers under the same conditions. */
interface Door {
  admission: Admission;
  targets: TargetIndex;
  /** By what a role may ask for: the targets that match. Roles with the same permissions share a list. */
  candidates: Map<string, readonly ChainRole[]>;
}

export interface ChainGraph {
  edges: Edges;
  /**
   * Lists of roles; every role that `edges.between` leads into from this one is in one of them, beside others. Roles
   * with the same permissions share lists, so that none need be walked twice.
   */
  candidatesFrom(role: ChainRole): Array<readonly ChainRole[]>;
  /** Roles whose trust policy was not understood in full and that this one may ask for, as far as that is known. */
  unclearFrom(role: ChainRole): ChainRole[];
}

/**
 * A graph of roles in which one leads to another when its policies let it ask and the other's trust policy admits it.
 * Edges are not stored: the roles that admit a caller are looked up by the caller's ARN, account and organization, and
 * among these the ones it may ask for by account or name. So the cost follows the number of grants, not of pairs.
 */
export function chainGraph(roles: readonly ChainRole[], asOf: string): ChainGraph {
  const edges = edgesAt(asOf);
  const doors = doorsOf(roles);
  const organizations = [...doors.keys()].filter((name) => name.startsWith('organization '));
  const unclear = doorTo(
    UNCLEAR,
    roles.filter(({ trustUnclear }) => trustUnclear),
  );
  const asked = new Map<ChainRole, string[]>();

  function patternsOf(role: ChainRole): string[] {
    const known = asked.get(role) ?? askedFor(role.onward);
    asked.set(role, known);
    return known;
  }

  function through(door: Door, role: ChainRole): Array<readonly ChainRole[]> {
    const patterns = patternsOf(role);
    const signature = patterns.join('\n');
    const known = door.candidates.get(signature) ?? [
      ...new Set(patterns.flatMap((pattern) => door.targets.matching(pattern))),
    ];
    door.candidates.set(signature, known);
    return [known, door.admission.direct ? door.targets.inAccount(role.accountId) : []];
  }

  return {
    edges,
    candidatesFrom(role) {
      const names = namesOf(role);
      const all = role.organizationId === undefined ? [...names, ...organizations] : names;
      return all
        .flatMap((name) => doors.get(name) ?? [])
        .filter(({ admission }) => askedOf(admission, role, edges.contextOf(role)) !== null)
        .flatMap((door) => through(door, role))
        .filter((candidates) => candidates.length > 0);
    },
    unclearFrom: (role) =>
      [...new Set(through(unclear, role).flat())].filter(
        (target) => edges.by({ ...UNCLEAR, value: role.arn }, role, target) !== null,
      ),
  };
}

/** What a trust policy that was not understood may say: that it admits whoever asks. */
const UNCLEAR: Admission = {
  admits: 'role',
  value: '',
  direct: true,
  bounded: false,
  except: [],
  conditions: [],
  refusals: [],
  statement: 0,
};

/** The doors by the name of those whom they admit. */
function doorsOf(roles: readonly ChainRole[]): Map<string, Door[]> {
  const grouped = new Map<string, Map<string, { admission: Admission; roles: ChainRole[] }>>();
  for (const role of roles) {
    for (const admission of role.admissions) {
      const { admits, value, statement: _, ...terms } = admission;
      const name = `${admits} ${value}`;
      const byTerms = grouped.get(name) ?? new Map<string, { admission: Admission; roles: ChainRole[] }>();
      grouped.set(name, byTerms);
      const key = JSON.stringify(terms);
      const same = byTerms.get(key);
      if (same === undefined) byTerms.set(key, { admission, roles: [role] });
      else if (same.roles.at(-1) !== role) same.roles.push(role);
    }
  }
  return new Map(
    [...grouped].map(([name, byTerms]) => [
      name,
      [...byTerms.values()].map((door) => doorTo(door.admission, door.roles)),
    ]),
  );
}

function doorTo(admission: Admission, roles: readonly ChainRole[]): Door {
  return { admission, targets: targetIndex(roles), candidates: new Map() };
}
