import type { ResourceWithPolicy } from '../model/facts/resource-policies.ts';
import type { Grant, GrantPrincipal } from '../model/grant.ts';
import { groupedBy } from '../model/grouped-by.ts';
import type { ResourceWay } from '../model/third-party-summary.ts';
import type { OpenResource, Way } from '../parties/resource-access.ts';
import { requiresTls } from '../policy/required-guards.ts';
import { guardsOf } from './guards.ts';

/** Actions that are named one by one; of the others it is said how many there are. */
const NAMED_ACTIONS = 10;

/**
 * By what these ways give something: a statement, the grants on a key or the entries of a list, each with those whom it
 * names, what it gives on what, and what it asks of every request. Those of a statement that are asked for other things,
 * since a Deny speaks of some alone, stand apart.
 *
 * @param statements of its policy, as they are written
 * @param asOf ISO 8601 UTC
 */
export function resourceWays(
  {
    held,
    resource,
    statements,
  }: Pick<OpenResource, 'held' | 'resource'> & { statements: readonly unknown[] },
  ways: readonly Way[],
  asOf: string,
): ResourceWay[] {
  const told = ways.map(({ by, place, grant }) => ({
    ...{ by, grant, guards: [...guardsInWords(grant, asOf), ...contextAsked(held, by, place)] },
    limits: by === 'policy' ? limitsIn(statements[place], resource.arn) : {},
    place: by === 'policy' ? place : -1,
  }));
  const alike = groupedBy(told, ({ by, place, guards }) => JSON.stringify([by, place, guards]));
  return [...alike.values()].map((members) => {
    const [{ by, guards, limits }] = members;
    const actions = sorted(members.flatMap(({ grant }) => grant.actions));
    return {
      ...{ by, principals: sorted(members.map(({ grant }) => nameOf(grant.principal))) },
      ...{
        actions: actions.slice(0, NAMED_ACTIONS),
        moreActions: Math.max(0, actions.length - NAMED_ACTIONS),
      },
      ...limits,
      guards,
    };
  });
}

function nameOf(principal: GrantPrincipal): string {
  const { except = [] } = principal.kind === 'any' ? principal : {};
  return except.length === 0 ? principal.value : `all but ${sorted(except).join(', ')}`;
}

/** What shuts others out, and that it asks for TLS, which shuts out nobody who may come. */
function guardsInWords(grant: Grant, asOf: string): string[] {
  const { requiredConditions, weakConditions } = guardsOf(grant, { foreign: true, asOf });
  const words = requiredConditions.map((word) => (weakConditions.includes(word) ? `${word} (weak)` : word));
  return [...words, ...(requiresTls(grant) ? ['TLS'] : [])];
}

/** What no condition says of a grant on a key: that it holds for one encryption context. */
function contextAsked({ grants }: ResourceWithPolicy, by: Way['by'], place: number): string[] {
  return by === 'grants' && grants?.[place]?.constrained === true ? ['encryption context'] : [];
}

/** The resources that a statement names or leaves out, where these are not all that is the resource or in it. */
function limitsIn(statement: unknown, arn: string): Pick<ResourceWay, 'on' | 'exceptOn'> {
  const { Resource, NotResource } = (statement ?? {}) as Record<string, unknown>;
  if (NotResource !== undefined) return { exceptOn: sorted(textsOf(NotResource)) };
  const named = sorted(textsOf(Resource));
  const isAll = (one: string) => ['*', arn, `${arn}*`, `${arn}/*`, `${arn}/object/*`].includes(one);
  return named.every(isAll) || named.includes('*') || named.includes(`${arn}*`) ? {} : { on: named };
}

function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
