import type { ChainStep, PartyReach, RolePlace, UnclearRole } from '../../model/reach.ts';
import { type ChainRole, type Entrance, trustStatement } from './chain-role.ts';
import { type ChainGraph, chainGraph } from './graph.ts';
import { contextAt, judgeConditions } from './known-context.ts';
import { permissionStatement, statementInWords } from './onward.ts';
import { judgeRefusal } from './refusal.ts';
import { unclearReasons } from './unclear.ts';

export interface ReachInput {
  /** Of all accounts that were read, in any order. */
  roles: readonly ChainRole[];
  /** Own accounts whose roles were not read. */
  unreadAccountIds: readonly string[];
  /** ISO 8601 UTC. */
  asOf: string;
}

/** One outsider and the roles that admit it, by ARN, each as the first step of chains. */
interface Entering {
  key: string;
  party: PartyReach['party'];
  roles: Map<ChainRole, ChainStep>;
}

/**
 * How far each outsider gets, by key. A chain is possible when no policy that was read rules it out: what it depends
 * on besides is named with each step. Chains are the shortest; of several the first by the ARNs of their roles.
 */
export function reachOf({ roles, unreadAccountIds, asOf }: ReachInput): PartyReach[] {
  const sorted = [...roles].sort(byArn);
  const graph = chainGraph(sorted, asOf);
  const stepInto = rememberedSteps((role, from) => stepAlong(graph, role, from));
  const reasonsOf = unclearReasons(graph, unreadAccountIds);
  return enteringOf(sorted, asOf).map(({ key, party, roles: direct }) => {
    const cameFrom = walk(graph, [...direct.keys()]);
    const reached = [...cameFrom.keys()].sort(byArn);
    return {
      key,
      party,
      direct: [...direct.keys()].map(placeOf),
      closed: [...direct.keys()].filter((role) => !leadsOut(graph, role, direct)).map(placeOf),
      chains: reached
        .filter((role) => !direct.has(role))
        .map((role) => chainTo(role, { cameFrom, direct, stepInto })),
      unclear: reached.flatMap((role): UnclearRole[] => {
        const reason = reasonsOf(role, cameFrom);
        return reason === null ? [] : [{ ...placeOf(role), reason }];
      }),
    };
  });
}

function enteringOf(roles: readonly ChainRole[], asOf: string): Entering[] {
  const byKey = new Map<string, Entering>();
  for (const role of roles) {
    for (const entrance of role.entrances) {
      if (isShut(entrance, asOf)) continue;
      const { key, party, statement } = entrance;
      const entering = byKey.get(key) ?? { key, party, roles: new Map<ChainRole, ChainStep>() };
      byKey.set(key, entering);
      if (!entering.roles.has(role)) entering.roles.set(role, firstStep(role, statement));
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

/** Every role that can be got into from these, with the one before it on the shortest chain; null for the first ones. */
function walk(graph: ChainGraph, first: readonly ChainRole[]): Map<ChainRole, ChainRole | null> {
  const cameFrom = new Map<ChainRole, ChainRole | null>(first.map((role) => [role, null]));
  const left = new Map<readonly ChainRole[], readonly ChainRole[]>();
  let frontier = [...first];
  while (frontier.length > 0) {
    const next: ChainRole[] = [];
    for (const role of frontier) {
      for (const roles of graph.candidatesFrom(role)) {
        const still = (left.get(roles) ?? roles).filter((target) => {
          if (cameFrom.has(target)) return false;
          if (graph.edges.between(role, target) === null) return true;
          cameFrom.set(target, role);
          next.push(target);
          return false;
        });
        left.set(roles, still);
      }
    }
    frontier = next.sort(byArn);
  }
  return cameFrom;
}

function leadsOut(graph: ChainGraph, role: ChainRole, direct: ReadonlyMap<ChainRole, ChainStep>): boolean {
  return graph
    .candidatesFrom(role)
    .some((roles) =>
      roles.some((target) => !direct.has(target) && graph.edges.between(role, target) !== null),
    );
}

type StepInto = (role: ChainRole, from: ChainRole) => ChainStep;

function chainTo(
  end: ChainRole,
  {
    cameFrom,
    direct,
    stepInto,
  }: {
    cameFrom: ReadonlyMap<ChainRole, ChainRole | null>;
    direct: ReadonlyMap<ChainRole, ChainStep>;
    stepInto: StepInto;
  },
): ChainStep[] {
  const steps: ChainStep[] = [];
  let role = end;
  for (let from = cameFrom.get(role) ?? null; from !== null; from = cameFrom.get(role) ?? null) {
    steps.unshift(stepInto(role, from));
    role = from;
  }
  const first = direct.get(role);
  return first === undefined ? steps : [first, ...steps];
}

function firstStep(role: ChainRole, statement: number): ChainStep {
  return {
    ...placeOf(role),
    permission: null,
    conditions: [],
    statements: [trustStatement(role, statement)],
  };
}

function stepAlong({ edges }: ChainGraph, role: ChainRole, from: ChainRole): ChainStep {
  const edge = edges.between(from, role);
  if (edge === null) throw new Error(`no way leads from ${from.arn} to ${role.arn}`);
  const { admission, permission, conditions } = edge;
  const trusting = trustStatement(role, admission.statement);
  const { by } = permission;
  return {
    ...placeOf(role),
    permission: by === null ? null : statementInWords(by),
    conditions,
    statements:
      by === null
        ? [trusting]
        : [{ accountId: from.accountId, ...permissionStatement(from.onward, by) }, trusting],
  };
}

/** Works each step out once: many chains share it. */
function rememberedSteps(step: StepInto): StepInto {
  const known = new Map<ChainRole, Map<ChainRole, ChainStep>>();
  return (role, from) => {
    const into = known.get(role) ?? new Map<ChainRole, ChainStep>();
    const found = into.get(from) ?? step(role, from);
    known.set(role, into.set(from, found));
    return found;
  };
}

function placeOf({ arn, accountId, highestAccess }: ChainRole): RolePlace {
  return { roleArn: arn, accountId, highestAccess };
}

function byArn(a: ChainRole, b: ChainRole): number {
  return a.arn < b.arn ? -1 : a.arn > b.arn ? 1 : 0;
}
