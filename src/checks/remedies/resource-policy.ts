import type { CheckContext } from '../../model/check.ts';
import type { ResourcePolicies } from '../../model/facts/resource-policies.ts';
import type { Fix } from '../../model/fix.ts';
import type { Grant } from '../../model/grant.ts';
import { serviceOf } from '../../model/resource-services.ts';
import { type OpenResource, resourceAccess, type Way } from '../../parties/resource-access.ts';
import { isObject } from '../../policy/condition.ts';
import { isNoWider } from '../../policy/documents/narrower.ts';
import { templateFragment } from './cloudformation.ts';
import { chained } from './command.ts';
import { commandFixes, fixes } from './fix.ts';
import { inAccount } from './in-account.ts';
import { isWithinQuota } from './policy-quotas.ts';
import { printableJson } from './printable.ts';
import { POLICY_FILE, policyCommands } from './put-policy.ts';
import { shownPolicy } from './shown-policy.ts';
import {
  type Conditions,
  type TrustDocument,
  trustDocument,
  withConditions,
  withoutGrants,
} from './trust-policy.ts';

/** What a corrected policy is held against, and where it belongs. */
export interface PolicyFix {
  facts: ResourcePolicies;
  subject: OpenResource;
  context: CheckContext;
  /** In which case this is what to do: `If only your own organization is meant`. */
  when: string;
  /** Whether the check has nothing more to say of it, with the policy that is proposed. */
  passes(proposed: OpenResource): boolean;
}

/** No policy that a service takes is longer, however it is indented. */
const LONGEST_TEXT = 120_000;

const IN_TEMPLATE = 'where a CloudFormation template declares it, in that template instead';
const OUT_OF_TEMPLATE = ', and out of the CloudFormation template that declares it, where one does';

/** The policy with more conditions on those who come by these ways, and more Deny statements. Nothing where that would not help, or is not sure. */
export function narrowedPolicy(
  fix: PolicyFix,
  ways: readonly Way[],
  conditions: Conditions,
  denies: readonly object[] = [],
): Fix[] {
  const document = policyOf(fix.subject);
  const grants = ownGrants(ways);
  if (document === undefined || grants.length === 0) return [];
  const narrowed =
    Object.keys(conditions).length === 0 ? document : withConditions(document, grants, () => conditions);
  if (narrowed === undefined) return [];
  const statements = [narrowed.Statement].flat();
  return policyFixes(fix, document, { ...narrowed, Statement: [...statements, ...denies] });
}

/** The policy without those who come by these ways; where conditions name them by an id, others beside it stay. */
export function policyWithout(fix: PolicyFix, ways: readonly Way[], id?: string): Fix[] {
  const document = policyOf(fix.subject);
  const grants = ownGrants(ways);
  if (document === undefined || grants.length === 0) return [];
  const trimmed = id === undefined ? document : withoutNamed(document, grants, id);
  const left = grants.filter(
    ({ statement }) => statementAt(trimmed, statement) === statementAt(document, statement),
  );
  const after =
    left.length === 0 ? trimmed : (withoutGrants(trimmed, left) ?? withoutStatements(trimmed, left));
  return policyFixes(fix, document, after);
}

/** The statements of these grants without the values that name an id, where others are left; all else as it is. */
function withoutNamed(document: TrustDocument, grants: readonly Grant[], id: string): TrustDocument {
  const names = new RegExp(`(?<![\\w-])${id.replace(/[^\w-]/g, '\\$&')}(?![\\w-])`);
  const isOther = (value: unknown) => typeof value !== 'string' || !names.test(value);
  const concerned = new Set(grants.map(({ statement }) => statement));
  const Statement = [document.Statement].flat().map((statement, index) => {
    if (!concerned.has(index) || !isObject(statement) || !isObject(statement.Condition)) return statement;
    let isChanged = false;
    const without = (values: unknown) => {
      const others = Array.isArray(values) ? values.filter(isOther) : [];
      if (!Array.isArray(values) || others.length === 0 || others.length === values.length) return values;
      isChanged = true;
      return others;
    };
    const Condition = mapped(statement.Condition, (block) =>
      isObject(block) ? mapped(block, without) : block,
    );
    return isChanged ? { ...statement, Condition } : statement;
  });
  return { ...document, Statement };
}

function mapped(
  object: Record<string, unknown>,
  change: (value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

function statementAt({ Statement }: TrustDocument, index: number): unknown {
  return [Statement].flat()[index];
}

/** Those of the resource's own policy. */
function ownGrants(ways: readonly Way[]): Grant[] {
  return ways.flatMap(({ by, grant, own = grant }) => (by === 'policy' ? [own] : []));
}

function policyOf({ held }: OpenResource): TrustDocument | undefined {
  return held.policy === null ? undefined : trustDocument(held.policy);
}

/** Where whom it admits cannot be taken out of a statement, the statement goes. */
function withoutStatements(document: TrustDocument, grants: readonly Grant[]): TrustDocument {
  const concerned = new Set(grants.map(({ statement }) => statement));
  const { Statement } = document;
  const statements = (Array.isArray(Statement) ? Statement : [Statement]) as unknown[];
  return { ...document, Statement: statements.filter((_, index) => !concerned.has(index)) };
}

/** A policy is offered where it surely lets in nobody new, reads without problems, and passes when it is judged again. */
function policyFixes(fix: PolicyFix, before: TrustDocument, after: TrustDocument | undefined): Fix[] {
  const { subject, context, when } = fix;
  const { arn } = subject.resource;
  if (after === undefined || !isNoWider(after, before) || !isWithinQuota(arn, after, before)) return [];
  const proposed = judgedAgain(fix, after);
  if (proposed === undefined || proposed.unknown.length > 0 || !fix.passes(proposed)) return [];
  if (serviceOf(arn) === 'kms' && !isAdministered(proposed, context)) return [];
  const commands = policyCommands(arn, context.region, context.account);
  if (commands === undefined) return [];
  const { inFile = (policy: unknown) => policy, declared } = commands;
  const title = (text: string) => `${when}: ${text}`;
  const run = (text: string, line: string | undefined) =>
    commands.byName === true
      ? inAccount(title(text), context.account, [line])
      : commandFixes(title(text), chained([line]));
  if (Array.isArray(after.Statement) && after.Statement.length === 0)
    return run(
      `take its policy away with the AWS CLI${declared === undefined ? '' : OUT_OF_TEMPLATE}`,
      commands.remove,
    );
  const shown = shownPolicy(after, context);
  const text = printableJson(inFile(shown));
  if (text.length > LONGEST_TEXT) return [];
  const put = run(`with the AWS CLI, that saved as ${POLICY_FILE}`, commands.put);
  if (put.length === 0) return [];
  const fragment =
    declared &&
    templateFragment(declared.logicalId, declared.type, {
      ...declared.properties,
      [declared.policyIn]: shown,
    });
  return [
    ...fixes('policy', title('the policy as it should read'), text),
    ...put,
    ...fixes('cloudformation', title(IN_TEMPLATE), fragment),
  ];
}

/**
 * Whether somebody of the own account may change the policy of a key, which nobody can who is not named there: KMS takes no
 * policy that shuts all of them out. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
function isAdministered({ ways }: OpenResource, { account }: CheckContext): boolean {
  return ways.some(
    ({ grant: { principal, actions } }) =>
      actions.includes('kms:PutKeyPolicy') &&
      (principal.kind === 'any' || ('accountId' in principal && principal.accountId === account.accountId)),
  );
}

/** The resource with another policy, and with what stands behind it as it is. */
function judgedAgain(
  { facts, subject, context }: PolicyFix,
  policy: TrustDocument,
): OpenResource | undefined {
  const { index, held, bucketArn } = subject;
  const perResource = facts.perResource.flatMap((member, at) => {
    if (at === index && member.fact.status === 'COLLECTED') {
      const value = { ...held, policy: JSON.stringify(policy) };
      return [{ ...member, fact: { ...member.fact, value } }];
    }
    const isBeside =
      member.resource === bucketArn || member.resource.endsWith(':account-public-access-block');
    return isBeside ? [member] : [];
  });
  const again = resourceAccess({ ...facts, perResource }, context.study).find(
    ({ resource }) => resource.arn === subject.resource.arn,
  );
  return again === undefined || 'unread' in again ? undefined : again;
}
