import type { ChainStep, RolePlace } from '../../model/reach.ts';
import { type ChainRole, trustStatement } from './chain-role.ts';
import type { Edge } from './edge.ts';
import type { ChainGraph } from './graph.ts';
import { permissionStatement, statementInWords } from './onward.ts';

/** Every role that can be got into, with the one before it on the shortest chain; null for the first ones. */
export type Ways = ReadonlyMap<ChainRole, ChainRole | null>;

/** The ways from these roles, by such edges only as `takes` takes. */
export function walk(
  graph: ChainGraph,
  first: readonly ChainRole[],
  takes: (edge: Edge, from: ChainRole, to: ChainRole) => boolean = () => true,
): Ways {
  const cameFrom = new Map<ChainRole, ChainRole | null>(first.map((role) => [role, null]));
  const left = new Map<readonly ChainRole[], readonly ChainRole[]>();
  let frontier = [...first];
  while (frontier.length > 0) {
    const next: ChainRole[] = [];
    for (const role of frontier) {
      for (const roles of graph.candidatesFrom(role)) {
        const still = (left.get(roles) ?? roles).filter((target) => {
          if (cameFrom.has(target)) return false;
          const edge = graph.edges.between(role, target);
          if (edge === null || !takes(edge, role, target)) return true;
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

/** The role at which the way to one begins, and the steps from there on. */
export function wayTo(
  end: ChainRole,
  ways: Ways,
  stepInto: StepInto,
): { begin: ChainRole; steps: ChainStep[] } {
  const steps: ChainStep[] = [];
  let role = end;
  for (let from = ways.get(role) ?? null; from !== null; from = ways.get(role) ?? null) {
    steps.push(stepInto(role, from));
    role = from;
  }
  return { begin: role, steps: steps.reverse() };
}

type StepInto = (role: ChainRole, from: ChainRole) => ChainStep;

/** Works each step of a graph out once: many chains share it. */
export function stepsOf(graph: ChainGraph): StepInto {
  const known = new Map<ChainRole, Map<ChainRole, ChainStep>>();
  return (role, from) => {
    const into = known.get(role) ?? new Map<ChainRole, ChainStep>();
    const found = into.get(from) ?? stepAlong(graph, role, from);
    known.set(role, into.set(from, found));
    return found;
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

export function placeOf({ arn, accountId, highestAccess, administered }: ChainRole): RolePlace {
  const place = { roleArn: arn, accountId, highestAccess };
  return administered === undefined ? place : { ...place, administered };
}

export function byArn(a: ChainRole, b: ChainRole): number {
  return a.arn < b.arn ? -1 : a.arn > b.arn ? 1 : 0;
}
