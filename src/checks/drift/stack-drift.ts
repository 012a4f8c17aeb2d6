import { accountCheck, type Outcome } from '../../model/check.ts';
import { missingParts } from '../../model/fact.ts';
import type { ResourceDrift, StackDrift } from '../../model/facts/drift.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { command } from '../remedies/command.ts';
import { commandFixes } from '../remedies/fix.ts';
import { listed } from '../support/judged-role.ts';
import { grantingResources } from './granting-resources.ts';
import {
  isOwned,
  type Member,
  membersOf,
  type OwnedRole,
  ownershipsIn,
  policyOwners,
  withoutFullStop,
} from './owned-roles.ts';
import { DRIFT_PARAMETERS, type DriftContext, type ResourceVerdict, verdictOf } from './resource-verdict.ts';

export const stackDrift = accountCheck({
  id: 'stack-drift',
  area: 'drift',
  per: 'region',
  title: 'Stack of a cross-account role without drift in its other resources',
  failureTitle: 'Stack of a cross-account role drifted in other resources',
  severity: 'medium',
  rationale:
    'A stack that was changed by hand in one place is no longer a record of what runs. The role in it is deployed together with the rest: the next update may fail, or undo a change that something depends on.',
  remediation:
    'See what differs with `aws cloudformation describe-stack-resource-drifts --stack-name STACK --stack-resource-drift-status-filters MODIFIED DELETED`, then either put the change into the template and deploy it, or set the resource back. `aws cloudformation detect-stack-drift --stack-name STACK` compares again.',
  cannotKnow:
    'Anything of resources whose type CloudFormation does not compare, and of properties that the template does not set. With the default `drift.mode` it knows of the other resources only what CloudFormation found when someone last asked; `all-stacks` asks itself. Which stacks own roles is known for the Regions that were read.',
  parameters: DRIFT_PARAMETERS,
  requires: ['authorization-details', 'role-stacks', 'drift'],
  evaluate(facts, context) {
    const ownerships = ownershipsIn(
      context.region,
      facts['authorization-details'],
      facts['role-stacks'],
      context,
    );
    const stacks = membersOf(facts.drift);
    const gaps = ownerships.flatMap(({ owner, resource }): Outcome[] =>
      owner.kind === 'gap'
        ? [
            {
              status: 'UNKNOWN',
              resource,
              detail: `Whether a stack owns the role was not read, so its stack was not judged: ${owner.reason}.`,
            },
          ]
        : [],
    );
    const policies = new Set(policyOwners(facts['role-stacks'], ownerships).owned.map(({ arn }) => arn));
    const byStack = groupedBy(ownerships.filter(isOwned), ({ owner }) => owner.stack.stackId);
    return [
      ...gaps,
      ...[...byStack].flatMap(([stackId, roles]) =>
        judgeStack(stackId, stacks.get(stackId), { roles, policies }, context),
      ),
    ];
  },
});

/** A resource that is not for `role-drift` to judge. */
interface OtherResource {
  drift: ResourceDrift;
  index: number;
  verdict: ResourceVerdict;
}

function judgeStack(
  stackId: string,
  member: Member<StackDrift> | undefined,
  { roles, policies }: { roles: readonly OwnedRole[]; policies: ReadonlySet<string> },
  context: DriftContext,
): Outcome[] {
  const resource = { arn: stackId, type: 'AWS::CloudFormation::Stack' };
  if (member === undefined || member.fact.status === 'NOT_COLLECTED') {
    const reason = member?.fact.status === 'NOT_COLLECTED' ? withoutFullStop(member.fact.message) : undefined;
    const detail = `The drift of the stack was not read: ${reason ?? 'the evidence says nothing of it'}.`;
    return [{ status: 'UNKNOWN', resource, detail }];
  }
  const stack = member.fact.value;
  const { stackName } = stack;
  const granting = new Set(
    grantingResources(stack.resources, { stack: { stackId, stackName }, roles, policies }).map(
      ({ index }) => index,
    ),
  );
  const others = stack.resources
    .map((drift, index): OtherResource => ({ drift, index, verdict: verdictOf(drift, context) }))
    .filter(({ index }) => !granting.has(index));
  const drifted = others.filter(({ verdict }) => verdict.kind === 'modified' || verdict.kind === 'deleted');
  const unsupported = others.filter(({ verdict }) => verdict.kind === 'unknown' && verdict.unsupported);
  const unknown = others.filter(({ verdict }) => verdict.kind === 'unknown' && !verdict.unsupported);
  const inSync = others.length - drifted.length - unsupported.length - unknown.length;

  const outcomes: Outcome[] = [];
  if (drifted.length > 0) {
    outcomes.push({
      status: 'FAIL',
      resource,
      detail: `Stack ${stack.stackName}, which owns ${listed(roles.map(({ role }) => `role ${role.name}`))}, differs from its template in other resources: ${named(drifted)}.`,
      evidence: drifted.slice(0, MOST_NAMED).map(({ drift, index }) => ({
        fact: 'drift',
        region: context.region,
        pointer: jsonPointer('perResource', member.index, 'fact', 'value', 'resources', index, 'status'),
        value: drift.status,
        marks: [''],
      })),
      fixes: () =>
        commandFixes('See with the AWS CLI what differs', [
          command`aws cloudformation describe-stack-resource-drifts --stack-name ${stack.stackName} --stack-resource-drift-status-filters MODIFIED DELETED --region ${context.region}`,
        ]),
    });
  }
  if (unknown.length > 0) {
    const remedy = stack.mode === 'all-stacks' ? '' : ' `drift.mode: all-stacks` in the config checks them.';
    outcomes.push({
      status: 'UNKNOWN',
      resource,
      detail: `Drift of ${counted(unknown)} of stack ${stack.stackName} is not known: ${named(unknown)}.${remedy}`,
    });
  }
  const unlisted = missingParts(stack).find(({ part }) => part === 'resources');
  if (unlisted !== undefined) {
    const detail = `Which other resources stack ${stackName} has was not read: ${withoutFullStop(unlisted.message)}.`;
    outcomes.push({ status: 'UNKNOWN', resource, detail });
  }
  if (unsupported.length > 0) {
    outcomes.push({
      status: 'NOT_APPLICABLE',
      resource,
      detail: `CloudFormation does not detect drift of ${counted(unsupported)} of stack ${stack.stackName}: ${named(unsupported)}. Nothing is said of them.`,
    });
  }
  if (outcomes.every(({ status }) => status === 'NOT_APPLICABLE')) {
    if (inSync > 0) {
      const detail = `Of stack ${stack.stackName}, ${inSync} of ${others.length} other resources were compared, and all of these are as the template declares them.`;
      outcomes.push({ status: 'PASS', resource, detail });
    } else if (others.length === 0) {
      const detail = `Stack ${stack.stackName} holds nothing but what role-drift judges.`;
      outcomes.push({ status: 'NOT_APPLICABLE', resource, detail });
    }
  }
  return outcomes;
}

/** More names than this no one reads. */
const MOST_NAMED = 20;

function named(resources: readonly OtherResource[]): string {
  const names = resources
    .slice(0, MOST_NAMED)
    .map(({ drift, verdict }) => `${drift.logicalId} (${drift.type}, ${stateOf(drift, verdict)})`);
  const more = resources.length - names.length;
  return listed(more > 0 ? [...names, `${more} more`] : names);
}

function stateOf({ status }: ResourceDrift, verdict: ResourceVerdict): string {
  return verdict.kind === 'unknown' && (status === 'IN_SYNC' || status === 'MODIFIED' || status === 'DELETED')
    ? `${status} when last compared, which is too long ago`
    : status;
}

function counted(resources: readonly OtherResource[]): string {
  return resources.length === 1 ? '1 other resource' : `${resources.length} other resources`;
}
