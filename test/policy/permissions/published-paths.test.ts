import { describe, expect, it } from 'vitest';
import { newStudy } from '../../../src/model/study.ts';
import { accessOf } from '../../../src/policy/permissions/access.ts';
import { actionNames, actionSet } from '../../../src/policy/permissions/catalogue.ts';
import { effectivePermissions } from '../../../src/policy/permissions/effective.ts';
import { METHODS_TRIED, openMethods } from '../../../src/policy/permissions/escalation.ts';
import type { OpenMethod } from '../../../src/policy/permissions/open-way.ts';
import { surroundingsOf } from '../../../src/policy/permissions/role-surroundings.ts';
import { ROLE_TAKING_ACTIONS } from '../../../src/policy/permissions/role-taking-actions.ts';
import { some } from '../../support/thorough.ts';
import {
  ADMINISTRATORS,
  allow,
  FITTING,
  FITTING_POLICIES,
  type Held,
  otherRole,
  roleHolding,
} from './roles.ts';

function found(held: Held, others = ADMINISTRATORS, users = {}): OpenMethod[] {
  const { role, policies } = roleHolding(held);
  const around = surroundingsOf(
    {
      roles: [role, ...others],
      policies: [...policies, ...FITTING_POLICIES],
      ...users,
    },
    newStudy(),
  );
  const permissions = effectivePermissions(role, around.policies);
  return openMethods(permissions, accessOf(permissions), role, around);
}

function ids(held: Held, others = ADMINISTRATORS): string[] {
  return found(held, others).map(({ method }) => method.id);
}

/**
 * Every path of https://pathfinding.cloud/paths/ as of November 2026, with the permissions that it requires and the
 * method that finds it.
 */
// sts-001, sts:AssumeRole on any role, is told by the roles themselves: see third-party-admin.test.ts.
const PATHS: Array<[path: string, actions: string, method: string]> = [
  ['apprunner-001', 'iam:PassRole apprunner:CreateService', 'pass-role-app-runner'],
  ['apprunner-002', 'apprunner:UpdateService', 'app-runner-update-service'],
  [
    'bedrock-001',
    'iam:PassRole bedrock-agentcore:CreateCodeInterpreter bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter',
    'pass-role-agentcore-interpreter',
  ],
  [
    'bedrock-002',
    'bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter',
    'agentcore-interpreter',
  ],
  ['cloudformation-001', 'iam:PassRole cloudformation:CreateStack', 'pass-role-cloudformation'],
  ['cloudformation-002', 'cloudformation:UpdateStack', 'cloudformation-update-stack'],
  [
    'cloudformation-003',
    'iam:PassRole cloudformation:CreateStackSet cloudformation:CreateStackInstances',
    'pass-role-stack-set',
  ],
  ['cloudformation-004', 'iam:PassRole cloudformation:UpdateStackSet', 'pass-role-stack-set-update'],
  [
    'cloudformation-005',
    'cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet',
    'cloudformation-change-set',
  ],
  ['codebuild-001', 'iam:PassRole codebuild:CreateProject codebuild:StartBuild', 'pass-role-codebuild'],
  ['codebuild-002', 'codebuild:StartBuild', 'codebuild-start-build'],
  ['codebuild-003', 'codebuild:StartBuildBatch', 'codebuild-start-build-batch'],
  [
    'codebuild-004',
    'iam:PassRole codebuild:CreateProject codebuild:StartBuildBatch',
    'pass-role-codebuild-batch',
  ],
  [
    'datapipeline-001',
    'iam:PassRole datapipeline:CreatePipeline datapipeline:PutPipelineDefinition datapipeline:ActivatePipeline',
    'pass-role-data-pipeline',
  ],
  [
    'ec2instanceconnect-003',
    'ec2-instance-connect:SendSSHPublicKey ec2:DescribeInstances',
    'ec2-instance-connect',
  ],
  ['ec2-001', 'iam:PassRole ec2:RunInstances', 'pass-role-ec2'],
  ['ec2-002', 'ec2:ModifyInstanceAttribute ec2:StopInstances ec2:StartInstances', 'ec2-user-data'],
  ['ec2-003', 'iam:PassRole ec2:RequestSpotInstances', 'pass-role-ec2-spot'],
  ['ec2-004', 'ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate', 'ec2-launch-template'],
  [
    'ecs-001',
    'iam:PassRole ecs:CreateCluster ecs:RegisterTaskDefinition ecs:CreateService',
    'pass-role-ecs-service',
  ],
  ['ecs-002', 'iam:PassRole ecs:CreateCluster ecs:RegisterTaskDefinition ecs:RunTask', 'pass-role-ecs-task'],
  ['ecs-003', 'iam:PassRole ecs:RegisterTaskDefinition ecs:CreateService', 'pass-role-ecs-service'],
  ['ecs-004', 'iam:PassRole ecs:RegisterTaskDefinition ecs:RunTask', 'pass-role-ecs-task'],
  ['ecs-005', 'iam:PassRole ecs:RegisterTaskDefinition ecs:StartTask', 'pass-role-ecs-start-task'],
  ['glue-001', 'iam:PassRole glue:CreateDevEndpoint', 'pass-role-glue-endpoint'],
  ['glue-002', 'glue:UpdateDevEndpoint', 'update-dev-endpoint'],
  ['glue-003', 'iam:PassRole glue:CreateJob glue:StartJobRun', 'pass-role-glue-job'],
  ['glue-004', 'iam:PassRole glue:CreateJob glue:CreateTrigger', 'pass-role-glue-job-trigger'],
  ['glue-005', 'iam:PassRole glue:UpdateJob glue:StartJobRun', 'pass-role-glue-update-job-run'],
  ['glue-006', 'iam:PassRole glue:UpdateJob glue:CreateTrigger', 'pass-role-glue-update-job-trigger'],
  ['iam-001', 'iam:CreatePolicyVersion', 'create-policy-version'],
  ['iam-002', 'iam:CreateAccessKey', 'create-access-key'],
  ['iam-003', 'iam:CreateAccessKey iam:DeleteAccessKey', 'replace-access-key'],
  ['iam-004', 'iam:CreateLoginProfile', 'create-login-profile'],
  ['iam-005', 'iam:PutRolePolicy', 'put-role-policy'],
  ['iam-006', 'iam:UpdateLoginProfile', 'update-login-profile'],
  ['iam-007', 'iam:PutUserPolicy', 'put-user-policy'],
  ['iam-008', 'iam:AttachUserPolicy', 'attach-user-policy'],
  ['iam-009', 'iam:AttachRolePolicy', 'attach-role-policy'],
  ['iam-010', 'iam:AttachGroupPolicy', 'attach-group-policy'],
  ['iam-011', 'iam:PutGroupPolicy', 'put-group-policy'],
  ['iam-012', 'iam:UpdateAssumeRolePolicy', 'update-assume-role-policy'],
  ['iam-013', 'iam:AddUserToGroup', 'add-user-to-group'],
  ['iam-014', 'iam:AttachRolePolicy sts:AssumeRole', 'attach-role-policy-assume'],
  ['iam-015', 'iam:AttachUserPolicy iam:CreateAccessKey', 'attach-user-policy-key'],
  ['iam-016', 'iam:CreatePolicyVersion sts:AssumeRole', 'create-policy-version-assume'],
  ['iam-017', 'iam:PutRolePolicy sts:AssumeRole', 'put-role-policy-assume'],
  ['iam-018', 'iam:PutUserPolicy iam:CreateAccessKey', 'put-user-policy-key'],
  ['iam-019', 'iam:AttachRolePolicy iam:UpdateAssumeRolePolicy', 'attach-role-policy-trust'],
  ['iam-020', 'iam:CreatePolicyVersion iam:UpdateAssumeRolePolicy', 'create-policy-version-trust'],
  ['iam-021', 'iam:PutRolePolicy iam:UpdateAssumeRolePolicy', 'put-role-policy-trust'],
  ['iam-022', 'iam:DeleteUserPermissionsBoundary', 'delete-user-boundary'],
  ['iam-023', 'iam:DeleteRolePermissionsBoundary sts:AssumeRole', 'delete-role-boundary-assume'],
  ['iam-024', 'iam:PutUserPermissionsBoundary', 'put-user-boundary'],
  ['iam-025', 'iam:DetachUserPolicy', 'detach-user-policy'],
  ['iam-026', 'iam:DeleteUserPolicy', 'delete-user-policy'],
  ['lambda-001', 'iam:PassRole lambda:CreateFunction lambda:InvokeFunction', 'pass-role-lambda-invoke'],
  [
    'lambda-002',
    'iam:PassRole lambda:CreateFunction lambda:CreateEventSourceMapping',
    'pass-role-lambda-event-source',
  ],
  ['lambda-003', 'lambda:UpdateFunctionCode', 'update-function-code'],
  ['lambda-004', 'lambda:UpdateFunctionCode lambda:InvokeFunction', 'update-function-code'],
  ['lambda-005', 'lambda:UpdateFunctionCode lambda:AddPermission', 'update-function-code'],
  ['lambda-006', 'iam:PassRole lambda:CreateFunction lambda:AddPermission', 'pass-role-lambda-permission'],
  ['sagemaker-001', 'iam:PassRole sagemaker:CreateNotebookInstance', 'pass-role-sagemaker-notebook'],
  ['sagemaker-002', 'iam:PassRole sagemaker:CreateTrainingJob', 'pass-role-sagemaker-training'],
  ['sagemaker-003', 'iam:PassRole sagemaker:CreateProcessingJob', 'pass-role-sagemaker-processing'],
  ['sagemaker-004', 'sagemaker:CreatePresignedNotebookInstanceUrl', 'sagemaker-presigned-url'],
  [
    'sagemaker-005',
    'sagemaker:CreateNotebookInstanceLifecycleConfig sagemaker:StopNotebookInstance sagemaker:UpdateNotebookInstance sagemaker:StartNotebookInstance',
    'sagemaker-lifecycle-configuration',
  ],
  ['ssm-001', 'ssm:StartSession', 'ssm-start-session'],
  ['ssm-002', 'ssm:SendCommand', 'ssm-send-command'],
];

/** Ways that other public collections describe, or follow from what AWS documents of an action. */
const MORE: Array<[actions: string, method: string]> = [
  ['iam:CreateRole iam:PutRolePolicy', 'create-role-put'],
  ['iam:CreateRole iam:AttachRolePolicy', 'create-role-attach'],
  ['iam:PassRole states:CreateStateMachine states:StartExecution', 'pass-role-step-functions'],
  ['iam:PassRole states:TestState', 'pass-role-step-functions-test'],
  ['iam:PassRole scheduler:CreateSchedule', 'pass-role-scheduler'],
  ['iam:PassRole ssm:StartAutomationExecution', 'pass-role-ssm-automation'],
  ['iam:PassRole batch:RegisterJobDefinition batch:SubmitJob', 'pass-role-batch'],
  ['iam:PassRole elasticmapreduce:RunJobFlow', 'pass-role-emr'],
  ['iam:PassRole cloudformation:UpdateStack', 'pass-role-cloudformation-update'],
  ['iam:PassRole ecs:RegisterTaskDefinition ecs:UpdateService', 'pass-role-ecs-update-service'],
  ['iam:PassRole iam:AddRoleToInstanceProfile', 'pass-role-instance-profile'],
  ['eks:AssociateAccessPolicy', 'eks-associate-access-policy'],
  ['eks:CreateAccessEntry eks:AssociateAccessPolicy', 'eks-access-policy'],
  ['sso:CreateAccountAssignment', 'sso-create-account-assignment'],
  ['identitystore:CreateGroupMembership', 'identitystore-create-group-membership'],
  ['sts:AssumeRoot', 'assume-root'],
  ['iam:UpdateSAMLProvider', 'update-saml-provider'],
  ['iam:CreateSAMLProvider iam:UpdateAssumeRolePolicy', 'create-saml-provider-trust'],
  ['iam:UpdateOpenIDConnectProviderThumbprint', 'update-oidc-thumbprint'],
  ['iam:AddClientIDToOpenIDConnectProvider', 'add-oidc-client'],
  ['ecs:ExecuteCommand', 'ecs-execute-command'],
  ['ssm:CreateAssociation', 'ssm-create-association'],
];

describe('the public catalogue of paths', () => {
  it.each(some(PATHS, 30))('%s is found: %s', (_path, actions, method) => {
    expect(ids({ inline: allow(actions.split(' ')) })).toContain(method);
  });

  it.each(PATHS.filter(([path]) => path.startsWith('iam-')))(
    '%s is found where users are known that it leads to, and surely where it makes their credentials',
    (_path, actions, id) => {
      const open = found({ inline: allow(actions.split(' ')) }, ADMINISTRATORS, FITTING);
      const way = open.find(({ method }) => method.id === id);
      expect(way).toBeDefined();
      const takes = /iam:(?:CreateAccessKey|(?:Create|Update)LoginProfile)/.test(actions);
      if (way?.method.user !== undefined) expect(way.doubts.length === 0).toBe(takes);
    },
  );

  it.each(MORE)('%s is found', (actions, method) => {
    expect(ids({ inline: allow(actions.split(' ')) })).toContain(method);
  });

  it.each(some(PATHS, 30))(
    '%s is found, as perhaps open, where no role has the rights yet',
    (_path, actions, method) => {
      expect(ids({ inline: allow(actions.split(' ')) }, [])).toContain(method);
    },
  );
});

describe('a role passed to whatever service there is', () => {
  it.each(ROLE_TAKING_ACTIONS.filter((_, index) => index % 7 === 0))(
    '%s opens a way, never surely',
    (action) => {
      const open = found({ inline: allow(['iam:PassRole', action]) });
      expect(open.length).toBeGreaterThan(0);
      const other = open.find(({ method }) => method.id === 'pass-role-other-service');
      expect(other?.doubts.length).not.toBe(0);
    },
  );

  it('names published actions, and is counted', () => {
    expect(actionNames(actionSet(ROLE_TAKING_ACTIONS)).sort()).toEqual([...ROLE_TAKING_ACTIONS].sort());
    expect(ROLE_TAKING_ACTIONS.length).toBeGreaterThan(800);
    expect(METHODS_TRIED).toBeGreaterThan(120);
  });

  it('is none where the role may be passed to other services alone', () => {
    const toEc2 = { Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } } };
    expect(ids({ inline: [allow('iam:PassRole', '*', toEc2), allow('transfer:CreateServer')] })).toEqual([]);
  });

  it('asks what named roles hold', () => {
    const named = (inline: object) => {
      const role = otherRole('transfer', { Service: 'transfer.amazonaws.com' }, inline);
      return ids({ inline: [allow('iam:PassRole', role.arn), allow('transfer:CreateServer')] }, [role]);
    };
    expect(named(allow('s3:GetObject'))).toEqual([]);
    expect(named(allow('*'))).toEqual(['pass-role-other-service']);
  });
});
