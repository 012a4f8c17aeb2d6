import { accountCheck, type CheckContext, type Outcome } from '../../model/check.ts';
import type { AuthorizationDetails } from '../../model/facts/authorization-details.ts';
import { grantsBeyondCaller } from '../../parties/auditor-role.ts';
import { trustOf } from '../../policy/access-role.ts';
import { accessOf } from '../../policy/permissions/access.ts';
import { actionNames, actionSet, isEmpty, overlap, without } from '../../policy/permissions/catalogue.ts';
import { effectivePermissions, policiesByArn } from '../../policy/permissions/effective.ts';
import { type JudgedRole, listed, statementEvidence } from '../support/judged-role.ts';
import { evidenceOf, statementNames } from '../support/third-party-permissions.ts';
import { more, statementsOf } from '../support/wording.ts';

const MOST_ACTIONS = 10;

export const auditorRole = accountCheck({
  id: 'auditor-role',
  area: 'trust',
  title: 'Role of the audit admits its caller alone and holds no more than it needs',
  failureTitle: 'Role of the audit is wider than the audit needs',
  severity: 'high',
  rationale:
    'The role of the audit stands in every account and is left out of what is judged there. Whoever can enter it, or whatever else it may do, is open in all accounts at once.',
  remediation:
    'Name the caller of the audit alone in the trust policy, together with the external ID of the configuration, and give the role the policy that `countersign policy` prints and no other.',
  cannotKnow:
    'Who can act as the caller: who may assume its role or holds its keys is decided in its own account. An external ID that is asked for is taken to be the one of the configuration. Runs made before the caller was kept cannot be judged.',
  per: 'account',
  requires: ['authorization-details'],
  evaluate(facts, context) {
    const { auditorRoleArn } = context.account;
    if (auditorRoleArn === undefined) return [];
    const details = facts['authorization-details'];
    const index = details.roles.findIndex(({ arn }) => arn === auditorRoleArn);
    const role = details.roles[index];
    const resource = { arn: auditorRoleArn, type: 'AWS::IAM::Role' };
    if (role === undefined) {
      return [
        {
          status: 'UNKNOWN',
          resource,
          detail: 'The role that the audit came in by is not among the roles listed.',
        },
      ];
    }
    const subject: JudgedRole = {
      role,
      index,
      trust: trustOf(role, context.study),
      resource,
      study: context.study,
    };
    const outcomes = [judgeTrust(subject, context), judgePermissions(subject, details, context)];
    // One answer a role, unless something is wrong.
    const failed = outcomes.filter(({ status }) => status === 'FAIL');
    if (failed.length > 0) return failed;
    return [outcomes.find(({ status }) => status === 'UNKNOWN') ?? passedBoth(subject)];
  },
});

function passedBoth({ resource }: JudgedRole): Outcome {
  return {
    status: 'PASS',
    resource,
    detail:
      'The role admits the caller of the audit alone and holds nothing that the generated policy does not.',
  };
}

function judgeTrust(subject: JudgedRole, { account, study }: CheckContext): Outcome {
  const { role, resource, trust } = subject;
  const beyond = grantsBeyondCaller(role, study);
  if (beyond === undefined) {
    return {
      status: 'UNKNOWN',
      resource,
      detail: 'The run does not say who assumed the role, so that nobody can be told from its caller.',
    };
  }
  if (beyond.length === 0) {
    return trust.problems.length === 0
      ? passedBoth(subject)
      : {
          status: 'UNKNOWN',
          resource,
          detail: `The trust policy could not be understood in full: ${listed(trust.problems.slice(0, 5))}.`,
        };
  }
  const whom = [...new Set(beyond.map(({ principal }) => principal.value))];
  const shown =
    whom.length > MOST_ACTIONS
      ? [...whom.slice(0, MOST_ACTIONS), `${whom.length - MOST_ACTIONS} more`]
      : whom;
  return {
    status: 'FAIL',
    resource,
    discriminator: 'trust',
    detail: `By ${statementsOf(beyond)} of the trust policy more may enter than ${account.auditorCallerArn} with ${account.auditorExternalId === true ? 'its external ID' : 'an external ID'}: ${listed(shown)}. So the role is judged like every other one too.`,
    evidence: statementEvidence(subject, beyond, {
      conditions: ({ keyLower }) => keyLower === 'sts:externalid',
    }),
  };
}

function judgePermissions(
  subject: JudgedRole,
  details: AuthorizationDetails,
  { auditorActions }: CheckContext,
): Outcome {
  const { role, resource } = subject;
  if (auditorActions === undefined) {
    return { status: 'UNKNOWN', resource, detail: 'What the generated policy holds was not given.' };
  }
  const expected = new Set(auditorActions.map((action) => action.toLowerCase()));
  const permissions = effectivePermissions(role, policiesByArn(details.policies));
  const { actions, statements, unpublished } = accessOf(permissions);
  const excess = without(actions, actionSet(auditorActions));
  const unnamed = unpublished.filter(({ pattern }) => !expected.has(pattern.toLowerCase()));
  if (isEmpty(excess) && unnamed.length === 0) {
    const adding = permissions.problems.filter(({ effect }) => effect === 'may-add');
    return adding.length === 0
      ? passedBoth(subject)
      : {
          status: 'UNKNOWN',
          resource,
          detail: `What the role may do is not known in full: ${listed(adding.slice(0, 5).map(({ text }) => text))}.`,
        };
  }
  const giving = new Set([
    ...statements.filter((one) => overlap(one.actions, excess)).map(({ statement }) => statement),
    ...unnamed.map(({ statement }) => statement),
  ]);
  const names = [...actionNames(excess).sort(), ...unnamed.map(({ pattern }) => pattern)];
  const shown =
    names.length > MOST_ACTIONS
      ? [...names.slice(0, MOST_ACTIONS), more(names.length - MOST_ACTIONS, 'action')]
      : names;
  return {
    status: 'FAIL',
    resource,
    discriminator: 'permissions',
    detail: `The role may do what the generated policy does not ask for: ${listed(shown)} (${statementNames([...giving])}).`,
    evidence: evidenceOf(details, subject, [...giving]),
    remediation: 'Give the role the policy that `countersign policy` prints, and take the others off.',
  };
}
