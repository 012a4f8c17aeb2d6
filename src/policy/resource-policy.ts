import type { Grant, TrustReading } from '../model/grant.ts';
import { actionsOfService } from './permissions/catalogue.ts';
import {
  covers,
  type ResourceElement,
  type ResourcePattern,
  resourcePattern,
  touches,
} from './permissions/resources.ts';
import { readStatements, type Statement } from './statement.ts';
import { grantsIn } from './trust.ts';

/** What the policy of a resource gives, and what its Deny statements leave of each grant beside it. */
export interface ResourceReading extends TrustReading {
  beside: Grant[][];
}

/** So many combinations of statements, principals and actions are worked out; a policy that has more was made to have them. */
const MOST_COMBINATIONS = 1_000_000;

/**
 * Who may do what with a resource by its own policy, and under which conditions: what its Allow statements give after its
 * Deny statements. The actions of a grant are those that its service publishes, and what the policy names besides. Never
 * throws; see `readTrustPolicy`. A Deny counts where it surely speaks of all that an Allow does.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html
 *
 * @param document null where the resource has no policy
 * @param service the prefix of its actions: `s3`
 * @param beside what others may do by grants on a key or by an access control list, over which a Deny goes as well
 */
export function readResourcePolicy(
  document: string | null,
  service: string,
  arn: string,
  beside: readonly Grant[] = [],
): ResourceReading {
  if (document === null) return { grants: [], problems: [], beside: beside.map((grant) => [grant]) };
  const problems: string[] = [];
  const own = readStatements(document, (text) => problems.push(text), 'resource');
  const statements = [...own, ...beside.map(besideStatement)];
  const actions = vocabularyOf(statements, service);
  const classes = classesOf(statements, actions, (action) => service === 's3' && isOnObjects(action));
  const denies = statements.filter(({ effect }) => effect === 'Deny');
  const parts = statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((allow) => partsOf(allow, denies, placesOf(service, arn)));
  const combinations = parts.reduce(
    (sum, { allow, denies: applying }) =>
      sum + Math.max(1, allow.principals.principals.length) * (1 + applying.length) * classes.size,
    0,
  );
  if (combinations > MOST_COMBINATIONS) {
    return {
      grants: [],
      problems: [...problems, 'it has more combinations of statements than are worked out'],
      beside: beside.map((grant) => [grant]),
    };
  }
  const usable = () => [...classes.keys()];
  const grants = parts.flatMap(({ allow, denies: applying }) =>
    grantsIn([allow, ...applying], { usable, companions: [] }),
  );
  const given = together(grants).map((grant) => withActions(grant, classes));
  return {
    grants: given.filter(({ statement }) => statement >= 0),
    problems,
    beside: beside.map((grant, place) =>
      grant.actions.length === 0
        ? [grant]
        : given.filter(({ statement }) => statement === placeBeside(place)),
    ),
  };
}

/** A grant beside the policy as an Allow statement of it, under a number that no statement has. */
function besideStatement({ principal, actions }: Grant, place: number): Statement {
  const given = new Set(actions.map((action) => action.toLowerCase()));
  return {
    ...{ index: placeBeside(place), sid: null, effect: 'Allow', conditions: [], resources: null, actions },
    principals: { not: false, principals: [principal], anyone: null },
    speaksOf: (action) => given.has(action.toLowerCase()),
  };
}

function placeBeside(place: number): number {
  return -1 - place;
}

/** What the service publishes, and what the policy names without wildcards besides. */
function vocabularyOf(statements: readonly Statement[], service: string): string[] {
  const published = actionsOfService(service);
  const known = new Set(published.map((action) => action.toLowerCase()));
  const named = new Map<string, string>();
  for (const action of statements.flatMap(({ actions }) => actions)) {
    const lower = action.toLowerCase();
    if (!/[*?]/.test(action) && lower.startsWith(`${service}:`) && !known.has(lower))
      named.set(lower, action);
  }
  return [...published, ...named.values()];
}

/** Actions of which all statements speak alike, under the first of them: what holds for it holds for the others. */
function classesOf(
  statements: readonly Statement[],
  actions: readonly string[],
  isOther: (action: string) => boolean,
): Map<string, string[]> {
  const byKind = new Map<string, string[]>();
  // Most statements of a long policy speak of the same actions, written in the same way.
  const apart = new Map(
    statements.map(({ actions: named, index, speaksOf }) => [named.join('\n') || index, speaksOf]),
  );
  const questions = [...apart.values()];
  for (const action of actions) {
    const kind = `${isOther(action)} ${questions.map((speaksOf) => (speaksOf(action) ? 1 : 0)).join('')}`;
    const alike = byKind.get(kind);
    if (alike === undefined) byKind.set(kind, [action]);
    else alike.push(action);
  }
  return new Map(
    [...byKind.values()].flatMap((alike): Array<[string, string[]]> => {
      const [first] = alike;
      return first === undefined ? [] : [[first, alike]];
    }),
  );
}

/** What a policy may speak of: the resource itself, or what is in it. */
interface Place {
  pattern: ResourcePattern;
  takes(action: string): boolean;
}

function placesOf(service: string, arn: string): Place[] {
  const itself = resourcePattern(arn);
  if (service !== 's3') return [{ pattern: itself, takes: () => true }];
  return [
    { pattern: itself, takes: (action) => !isOnObjects(action) },
    {
      pattern: resourcePattern(arn.includes(':accesspoint/') ? `${arn}/object/*` : `${arn}/*`),
      takes: isOnObjects,
    },
  ];
}

/**
 * Whether an action of S3 is one on objects, which a statement gives on them alone.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html
 */
function isOnObjects(action: string): boolean {
  return /^s3:(?:(?:Get|Put|Delete|Update)Object|RestoreObject|AbortMultipartUpload|BypassGovernanceRetention|ListMultipartUploadParts|ObjectOwnerOverrideToBucketOwner|Replicate|InitiateReplication)/i.test(
    action,
  );
}

/** A part of an Allow statement, for one place or less, with the Deny statements that surely speak of all of it. */
interface Part {
  allow: Statement;
  denies: Statement[];
}

function partsOf(allow: Statement, denies: readonly Statement[], places: readonly Place[]): Part[] {
  const parts = new Map<string, Part>();
  for (const [at, place] of places.entries()) {
    for (const target of targetsOf(allow.resources, place.pattern)) {
      const applying = denies.filter(({ resources }) => resources === null || covers(resources, target));
      const same = `${at} ${applying.map(({ index }) => index).join(' ')}`;
      if (parts.has(same)) continue;
      const speaksOf = (action: string) => allow.speaksOf(action) && place.takes(action);
      parts.set(same, { allow: { ...allow, speaksOf }, denies: applying });
    }
  }
  return [...parts.values()];
}

/** What an Allow statement means of a place: all of it, or the patterns within it. */
function targetsOf(resources: ResourceElement | null, place: ResourcePattern): readonly ResourcePattern[] {
  if (resources === null || covers(resources, place)) return [place];
  if (!touches(resources, place)) {
    return speaksOfItselfAlone(place) ? resources.patterns.filter(isNoArn) : resources.patterns;
  }
  return resources.not
    ? [place]
    : resources.patterns.filter((pattern) => touches({ not: false, patterns: [pattern] }, place));
}

/**
 * Whether what a policy says of other resources gives nothing. A bucket's speaks of the bucket and of objects, those of keys,
 * topics and queues of these alone; those of other services may name what is in the resource.
 */
function speaksOfItselfAlone({ parts: [, , service = ''] }: ResourcePattern): boolean {
  return ['s3', 'kms', 'sns', 'sqs'].includes(service);
}

/** Queues were once named by paths, which some policies still hold. */
function isNoArn({ value }: ResourcePattern): boolean {
  return !value.startsWith('arn:');
}

/** Grants that differ in their actions alone, as one. */
function together(grants: readonly Grant[]): Grant[] {
  const found = new Map<string, Grant>();
  for (const grant of grants) {
    const same = JSON.stringify([grant.statement, grant.principal, grant.conditions]);
    const known = found.get(same);
    if (known === undefined) found.set(same, grant);
    else known.actions = [...new Set([...known.actions, ...grant.actions])];
  }
  return [...found.values()];
}

function withActions(grant: Grant, classes: ReadonlyMap<string, readonly string[]>): Grant {
  return { ...grant, actions: grant.actions.flatMap((action) => classes.get(action) ?? [action]) };
}
