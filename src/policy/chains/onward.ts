import type { AuthorizationDetails, ManagedPolicy, Role } from '../../model/facts/authorization-details.ts';
import { jsonPointer, resolvePointer } from '../../model/json-pointer.ts';
import {
  allows,
  type EffectivePermissions,
  type PlacedStatement,
  type PolicySource,
  policyName,
  type StatementRef,
} from '../permissions/effective.ts';
import { EVERY_RESOURCE, resourcePattern, touches } from '../permissions/resources.ts';
import { speaksOf } from '../permissions/statement.ts';
import { judgeCondition, judgeConditions, type KnownContext } from './known-context.ts';
import { chainCondition } from './refusal.ts';
import { demandFor, demandsInWords } from './wording.ts';

const ASSUME_ROLE = 'sts:AssumeRole';

/** What a role's policies say of `sts:AssumeRole`, and of nothing else. */
export interface Onward {
  permissions: EffectivePermissions;
  /** Each policy that allows it: where its document stands in the fact, and the document. */
  documents: ReadonlyArray<{ policy: string; pointer: string; document: string }>;
  /** What could give it more and was not understood, in words. */
  problems: readonly string[];
}

/** The permission to ask for one role. */
export interface Permission {
  /** The Allow statement that gives it; null where the trust policy alone is enough. */
  by: StatementRef | null;
  /** What must hold besides, in words. */
  conditions: string[];
}

/** A role in its fact. */
export interface PlacedRole {
  role: Role;
  index: number;
  /** By ARN, and the place of each in the fact. */
  policies: ReadonlyMap<string, ManagedPolicy>;
  places: ReadonlyMap<string, number>;
}

/** What a role may ask STS for. */
export function readOnward(effective: EffectivePermissions, placed: PlacedRole): Onward {
  const { allows: given, denies, boundary, problems } = effective;
  const relevant = (statements: readonly PlacedStatement[]) =>
    statements.filter((statement) => speaksOf(statement, ASSUME_ROLE.toLowerCase()));
  const permissions = {
    allows: relevant(given),
    denies: relevant(denies),
    boundary: boundary === null ? null : relevant(boundary),
    problems: [],
  };
  const sources = new Map(permissions.allows.map(({ ref: { policy } }) => [policyKey(policy), policy]));
  const documents = [...sources].flatMap(([key, source]) => {
    const found = documentOf(source, placed);
    return found === undefined ? [] : [{ policy: key, ...found }];
  });
  return {
    permissions,
    documents,
    problems: problems.filter(({ effect }) => effect === 'may-add').map(({ text }) => text),
  };
}

/** The place of each managed policy in the fact, by ARN. */
export function policyPlaces({ policies }: AuthorizationDetails): ReadonlyMap<string, number> {
  return new Map(policies.map(({ arn }, index) => [arn, index]));
}

function documentOf(
  source: PolicySource,
  { role, index, policies, places }: PlacedRole,
): { pointer: string; document: string } | undefined {
  if (source.kind === 'inline') {
    const pointer = jsonPointer('roles', index, 'inlinePolicies', source.index, 'document');
    return { pointer, document: role.inlinePolicies[source.index]?.document ?? '' };
  }
  const place = places.get(source.arn);
  const policy = policies.get(source.arn);
  if (place === undefined || policy === undefined) return undefined;
  return { pointer: jsonPointer('policies', place, 'document'), document: policy.document };
}

function policyKey(source: PolicySource): string {
  return source.kind === 'inline' ? `inline ${source.index}` : source.arn;
}

/** Whether conditions have a say in what the role may ask for. */
export function isConditional({ permissions: { allows: given, denies, boundary } }: Onward): boolean {
  return [...given, ...denies, ...(boundary ?? [])].some(({ conditions }) => conditions.length > 0);
}

/** The resource patterns that a role may ask for at most, each once. */
export function askedFor({ permissions }: Onward): string[] {
  const patterns = permissions.allows.flatMap(({ resources }) =>
    resources.not ? ['*'] : resources.patterns.map(({ value }) => value),
  );
  return [...new Set(patterns)].sort();
}

/** The permission of a session, of which this much is known, to ask for a role; null where it surely has none. */
export function permissionFor(onward: Onward, targetArn: string, context: KnownContext): Permission | null {
  const permissions = settled(onward.permissions, context);
  const { allowed, by } = allows(permissions, ASSUME_ROLE, targetArn);
  if (allowed === 'no' || by === undefined) return null;
  return { by, conditions: allowed === 'yes' ? [] : openConditions(permissions, targetArn, by) };
}

/**
 * The permission where the target's trust policy gives it by itself, as it can within one account: nothing but a Deny
 * takes it away, and for a grant to the role (not to its session, nor to everyone) a boundary that does not allow it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function permissionByTrust(
  onward: Onward,
  targetArn: string,
  context: KnownContext,
  boundaryCounts: boolean,
): Permission | null {
  const { denies, boundary } = settled(onward.permissions, context);
  const permissions = { allows: [GIVEN], denies, boundary: boundaryCounts ? boundary : null, problems: [] };
  const { allowed } = allows(permissions, ASSUME_ROLE, targetArn);
  if (allowed === 'no') return null;
  return {
    by: null,
    conditions: allowed === 'yes' ? [] : openConditions(permissions, targetArn, GIVEN.ref),
  };
}

/** Stands for what a trust policy gives. */
const GIVEN: PlacedStatement = {
  index: 0,
  sid: null,
  effect: 'Allow',
  actions: { not: false, patterns: [ASSUME_ROLE.toLowerCase()] },
  resources: { not: false, patterns: [EVERY_RESOURCE] },
  conditions: [],
  ref: { policy: { kind: 'inline', index: -1, name: '' }, statement: 0, isList: false, sid: null },
};

/** The statements that can apply to a request of which this much is known, with the conditions that are still open. */
function settled(permissions: EffectivePermissions, context: KnownContext): EffectivePermissions {
  const settle = (statements: readonly PlacedStatement[]) =>
    statements.flatMap((statement) => {
      if (statement.conditions.length === 0) return [statement];
      const { effect } = statement;
      if (judgeConditions(statement.conditions, context, effect) === 'stops') return [];
      const conditions = statement.conditions.filter(
        (one) => judgeCondition(one, context, effect) === 'open',
      );
      return [{ ...statement, conditions }];
    });
  return {
    allows: settle(permissions.allows),
    denies: settle(permissions.denies),
    boundary: permissions.boundary === null ? null : settle(permissions.boundary),
    problems: permissions.problems,
  };
}

/** Why a permission is not certain, in words. */
function openConditions(
  { allows: given, denies, boundary }: EffectivePermissions,
  targetArn: string,
  by: StatementRef,
): string[] {
  const target = resourcePattern(targetArn);
  const conditions = given.filter(({ ref }) => ref === by).flatMap((statement) => statement.conditions);
  const demands = demandsInWords(conditions.map(chainCondition).map(demandFor));
  const denying = denies
    .filter(({ resources }) => touches(resources, target))
    .map(({ ref }) => `${statementInWords(ref)} does not deny it`);
  const bounding = (boundary ?? [])
    .filter((statement) => statement.conditions.length > 0 && touches(statement.resources, target))
    .map(({ ref }) => `${statementInWords(ref)} applies`);
  const named = [...demands, ...new Set([...denying, ...bounding])];
  return named.length > 0 ? named : [`${statementInWords(by)} means this role by its policy variables`];
}

/** A statement as a reader counts it: `statement 1 of inline policy deploy`. */
export function statementInWords({ policy, statement }: StatementRef): string {
  return `statement ${statement + 1} of ${policyName(policy)}`;
}

/** Where an Allow statement stands in the fact, and what stands there. */
export function permissionStatement(
  { documents }: Onward,
  { policy, statement, isList }: StatementRef,
): { pointer: string; value: unknown } {
  const found = documents.find((one) => one.policy === policyKey(policy));
  const within = isList ? jsonPointer('Statement', statement) : jsonPointer('Statement');
  return {
    pointer: `${found?.pointer ?? ''}${within}`,
    value: resolvePointer(found?.document, within),
  };
}
