import { accountCheck, type Outcome, type OutcomeEvidence } from '../../model/check.ts';
import type { StackSet } from '../../model/facts/stack-sets.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { command } from '../remedies/command.ts';
import { commandFixes } from '../remedies/fix.ts';
import { listed } from '../support/judged-role.ts';
import { DRIFT_PARAMETERS, type DriftContext, staleness } from './resource-verdict.ts';

/** Stacks that are named; more are counted. */
const MOST_NAMED = 5;

export const stackSetDrift = accountCheck({
  id: 'stack-set-drift',
  area: 'drift',
  per: 'region',
  title: 'Stack set that deploys roles without drift',
  failureTitle: 'Stack set that deploys roles drifted',
  failsWhen:
    'A stack set whose template names a role is DRIFTED, by a detection that is no older than `maxAgeHours`, also where that did not reach every stack.',
  severity: 'medium',
  rationale:
    'A stack set puts the same roles into many accounts. Where one of its stacks was changed by hand, the roles there are no longer those that were approved, and the next deployment may fail, or undo what something depends on.',
  remediation:
    'See which stacks differ with `aws cloudformation list-stack-instances --stack-set-name NAME --filters Name=DRIFT_STATUS,Values=DRIFTED`, and in their accounts what differs with `aws cloudformation describe-stack-resource-drifts`. Then put the change into the template of the stack set and deploy it, or set the resources back. `aws cloudformation detect-stack-set-drift --stack-set-name NAME` compares again.',
  cannotKnow:
    'Anything since the last drift detection of the stack set: this tool starts none, whatever `drift.mode` says, and a result that is older than `drift.maxAge` counts as none. Which resources differ, and so whether a role is among them: a drifted stack may differ in another resource. Resources whose type CloudFormation does not compare, and what the template does not declare. Roles that macros or nested templates make. Stack sets of the organization are known from its management account, and from accounts that Organizations names as delegated administrators of stack sets where the organization is discovered.',
  parameters: DRIFT_PARAMETERS,
  requires: ['stack-sets'],
  evaluate(facts, context): Outcome[] {
    const { stackSets } = facts['stack-sets'];
    const outcomes = stackSets.flatMap((set, index) => judge(set, index, context));
    if (outcomes.length > 0) return outcomes;
    const { accountId } = context.account;
    const resource = {
      arn: `aws:cloudformation:${context.region}:${accountId}:stack-sets`,
      type: 'AWS::CloudFormation::StackSet',
    };
    const detail = 'No stack set that deploys roles is administered from here.';
    return [{ status: 'NOT_APPLICABLE', resource, detail }];
  },
});

/** Stack sets without IAM resources are not in its population. */
function judge(set: StackSet, index: number, context: DriftContext): Outcome[] {
  const { name, arn, iamTypes, makers = [], capabilities, instances } = set;
  const resource = { arn, type: 'AWS::CloudFormation::StackSet' };
  // One of the organization is seen from several accounts, and is that of one.
  const [, , , , owner = ''] = arn.split(':');
  const whose = /^\d{12}$/.test(owner) && owner !== context.account.accountId ? { accountId: owner } : {};
  const answer = (status: 'PASS' | 'NOT_APPLICABLE' | 'UNKNOWN', detail: string): Outcome[] => [
    { status, resource, detail, ...whose },
  ];
  if (!iamTypes.includes('AWS::IAM::Role')) {
    // Whoever makes IAM resources has to agree to it: where the template shows no others, something else makes them.
    const isHidden =
      iamTypes.length === 0 || makers.length > 0 || capabilities.includes('CAPABILITY_AUTO_EXPAND');
    return capabilities.length > 0 && isHidden
      ? answer(
          'UNKNOWN',
          `Whether stack set ${name} deploys roles cannot be told from its template, which was agreed to make IAM resources or to be expanded (${listed(capabilities)}), and names no role.`,
        )
      : [];
  }
  if (instances !== null && instances.length === 0)
    return answer('NOT_APPLICABLE', `Stack set ${name} deploys roles, and has no stacks.`);
  const stale = staleness(set.lastDriftCheckAt, context);
  if (set.driftStatus === 'NOT_CHECKED' || set.lastDriftCheckAt === null) {
    return answer(
      'UNKNOWN',
      `Whether the stacks of stack set ${name}, which deploys roles, drifted is not known: no drift detection of it has ended.`,
    );
  }
  if (stale !== null)
    return answer('UNKNOWN', `Whether the stacks of stack set ${name} drifted is not known: ${stale}.`);
  if (set.driftStatus === 'DRIFTED') {
    return [
      {
        status: 'FAIL',
        resource,
        ...whose,
        detail: `Stack set ${name}, which deploys roles, has drifted, by CloudFormation's detection of ${set.lastDriftCheckAt}${where(driftedOf(set))}.`,
        evidence: evidenceOf(index, set, context.region),
        fixes: () =>
          commandFixes('See with the AWS CLI which of its stacks differ', [
            command`aws cloudformation list-stack-instances --stack-set-name ${name} --filters Name=DRIFT_STATUS,Values=DRIFTED --region ${context.region}`,
          ]),
      },
    ];
  }
  if (set.driftStatus !== 'IN_SYNC' || set.detection !== 'COMPLETED') {
    return answer(
      'UNKNOWN',
      `Whether all stacks of stack set ${name} are as its template declares them is not known: the last detection ended ${set.detection ?? 'without a word how'}, with ${set.driftStatus}.`,
    );
  }
  const rest = (instances ?? []).filter(({ driftStatus }) => driftStatus !== 'IN_SYNC');
  if (rest.length > 0) {
    return answer(
      'UNKNOWN',
      `Whether all stacks of stack set ${name} are as its template declares them is not known: the detection of ${set.lastDriftCheckAt} found the others in sync, and of ${rest.length} it is not said${where(rest)}.`,
    );
  }
  return answer(
    'PASS',
    `All stacks of stack set ${name} were in sync with their template at ${set.lastDriftCheckAt}, as far as CloudFormation compares.`,
  );
}

function driftedOf({ instances }: StackSet): Instance[] {
  return (instances ?? []).filter(({ driftStatus }) => driftStatus === 'DRIFTED');
}

type Instance = NonNullable<StackSet['instances']>[number];

/** The first few of some stacks. */
function where(stacks: readonly Instance[]): string {
  if (stacks.length === 0) return '';
  const shown = stacks
    .slice(0, MOST_NAMED)
    .map(({ accountId, region }) => `account ${accountId} (${region})`);
  const rest = stacks.length - shown.length;
  return `, in ${listed(rest === 0 ? shown : [...shown, `${rest} more`])}`;
}

function evidenceOf(
  index: number,
  { driftStatus, lastDriftCheckAt }: StackSet,
  region: string,
): OutcomeEvidence[] {
  const at = (member: string, value: unknown): OutcomeEvidence => ({
    fact: 'stack-sets',
    region,
    pointer: jsonPointer('stackSets', index, member),
    value,
    marks: [''],
  });
  return [at('driftStatus', driftStatus), at('lastDriftCheckAt', lastDriftCheckAt)];
}
