import {
  accountCheck,
  type CheckContext,
  type Failed,
  type Outcome,
  type OutcomeEvidence,
} from '../../model/check.ts';
import type { AuthorizationDetails, PolicyHolder } from '../../model/facts/authorization-details.ts';
import type { Fix } from '../../model/fix.ts';
import { jsonPointer, resolvePointer } from '../../model/json-pointer.ts';
import {
  type PlacedStatement,
  type PolicySource,
  policiesByArn,
  policyName,
} from '../../policy/permissions/effective.ts';
import { type FullAdministration, fullAdministration } from '../../policy/permissions/full-administration.ts';
import { command } from '../remedies/command.ts';
import { commandFixes } from '../remedies/fix.ts';
import { listed } from '../support/judged-role.ts';

type Kind = 'role' | 'user' | 'group';

/** A role, user or group, and its place in the fact. */
interface Holder extends PolicyHolder {
  kind: Kind;
  pointer: string;
}

const TYPES: Readonly<Record<Kind, string>> = {
  role: 'AWS::IAM::Role',
  user: 'AWS::IAM::User',
  group: 'AWS::IAM::Group',
};

/** One policy that someone holds, with what it comes to. */
interface Held {
  source: PolicySource;
  /** Where its document stands in the fact. */
  pointer: string;
  verdict: FullAdministration;
}

export const fullAdminPolicy = accountCheck({
  id: 'full-admin-policy',
  area: 'trust',
  whoeverComes: true,
  title: 'No policy gives full administrative rights',
  failureTitle: 'Policy gives full administrative rights',
  severity: 'high',
  rationale:
    'Whoever gets hold of a role, user or group with such a policy holds the account. Few tasks need all rights at once, and none needs them at all times.',
  remediation:
    'Replace the policy by ones that name what the task needs. Where a role must keep it, for emergencies or as the role by which the organization enters the account, accept that by an exception with an end, for this role alone.',
  cannotKnow:
    'Who uses these rights, and what service and resource control policies of the organization take away. Each policy is judged by itself: rights that add up to all of them only from several policies are not looked for, nor policies of resources, nor permission sets of IAM Identity Center that no role of the account carries.',
  per: 'account',
  requires: ['authorization-details'],
  evaluate(facts, context) {
    const details = facts['authorization-details'];
    const verdictOn = verdicts(details);
    return [
      ...holdersIn(details, context.onlyRole).flatMap((holder) =>
        judge(holder, verdictOn(holder), details, context),
      ),
      ...(details.users === undefined || details.groups === undefined ? [notRead(context)] : []),
    ];
  },
});

/** All of them, or the one role that is asked about. */
function holdersIn({ roles, users = [], groups = [] }: AuthorizationDetails, only?: string): Holder[] {
  const of = (kind: Kind, list: readonly PolicyHolder[]) =>
    list.flatMap(({ name, arn, inlinePolicies, attachedPolicies }, index) =>
      only !== undefined && arn !== only
        ? []
        : [{ name, arn, inlinePolicies, attachedPolicies, kind, pointer: jsonPointer(`${kind}s`, index) }],
    );
  return [...of('role', roles), ...of('user', users), ...of('group', groups)];
}

/** Judges what a holder holds, each managed policy once for all holders. */
function verdicts(details: AuthorizationDetails): (holder: Holder) => Held[] {
  const policies = policiesByArn(details.policies);
  const places = new Map(details.policies.map(({ arn }, index) => [arn, index]));
  const known = new Map<string, FullAdministration>();
  const onManaged = (source: PolicySource & { arn: string }): FullAdministration => {
    const policy = policies.get(source.arn);
    const verdict =
      known.get(source.arn) ??
      (policy === undefined
        ? { gives: 'unknown', problems: [{ effect: 'may-add', text: 'the document was not collected' }] }
        : fullAdministration(source, policy));
    known.set(source.arn, verdict);
    return verdict;
  };
  return ({ inlinePolicies, attachedPolicies, pointer }) => [
    ...inlinePolicies.map((policy, index) => {
      const source = { kind: 'inline', index, name: policy.name } as const;
      return {
        source,
        pointer: `${pointer}${jsonPointer('inlinePolicies', index, 'document')}`,
        verdict: fullAdministration(source, policy),
      };
    }),
    ...attachedPolicies.map(({ arn, name }) => {
      const source = { kind: 'attached', arn, name } as const;
      const place = places.get(arn) ?? 0;
      return { source, pointer: jsonPointer('policies', place, 'document'), verdict: onManaged(source) };
    }),
  ];
}

function judge(
  holder: Holder,
  held: readonly Held[],
  details: AuthorizationDetails,
  context: CheckContext,
): Outcome[] {
  const { kind, arn } = holder;
  const resource = { arn, type: TYPES[kind] };
  const failed = held.flatMap(({ source, pointer, verdict }): Failed[] => {
    if (verdict.gives !== 'everything') return [];
    const { by, conditional } = verdict.administration;
    return [
      {
        status: 'FAIL',
        resource,
        discriminator: source.kind === 'inline' ? `inline ${source.name}` : source.arn,
        detail: `The ${policyName(source)} of this ${kind} allows every action on every resource${conditional ? ', under conditions' : ''}.`,
        evidence: by.map((statement) => evidence(statement, pointer, details)),
        fixes: () => fixes(holder, source, context),
      },
    ];
  });
  if (failed.length > 0) return failed;
  const unclear = held.flatMap(({ source, verdict }) =>
    verdict.gives === 'unknown' ? [`${policyName(source)}: ${verdict.problems[0]?.text}`] : [],
  );
  if (unclear.length > 0) {
    const detail = `Whether a policy of this ${kind} allows every action is not known: ${listed(unclear.slice(0, 5))}.`;
    return [{ status: 'UNKNOWN', resource, detail }];
  }
  return held.length === 0
    ? [{ status: 'NOT_APPLICABLE', resource, detail: `The ${kind} holds no policy.` }]
    : [
        {
          status: 'PASS',
          resource,
          detail: `No policy of this ${kind} allows every action on every resource.`,
        },
      ];
}

function notRead({ account }: CheckContext): Outcome {
  return {
    status: 'UNKNOWN',
    resource: { arn: `aws:iam:global:${account.accountId}:users-and-groups`, type: 'AWS::IAM::User' },
    detail:
      'The evidence does not hold the policies of users and groups: it was collected before they were read.',
  };
}

function evidence(
  { ref: { statement, isList } }: PlacedStatement,
  document: string,
  details: AuthorizationDetails,
): OutcomeEvidence {
  const pointer = `${document}${isList ? jsonPointer('Statement', statement) : jsonPointer('Statement')}`;
  const value = resolvePointer(details, pointer);
  const element = ['Action', 'NotAction'].find(
    (name) => typeof value === 'object' && value !== null && name in value,
  );
  return {
    fact: 'authorization-details',
    region: 'global',
    pointer,
    value,
    marks: element === undefined ? [] : [jsonPointer(element)],
  };
}

/** Commands for what a hand may change: not for roles of AWS, and not for those that a stack would put back. */
function fixes({ kind, name, arn }: Holder, source: PolicySource, context: CheckContext): Fix[] {
  if (/:role\/aws-(?:reserved|service-role)\//.test(arn)) return [];
  if (kind === 'role' && context.stackOf?.(arn)) return [];
  const line =
    source.kind === 'inline' ? deletion(kind, name, source.name) : detachment(kind, name, source.arn);
  return commandFixes('Once other policies give what is needed: with the AWS CLI', [line]);
}

function deletion(kind: Kind, name: string, policy: string): string | undefined {
  switch (kind) {
    case 'role':
      return command`aws iam delete-role-policy --role-name ${name} --policy-name ${policy}`;
    case 'user':
      return command`aws iam delete-user-policy --user-name ${name} --policy-name ${policy}`;
    case 'group':
      return command`aws iam delete-group-policy --group-name ${name} --policy-name ${policy}`;
  }
}

function detachment(kind: Kind, name: string, policyArn: string): string | undefined {
  switch (kind) {
    case 'role':
      return command`aws iam detach-role-policy --role-name ${name} --policy-arn ${policyArn}`;
    case 'user':
      return command`aws iam detach-user-policy --user-name ${name} --policy-arn ${policyArn}`;
    case 'group':
      return command`aws iam detach-group-policy --group-name ${name} --policy-arn ${policyArn}`;
  }
}
