import type { ChainStep, PartyReach, UnclearRole } from '../../model/reach.ts';
import { type ChainRole, type Entrance, trustStatement } from './chain-role.ts';
import { type ChainGraph, chainGraph } from './graph.ts';
import { contextAt, judgeConditions } from './known-context.ts';
import { judgeRefusal } from './refusal.ts';
import { unclearReasons } from './unclear.ts';
import { byArn, placeOf, stepsOf, walk, wayTo } from './walk.ts';

export interface ReachInput {
  /** Of all accounts that were read, in any order. */
  roles: readonly ChainRole[];
  /** Own accounts whose roles were not read. */
  accountIdsWithGaps: readonly string[];
  /** Whether nothing is known of an account but its id. */
  isStrange?(accountId: string): boolean;
  /** ISO 8601 UTC. */
  asOf: string;
}

/** One outsider and the roles that admit it, by ARN, each with the statement of its trust policy that does. */
interface Entering {
  key: string;
  party: PartyReach['party'];
  roles: Map<ChainRole, number>;
  /** Those of them that it enters whole, with all that they may do. */
  whole: Set<ChainRole>;
}

/**
 * How far each outsider gets, by key. A chain is possible when no policy that was read rules it out: what it depends
 * on besides is named with each step. Chains are the shortest; of several the first by the ARNs of their roles.
 */
export function reachOf({
  roles,
  accountIdsWithGaps,
  isStrange = () => false,
  asOf,
}: ReachInput): PartyReach[] {
  const sorted = [...roles].sort(byArn);
  const graph = chainGraph(sorted, asOf);
  const stepInto = stepsOf(graph);
  const reasonsOf = unclearReasons(graph, { accountIdsWithGaps, isStrange });
  const entering = enteringOf(sorted, asOf);
  const admitting = admittingByParty(entering);
  return entering.map(({ key, party, roles: direct, whole }) => {
    const admitted = admitting.get(partyName(party)) ?? new Set();
    const cameFrom = walk(graph, [...whole]);
    const reached = [...new Set([...cameFrom.keys(), ...direct.keys()])].sort(byArn);
    const next = new Map(
      [...direct.keys()].flatMap((role): Array<[ChainRole, ChainRole]> => {
        const found = nextFrom(graph, role, direct);
        return found === undefined ? [] : [[role, found]];
      }),
    );
    return {
      key,
      party,
      direct: [...direct.keys()].map(placeOf),
      closed: [...direct.keys()].filter((role) => !next.has(role)).map(placeOf),
      leadsOn: [...next].flatMap(([from, first]) => {
        if (!cameFrom.has(from)) return [];
        const to = admitted.has(first) ? nextFrom(graph, from, admitted) : first;
        return to === undefined ? [] : [{ from: from.arn, to: to.arn }];
      }),
      chains: reached
        .filter((role) => !direct.has(role))
        .map((role) => {
          const { begin, steps } = wayTo(role, cameFrom, stepInto);
          return [firstStep(begin, direct.get(begin) ?? 0), ...steps];
        }),
      unclear: reached.flatMap((role): UnclearRole[] => {
        const isLimited = !cameFrom.has(role) && next.has(role);
        const reason = reasonsOf(role, cameFrom, party.accountId) ?? (isLimited ? LIMITED : null);
        return reason === null ? [] : [{ ...placeOf(role), reason }];
      }),
    };
  });
}

const LIMITED = 'its sessions are limited by a session policy, and how far these lead is not followed';

function enteringOf(roles: readonly ChainRole[], asOf: string): Entering[] {
  const byKey = new Map<string, Entering>();
  for (const role of roles) {
    for (const entrance of role.entrances) {
      if (isShut(entrance, asOf)) continue;
      const { key, party, statement } = entrance;
      const entering = byKey.get(key) ?? {
        ...{ key, party },
        ...{ roles: new Map<ChainRole, number>(), whole: new Set<ChainRole>() },
      };
      byKey.set(key, entering);
      if (!entering.roles.has(role)) entering.roles.set(role, statement);
      if (entrance.limited !== true) entering.whole.add(role);
    }
  }
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Whether nobody comes in by an entrance at this moment or later. */
function isShut({ accountId, conditions, refusals }: Entrance, asOf: string): boolean {
  if (conditions.length === 0 && refusals.length === 0) return false;
  const context = contextAt(asOf, accountId);
  return (
    judgeConditions(conditions, context) === 'stops' ||
    refusals.some((refusal) => judgeRefusal(refusal, context) === 'holds')
  );
}

/** The roles that admit each party, whichever of its accounts it comes from. */
function admittingByParty(entering: readonly Entering[]): Map<string, ReadonlySet<ChainRole>> {
  const admitting = new Map<string, Set<ChainRole>>();
  for (const { party, roles } of entering) {
    const name = partyName(party);
    const known = admitting.get(name) ?? new Set();
    for (const role of roles.keys()) known.add(role);
    admitting.set(name, known);
  }
  return admitting;
}

function partyName({ kind, name }: PartyReach['party']): string {
  return `${kind} ${name}`;
}

/** The first role that one leads to beside these. */
function nextFrom(
  graph: ChainGraph,
  role: ChainRole,
  but: Pick<ReadonlySet<ChainRole>, 'has'>,
): ChainRole | undefined {
  for (const roles of graph.candidatesFrom(role)) {
    const next = roles.find((target) => !but.has(target) && graph.edges.between(role, target) !== null);
    if (next !== undefined) return next;
  }
  return undefined;
}

function firstStep(role: ChainRole, statement: number): ChainStep {
  return {
    ...placeOf(role),
    permission: null,
    conditions: [],
    statements: [trustStatement(role, statement)],
  };
}
