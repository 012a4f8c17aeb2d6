import type { CheckContext, Failed, Outcome, OutcomeEvidence, Passed } from '../../model/check.ts';
import type { ResourcePolicies } from '../../model/facts/resource-policies.ts';
import type { Grant } from '../../model/grant.ts';
import { jsonPointer, resolvePointer } from '../../model/json-pointer.ts';
import { actionsAndMore } from '../../model/resource-way-words.ts';
import {
  type OpenResource,
  resourceAccess,
  thirdPartiesOf,
  type Way,
} from '../../parties/resource-access.ts';
import { isShutToOutsiders, partiesPastBlock } from '../../parties/strangers.ts';
import { listed } from '../support/judged-role.ts';
import { statementMarks } from '../support/marks.ts';
import { statementsOf } from '../support/wording.ts';

/**
 * Judges every resource whose policy was read. One that was not, or not in full, can fail a check but never pass it. What
 * was not listed or not read at all is UNKNOWN.
 */
export function judgeResources(
  facts: ResourcePolicies,
  context: CheckContext,
  judge: (subject: OpenResource) => Outcome[],
): Outcome[] {
  return context.study.once(resourceAccess, facts).flatMap((subject): Outcome[] => {
    if ('unread' in subject) {
      const { resource, unread } = subject;
      return [{ status: 'UNKNOWN', resource, detail: `The policy was not read: ${unread}` }];
    }
    const outcomes = judge(subject);
    const [why] = subject.unknown;
    if (why === undefined) return outcomes;
    const failed = outcomes.filter(({ status }) => status === 'FAIL');
    return failed.length > 0 ? failed : [unknown(subject, listed(subject.unknown.slice(0, 5)))];
  });
}

/** What stands in the fact for these ways, what is to blame marked. */
function evidenceOf(
  facts: ResourcePolicies,
  subject: OpenResource,
  ways: readonly Way[],
  { region, study }: Pick<CheckContext, 'region' | 'study'>,
  conditionsToBlame = false,
): OutcomeEvidence[] {
  const { index } = subject;
  const at = `${jsonPointer('perResource', index)}/fact/value`;
  const grants = ofPolicy(ways);
  const statements: unknown = grants.length === 0 ? [] : study.once(statementsIn, subject);
  const numbers = new Set(
    grants.flatMap(({ statement, conditions }) => [statement, ...conditions.map((one) => one.statement)]),
  );
  const shown = [...numbers]
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
  const pointers = ways
    .filter(({ by }) => by !== 'policy')
    .map(({ by, place }) => (by === 'acl' ? `${at}/bucket/acl/${place}` : `${at}/grants/${place}`));
  const others = [...new Set(pointers)].map((pointer) => {
    return { pointer, value: resolvePointer(facts, pointer), marks: ['/grantee'] };
  });
  return [...shown, ...others].map((one) => ({ fact: 'resource-policies', region, ...one }));
}

/** Read once a resource: a policy may admit many, each of whom is a finding. */
function statementsIn({ held }: OpenResource): unknown {
  return resolvePointer(held, '/policy/Statement');
}

/** The grants of the resource's own policy. */
function ofPolicy(ways: readonly Way[]): Grant[] {
  return [...new Set(ways.flatMap(({ by, grant, own = grant }) => (by === 'policy' ? [own] : [])))];
}

/** `statements 1, 3 of the policy`, `a grant on the key` or `the access control list`, or several of them. */
export function waysInWords(ways: readonly Way[]): string {
  const grants = ofPolicy(ways);
  const through = ways.some(({ own }) => own !== undefined);
  const how = through ? ', which the policy of the bucket agrees to,' : servicesInWords(grants);
  return listed([
    ...(grants.length === 0 ? [] : [`${statementsOf(grants)} of the policy${how}`]),
    ...(ways.some(({ by }) => by === 'grants') ? ['a grant on the key'] : []),
    ...(ways.some(({ by }) => by === 'acl') ? ['the access control list'] : []),
  ]);
}

/** Through which services of AWS they come, where it is through these alone. */
function servicesInWords(grants: readonly Grant[]): string {
  const services = grants.flatMap(({ principal }) =>
    principal.kind === 'service' ? [principal.service] : [],
  );
  return services.length < grants.length ? '' : `, through ${listed([...new Set(services)])},`;
}

/** The first few of the actions that ways give: `s3:GetObject, s3:ListBucket and 5 more`. */
export function actionsInWords(ways: readonly Way[]): string {
  const actions = [...new Set(ways.flatMap(({ grant }) => grant.actions))].sort();
  const [first = 'nothing', second, third, ...others] = actions;
  const shown = [first, second, third].filter((one) => one !== undefined);
  return others.length === 0 ? listed(shown) : actionsAndMore(shown, others.length);
}

export function answer({ resource }: OpenResource, status: Passed['status'], detail: string): Passed {
  return { status, resource, detail };
}

function unknown(subject: OpenResource, why: string): Outcome {
  return answer(subject, 'UNKNOWN', `What stands against it is not known: ${why}.`);
}

/** What a finding says of its resource and third party. */
export type Said = Pick<
  Failed,
  'detail' | 'severity' | 'remediation' | 'fixes' | 'discriminator' | 'thirdParty'
>;

export function failed(
  facts: ResourcePolicies,
  subject: OpenResource,
  ways: readonly Way[],
  said: Said,
  context: Pick<CheckContext, 'region' | 'study'>,
  conditionsToBlame = false,
): Failed {
  const evidence = evidenceOf(facts, subject, ways, context, conditionsToBlame);
  return { status: 'FAIL', resource: subject.resource, ...said, evidence };
}

/** The answer for a bucket at which Block Public Access stands before all third parties, or may; undefined for all others. */
export function whoIsKeptOut(
  subject: OpenResource,
  context: Pick<CheckContext, 'asOf' | 'study'>,
): Passed | undefined {
  const isShut = isShutToOutsiders(subject, context);
  if (isShut === false || thirdPartiesOf(subject, context.study).size === 0) return undefined;
  if (isShut === undefined) {
    return answer(
      subject,
      'UNKNOWN',
      'The policy admits anyone. Block Public Access would keep third parties out as well, and whether it is on, is not known: it was not read.',
    );
  }
  return partiesPastBlock(subject, context.study).size > 0
    ? undefined
    : answer(
        subject,
        'NOT_APPLICABLE',
        'While the policy admits anyone, Block Public Access keeps everyone from outside out, third parties too.',
      );
}
