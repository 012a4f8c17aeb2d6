import type { AnywhereRead } from '../../model/anywhere-read.ts';
import type { AuthorizationDetails, Role } from '../../model/facts/authorization-details.ts';
import type { GrantPrincipal } from '../../model/grant.ts';
import type { ChainStep } from '../../model/reach.ts';
import type { AccountStudy } from '../../model/study.ts';
import { chainRolesIn } from '../../parties/chain-roles.ts';
import { trustOf, trustStatements } from '../../policy/access-role.ts';
import type { ChainRole } from '../../policy/chains/chain-role.ts';
import { type ChainGraph, chainGraph } from '../../policy/chains/graph.ts';
import { unclearReasons } from '../../policy/chains/unclear.ts';
import { byArn, stepsOf, type Ways, walk, wayTo } from '../../policy/chains/walk.ts';
import { surroundingsOf } from '../../policy/permissions/role-surroundings.ts';
import { speaksOf } from '../../policy/permissions/statement.ts';
import type { SessionLeaves } from '../../policy/permissions/within-session.ts';

/** Where the roles lead that a role may go on to within its account. */
export interface Beyond {
  /** The way to a role that administers the account, or may come to: the surest, then the shortest. */
  way?: { steps: readonly ChainStep[]; certain: boolean };
  /** What is not known of where it leads, in words. */
  unclear: readonly string[];
}

interface ComingIn {
  /** By which certificates roles are opened. */
  anywhere?: AnywhereRead | undefined;
  /** What is left to the sessions by which it begins, where they are limited. */
  leaves?: SessionLeaves | undefined;
}

/** What a role comes to by the other roles of its account, as far as the account's own facts tell. */
export function administratorsBeyond(
  role: Role,
  details: AuthorizationDetails,
  study: AccountStudy,
  comingIn: ComingIn = {},
): Beyond {
  return mayGoOn(role, details, study) ? beyondByChains(role, details, study, comingIn) : { unclear: [] };
}

/** The same by a look at all chains. */
export function beyondByChains(
  role: Role,
  details: AuthorizationDetails,
  study: AccountStudy,
  { anywhere = NOTHING_READ, leaves }: ComingIn = {},
): Beyond {
  const chains = study.once(study.once(graphsBy, anywhere), details);
  const first = chains.roles.get(role.arn);
  if (first === undefined) return { unclear: [] };
  return leaves === undefined ? wholeBeyond(chains, first) : limitedBeyond(chains, first, leaves);
}

function wholeBeyond(chains: ChainsOfAccount, first: ChainRole): Beyond {
  const found = chains.whole.get(first) ?? beyondFrom(chains, first, () => true);
  chains.whole.set(first, found);
  return found;
}

/** A role of many profiles is asked for each: where all that it may leads nowhere, or by a role that is left, no chain is walked anew. */
function limitedBeyond(chains: ChainsOfAccount, first: ChainRole, leaves: SessionLeaves): Beyond {
  const { graph, roles, admitsSessions } = chains;
  const isLeft = (from: ChainRole, to: ChainRole) => from !== first || isLeftTo(graph, leaves, from, to);
  if (!leaves.some('sts:AssumeRole')) {
    if (!admitsSessions) return { unclear: [] };
    return beyondFrom(chains, first, isLeft, { besides: true });
  }
  const whole = wholeBeyond(chains, first);
  const next = roles.get(whole.way?.steps[0]?.roleArn ?? '');
  return next === undefined || isLeft(first, next) ? whole : beyondFrom(chains, first, isLeft);
}

/**
 * @param begins whether a way may go from one role to another
 * @param besides whether what is not known of the first role itself is of no matter
 */
function beyondFrom(
  { graph }: ChainsOfAccount,
  first: ChainRole,
  begins: Begins,
  { besides = false } = {},
): Beyond {
  const all = walk(graph, [first], (_, from, to) => begins(from, to));
  const reasonsOf = unclearReasons(graph, { accountIdsWithGaps: [], isStrange: () => false });
  const way = wayToAdministrator(graph, first, all, begins);
  return {
    ...(way === undefined ? {} : { way }),
    unclear: [...all.keys()].flatMap((one) => {
      const reason = reasonsOf(one, all);
      return reason === null || (one === first && besides)
        ? []
        : [one === first ? reason : `of ${one.arn}, to which it can go on: ${reason}`];
    }),
  };
}

/**
 * Whether a role may ask for others at all, or some trust policy may admit roles that have no permission for it. Most
 * roles end here, and chains need not be looked at.
 */
function mayGoOn(role: Role, details: AuthorizationDetails, study: AccountStudy): boolean {
  const { allows, problems } = surroundingsOf(details, study).held(role).permissions;
  return (
    problems.some(({ effect }) => effect === 'may-add') ||
    allows.some((statement) => speaksOf(statement, 'sts:assumerole')) ||
    study.once(admitsDirectly, details)
  );
}

/** Whether some trust policy of the account means roles of it by more than their account, or may. */
function admitsDirectly({ roles }: AuthorizationDetails, study: AccountStudy): boolean {
  const { accountId } = study.account;
  return roles.some(
    (role) =>
      trustOf(role, study).problems.length > 0 ||
      trustStatements(role, study).some(
        ({ effect, principals: { not, anyone, principals } }) =>
          effect === 'Allow' &&
          (not || anyone !== null || principals.some((one) => meansRole(one, accountId))),
      ),
  );
}

/** A role that is meant by its account alone needs a permission of its own. */
function meansRole(principal: GrantPrincipal, accountId: string): boolean {
  const { kind } = principal;
  if (kind === 'role' || kind === 'session') return principal.accountId === accountId;
  return kind === 'unique-id';
}

type Begins = (from: ChainRole, to: ChainRole) => boolean;

/** Whether a session that is limited may go on to a role. */
function isLeftTo({ edges }: ChainGraph, leaves: SessionLeaves, from: ChainRole, to: ChainRole): boolean {
  return to.admissions.some(
    (admission) =>
      edges.by(admission, from, to) !== null &&
      (admitsSession(admission) ? leaves.roleThatAdmitsSession(to.arn) : leaves.role(to.arn)),
  );
}

/** Whether it needs no permission and heeds no boundary: it names sessions, or everyone who is in the account. */
function admitsSession({ direct, bounded }: ChainRole['admissions'][number]): boolean {
  return direct && !bounded;
}

function wayToAdministrator(graph: ChainGraph, first: ChainRole, all: Ways, begins: Begins): Beyond['way'] {
  const open = [...all.keys()].find((one) => one !== first && one.administered !== undefined);
  if (open === undefined) return undefined;
  const free = walk(
    graph,
    [first],
    ({ conditions }, from, to) => conditions.length === 0 && begins(from, to),
  );
  const sure = [...free.keys()].find(
    ({ arn, administered }) => arn !== first.arn && (administered === 'is' || administered === 'can'),
  );
  const { steps } = sure === undefined ? wayTo(open, all, stepsOf(graph)) : wayTo(sure, free, stepsOf(graph));
  return { steps, certain: sure !== undefined };
}

const NOTHING_READ: AnywhereRead = { regions: [], unread: [] };

interface ChainsOfAccount {
  graph: ChainGraph;
  /** By ARN. */
  roles: ReadonlyMap<string, ChainRole>;
  /** What was found of roles with all that they may do. */
  whole: Map<ChainRole, Beyond>;
  /** Whether some role admits sessions that have no permission to ask for it. */
  admitsSessions: boolean;
}

/** The chains within an account, whose roles these certificates open; a question about the account's details. */
function graphsBy({ regions }: AnywhereRead) {
  const values = regions.map(({ value }) => value);
  return (details: AuthorizationDetails, study: AccountStudy): ChainsOfAccount => {
    const roles = [...chainRolesIn(details, study, values)].sort(byArn);
    const admitsSessions = roles.some(({ admissions }) => admissions.some(admitsSession));
    return {
      graph: chainGraph(roles, study.asOf),
      roles: new Map(roles.map((role) => [role.arn, role])),
      whole: new Map(),
      admitsSessions,
    };
  };
}
