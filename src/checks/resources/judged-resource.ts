import type { CheckContext, Failed, Outcome, OutcomeEvidence, Passed, Resource } from '../../model/check.ts';
import type {
  AclGrant,
  KeyGrant,
  ResourcePolicies,
  ResourceWithPolicy,
} from '../../model/facts/resource-policies.ts';
import type { Grant, GrantPrincipal, TrustReading } from '../../model/grant.ts';
import { jsonPointer, resolvePointer } from '../../model/json-pointer.ts';
import { RESOURCE_TYPES, serviceOf } from '../../model/resource-services.ts';
import { isThirdParty, partiesOf, type ThirdPartyGrant } from '../../parties/third-party.ts';
import { locksOutEveryone } from '../../policy/locked-out.ts';
import { readPrincipals } from '../../policy/principal.ts';
import { readResourcePolicy } from '../../policy/resource-policy.ts';
import { endOf } from '../../policy/time-limit.ts';
import { listed } from '../support/judged-role.ts';
import { statementMarks } from '../support/marks.ts';
import { statementsOf } from '../support/wording.ts';
import { isAwsItself } from './aws-principals.ts';

/** One way in: a grant of the policy, a grant on a key, or an entry of an access control list. */
export interface Way {
  grant: Grant;
  by: 'policy' | 'grants' | 'acl';
  /** Its place among the grants of its kind; of the policy, the statement's. */
  place: number;
}

/** A resource under judgement, and those from outside whom it admits. */
export interface JudgedResource {
  resource: Resource;
  /** Its place in the fact, for pointers. */
  index: number;
  held: ResourceWithPolicy;
  /** The ways that someone can take. */
  ways: readonly Way[];
  /** What could not be read or understood, in words; a question about it is then not answered by PASS. */
  unknown: readonly string[];
  /** Whether the Block Public Access of the account was not read. */
  lacksAccountBlock: boolean;
}

/**
 * Judges every resource whose policy was read. One that was not, or not in full, can fail a check but never pass it. What
 * was not listed or not read at all is UNKNOWN.
 */
export function judgeResources(
  facts: ResourcePolicies,
  context: CheckContext,
  judge: (subject: JudgedResource) => Outcome[],
): Outcome[] {
  return context.study.once(membersIn, facts).flatMap((member): Outcome[] => {
    if ('unread' in member) {
      const { resource, unread } = member;
      return [{ status: 'UNKNOWN', resource, detail: `The policy was not read: ${unread}` }];
    }
    const subject = { ...member, ways: member.ways.filter(({ grant }) => isOpen(grant, context)) };
    const outcomes = judge(subject);
    const [why] = subject.unknown;
    if (why === undefined) return outcomes;
    const failed = outcomes.filter(({ status }) => status === 'FAIL');
    return failed.length > 0 ? failed : [unknown(subject, listed(subject.unknown.slice(0, 5)))];
  });
}

type Member = JudgedResource | { resource: Resource; unread: string };

function membersIn({ perResource }: ResourcePolicies): Member[] {
  const lacksAccountBlock = perResource.some(({ resource }) =>
    resource.endsWith(':account-public-access-block'),
  );
  return perResource.map(({ resource: arn, fact }, index): Member => {
    if (fact.status === 'NOT_COLLECTED') {
      return { resource: { arn, type: RESOURCE_TYPES[serviceOf(arn) ?? 's3'] }, unread: fact.message };
    }
    const { value: held } = fact;
    const reading = held.policy === null ? NOTHING : readResourcePolicy(held.policy, held.service, arn);
    const missing = (held.missing ?? []).filter(({ part }) => part !== BLOCK);
    return {
      resource: { arn, type: RESOURCE_TYPES[held.service] },
      index,
      held,
      ways: [
        ...reading.grants.map((grant): Way => ({ grant, by: 'policy', place: grant.statement })),
        ...(held.grants ?? []).map(
          (grant, place): Way => ({ grant: ofKeyGrant(grant), by: 'grants', place }),
        ),
        ...(held.bucket?.acl ?? []).map(
          (grant, place): Way => ({ grant: ofAclGrant(grant), by: 'acl', place }),
        ),
      ].filter(({ grant }) => !isAwsItself(grant.principal, held)),
      unknown: [
        ...missing.map(({ part, message }) => `the ${part} was not read (${message})`),
        ...reading.problems.map((problem) => `the policy could not be understood in full: ${problem}`),
      ],
      lacksAccountBlock,
    };
  });
}

/** The part of a bucket that is asked for only where somebody would be shut out by it. */
export const BLOCK = 'public access block';

const NOTHING: TrustReading = { grants: [], problems: [] };

/** Whether somebody can come by it: not where it has ended, or asks for what no request has. */
function isOpen(grant: Grant, { asOf }: CheckContext): boolean {
  const end = endOf(grant);
  return !locksOutEveryone(grant) && (end === undefined || end >= Date.parse(asOf));
}

function ofKeyGrant({ grantee, operations }: KeyGrant): Grant {
  return unconditional(
    principalOf(grantee),
    operations.map((operation) => `kms:${operation}`),
  );
}

/** What the permissions of an access control list give on a bucket. https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html */
const BY_PERMISSION: Readonly<Record<string, readonly string[]>> = {
  READ: ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads'],
  WRITE: ['s3:PutObject', 's3:DeleteObject'],
  READ_ACP: ['s3:GetBucketAcl'],
  WRITE_ACP: ['s3:PutBucketAcl'],
};

function ofAclGrant({ grantee, granteeType, permission }: AclGrant): Grant {
  const everyone =
    granteeType === 'Group' && /\/groups\/global\/(?:AllUsers|AuthenticatedUsers)$/.test(grantee);
  const principal: GrantPrincipal = everyone
    ? { kind: 'any', value: grantee }
    : { kind: 'other', value: grantee };
  return unconditional(
    principal,
    permission === 'FULL_CONTROL' ? Object.values(BY_PERMISSION).flat() : (BY_PERMISSION[permission] ?? []),
  );
}

function unconditional(principal: GrantPrincipal, actions: readonly string[]): Grant {
  return { statement: 0, sid: null, principal, actions: [...actions], conditions: [] };
}

function principalOf(grantee: string): GrantPrincipal {
  if (/^[\w.-]+\.amazonaws\.com(?:\.cn)?$/.test(grantee)) {
    return { kind: 'service', value: grantee, service: grantee };
  }
  const [principal] = readPrincipals({ AWS: grantee }, false, () => {}).principals;
  return principal ?? { kind: 'other', value: grantee };
}

/** One from outside, with a way that it has. */
export interface OutsideWay extends Way {
  admitted: ThirdPartyGrant;
}

/** The third parties that have a way, each with all of its ways; own accounts and the public are left out. */
export function thirdPartiesOf(
  { ways }: JudgedResource,
  { study }: CheckContext,
): ReadonlyMap<string, readonly OutsideWay[]> {
  const found = new Map<string, OutsideWay[]>();
  for (const way of ways) {
    for (const admitted of partiesOf(way.grant, study)) {
      if (!isThirdParty(admitted) || admitted.party.kind === 'public') continue;
      const known = found.get(admitted.key);
      if (known === undefined) found.set(admitted.key, [{ ...way, admitted }]);
      else known.push({ ...way, admitted });
    }
  }
  return found;
}

/** What stands in the fact for these ways, what is to blame marked. */
function evidenceOf(
  facts: ResourcePolicies,
  { index }: JudgedResource,
  ways: readonly Way[],
  region: string,
  conditionsToBlame = false,
): OutcomeEvidence[] {
  const at = `${jsonPointer('perResource', index)}/fact/value`;
  const grants = ways.flatMap(({ by, grant }) => (by === 'policy' ? [grant] : []));
  const statements: unknown = grants.length === 0 ? [] : resolvePointer(facts, `${at}/policy/Statement`);
  const numbers = new Set(
    grants.flatMap(({ statement, conditions }) => [statement, ...conditions.map((one) => one.statement)]),
  );
  const ofPolicy = [...numbers]
    .sort((a, b) => a - b)
    .map((number) => {
      const within = Array.isArray(statements) ? `/${number}` : '';
      const value: unknown = Array.isArray(statements) ? statements[number] : statements;
      const blame = conditionsToBlame
        ? { conditions: ({ loophole }: { loophole: string | null }) => loophole !== null }
        : {};
      const marks = statementMarks(value, number, grants, blame);
      return { pointer: `${at}/policy/Statement${within}`, value, marks };
    });
  const others = ways
    .filter(({ by }) => by !== 'policy')
    .map(({ by, place }) => {
      const pointer = by === 'acl' ? `${at}/bucket/acl/${place}` : `${at}/grants/${place}`;
      return { pointer, value: resolvePointer(facts, pointer), marks: ['/grantee'] };
    });
  return [...ofPolicy, ...others].map((one) => ({ fact: 'resource-policies', region, ...one }));
}

/** `statements 1, 3 of the policy`, `a grant on the key` or `the access control list`, or several of them. */
export function waysInWords(ways: readonly Way[]): string {
  const grants = ways.flatMap(({ by, grant }) => (by === 'policy' ? [grant] : []));
  return listed([
    ...(grants.length === 0 ? [] : [`${statementsOf(grants)} of the policy`]),
    ...(ways.some(({ by }) => by === 'grants') ? ['a grant on the key'] : []),
    ...(ways.some(({ by }) => by === 'acl') ? ['the access control list'] : []),
  ]);
}

/** The first few of the actions that ways give: `s3:GetObject, s3:ListBucket and 5 more`. */
export function actionsInWords(ways: readonly Way[]): string {
  const actions = [...new Set(ways.flatMap(({ grant }) => grant.actions))].sort();
  const [first = 'nothing', second, third, ...others] = actions;
  const shown = [first, second, third].filter((one) => one !== undefined);
  return others.length === 0 ? listed(shown) : `${shown.join(', ')} and ${others.length} more actions`;
}

export function answer({ resource }: JudgedResource, status: Passed['status'], detail: string): Passed {
  return { status, resource, detail };
}

function unknown(subject: JudgedResource, why: string): Outcome {
  return answer(subject, 'UNKNOWN', `What stands against it is not known: ${why}.`);
}

/** What a finding says of its resource and third party. */
export type Said = Pick<
  Failed,
  'detail' | 'severity' | 'remediation' | 'fixes' | 'discriminator' | 'thirdParty'
>;

export function failed(
  facts: ResourcePolicies,
  subject: JudgedResource,
  ways: readonly Way[],
  said: Said,
  { region }: Pick<CheckContext, 'region'>,
  conditionsToBlame = false,
): Failed {
  const evidence = evidenceOf(facts, subject, ways, region, conditionsToBlame);
  return { status: 'FAIL', resource: subject.resource, ...said, evidence };
}
