/** What an action of a method must be allowed on. */
export type MethodTarget =
  /** The very role under judgement. */
  | 'own-role'
  /** A role, user, group or customer managed policy of the account. */
  | 'role'
  | 'user'
  | 'group'
  | 'policy'
  /** Whatever resource the action takes. */
  | 'any';

/** One action of a method. */
export interface MethodAction {
  action: string;
  on: MethodTarget;
  /** For iam:PassRole: the service that the role is passed to. */
  passedTo?: string;
}

/** A way from limited permissions to those of an administrator. */
export interface EscalationMethod {
  id: string;
  /** What one does, to follow on "may": `attach AdministratorAccess to itself`. */
  does: string;
  actions: readonly MethodAction[];
  /** What must run or exist already beside roles, users and policies; the way depends on the rights it has. */
  needs?: string;
  /** Raises the rights of the very role, so that its permissions boundary stays in force. */
  raisesItself?: true;
  /** A public page that describes it. */
  source: string;
}

const HACKING_THE_CLOUD = 'https://hackingthe.cloud/aws/exploitation/iam_privilege_escalation/';
const PATHFINDING = 'https://pathfinding.cloud/paths/';

function on(target: MethodTarget, ...actions: readonly string[]): MethodAction[] {
  return actions.map((action) => ({ action, on: target }));
}

/** A role is passed to a service, and the service set to work with it. */
function pass(service: string, ...actions: readonly string[]): MethodAction[] {
  return [{ action: 'iam:PassRole', on: 'role', passedTo: service }, ...on('any', ...actions)];
}

/** The methods, from the most to the least direct. Facts from the pages named; the words are our own. */
export const ESCALATION_METHODS: readonly EscalationMethod[] = [
  {
    id: 'attach-role-policy',
    does: 'attach AdministratorAccess to itself',
    actions: on('own-role', 'iam:AttachRolePolicy'),
    raisesItself: true,
    source: `${HACKING_THE_CLOUD}#iamattachrolepolicy`,
  },
  {
    id: 'put-role-policy',
    does: 'write an inline policy of its own that allows everything',
    actions: on('own-role', 'iam:PutRolePolicy'),
    raisesItself: true,
    source: `${HACKING_THE_CLOUD}#iamputrolepolicy`,
  },
  {
    id: 'create-policy-version',
    does: 'write a new default version, allowing everything, of a customer managed policy',
    actions: on('policy', 'iam:CreatePolicyVersion'),
    source: `${HACKING_THE_CLOUD}#iamcreatepolicyversion`,
  },
  {
    id: 'set-default-policy-version',
    does: 'bring an older and wider version of a customer managed policy back into force',
    actions: on('policy', 'iam:SetDefaultPolicyVersion'),
    needs: 'a policy with such a version',
    source: `${HACKING_THE_CLOUD}#iamsetdefaultpolicyversion`,
  },
  {
    id: 'attach-role-policy-assume',
    does: 'attach AdministratorAccess to a role and assume that role',
    actions: on('role', 'iam:AttachRolePolicy', 'sts:AssumeRole'),
    source: `${PATHFINDING}iam-014`,
  },
  {
    id: 'put-role-policy-assume',
    does: 'write an inline policy that allows everything into a role and assume that role',
    actions: on('role', 'iam:PutRolePolicy', 'sts:AssumeRole'),
    source: `${PATHFINDING}iam-017`,
  },
  {
    id: 'update-assume-role-policy',
    does: 'rewrite the trust policy of a role with more rights and then assume it',
    actions: on('role', 'iam:UpdateAssumeRolePolicy'),
    source: `${HACKING_THE_CLOUD}#iamupdateassumerolepolicy`,
  },
  {
    id: 'create-access-key',
    does: 'make access keys for a user with more rights',
    actions: on('user', 'iam:CreateAccessKey'),
    source: `${HACKING_THE_CLOUD}#iamcreateaccesskey`,
  },
  {
    id: 'create-login-profile',
    does: 'give a user with more rights a console password',
    actions: on('user', 'iam:CreateLoginProfile'),
    source: `${HACKING_THE_CLOUD}#iamcreateloginprofile`,
  },
  {
    id: 'update-login-profile',
    does: 'change the console password of a user with more rights',
    actions: on('user', 'iam:UpdateLoginProfile'),
    source: `${HACKING_THE_CLOUD}#iamupdateloginprofile`,
  },
  {
    id: 'attach-user-policy',
    does: 'attach AdministratorAccess to a user',
    actions: on('user', 'iam:AttachUserPolicy'),
    source: `${HACKING_THE_CLOUD}#iamattachuserpolicy`,
  },
  {
    id: 'put-user-policy',
    does: 'write an inline policy that allows everything into a user',
    actions: on('user', 'iam:PutUserPolicy'),
    source: `${HACKING_THE_CLOUD}#iamputuserpolicy`,
  },
  {
    id: 'attach-group-policy',
    does: 'attach AdministratorAccess to a group',
    actions: on('group', 'iam:AttachGroupPolicy'),
    source: `${HACKING_THE_CLOUD}#iamattachgrouppolicy`,
  },
  {
    id: 'put-group-policy',
    does: 'write an inline policy that allows everything into a group',
    actions: on('group', 'iam:PutGroupPolicy'),
    source: `${HACKING_THE_CLOUD}#iamputgrouppolicy`,
  },
  {
    id: 'add-user-to-group',
    does: 'add a user to a group with more rights',
    actions: on('group', 'iam:AddUserToGroup'),
    source: `${HACKING_THE_CLOUD}#iamaddusertogroup`,
  },
  {
    id: 'pass-role-lambda-invoke',
    does: 'pass a role with more rights to a new Lambda function and invoke it',
    actions: pass('lambda.amazonaws.com', 'lambda:CreateFunction', 'lambda:InvokeFunction'),
    source: `${HACKING_THE_CLOUD}#iampassrole-lambdacreatefunction-lambdainvokefunction`,
  },
  {
    id: 'pass-role-lambda-event-source',
    does: 'pass a role with more rights to a new Lambda function and have events invoke it',
    actions: pass('lambda.amazonaws.com', 'lambda:CreateFunction', 'lambda:CreateEventSourceMapping'),
    source: `${HACKING_THE_CLOUD}#iampassrole-lambdacreateeventsourcemapping-lambdacreatefunction`,
  },
  {
    id: 'pass-role-lambda-permission',
    does: 'pass a role with more rights to a new Lambda function and let somebody else invoke it',
    actions: pass('lambda.amazonaws.com', 'lambda:CreateFunction', 'lambda:AddPermission'),
    source: `${HACKING_THE_CLOUD}#iampassrole-lambdaaddpermission-lambdacreatefunction`,
  },
  {
    id: 'pass-role-ec2',
    does: 'launch an EC2 instance with the instance profile of a role with more rights',
    actions: pass('ec2.amazonaws.com', 'ec2:RunInstances'),
    source: `${HACKING_THE_CLOUD}#iampassrole-ec2runinstances`,
  },
  {
    id: 'pass-role-ec2-spot',
    does: 'request a Spot Instance with the instance profile of a role with more rights',
    actions: pass('ec2.amazonaws.com', 'ec2:RequestSpotInstances'),
    source: `${PATHFINDING}ec2-004`,
  },
  {
    id: 'pass-role-auto-scaling-configuration',
    does: 'have an Auto Scaling group launch instances with the profile of a role with more rights',
    actions: pass(
      'ec2.amazonaws.com',
      'autoscaling:CreateLaunchConfiguration',
      'autoscaling:CreateAutoScalingGroup',
    ),
    source: `${HACKING_THE_CLOUD}#iampassrole-autoscalingcreateautoscalinggroup-or-autoscalingupdateautoscalinggroup-autoscalingcreatelaunchconfiguration`,
  },
  {
    id: 'pass-role-auto-scaling-template',
    does: 'have an Auto Scaling group launch instances from a template with the profile of a role with more rights',
    actions: pass('ec2.amazonaws.com', 'ec2:CreateLaunchTemplate', 'autoscaling:CreateAutoScalingGroup'),
    source: `${HACKING_THE_CLOUD}#iampassrole-autoscalingcreateautoscalinggroup-or-autoscalingupdateautoscalinggroup-ec2createlaunchtemplate`,
  },
  {
    id: 'pass-role-cloudformation',
    does: 'have CloudFormation create a stack with a role with more rights',
    actions: pass('cloudformation.amazonaws.com', 'cloudformation:CreateStack'),
    source: `${HACKING_THE_CLOUD}#iampassrole-cloudformationcreatestack`,
  },
  {
    id: 'pass-role-glue-endpoint',
    does: 'open a Glue development endpoint with a role with more rights',
    actions: pass('glue.amazonaws.com', 'glue:CreateDevEndpoint'),
    source: `${HACKING_THE_CLOUD}#iampassrole-gluecreatedevendpoint`,
  },
  {
    id: 'pass-role-glue-job',
    does: 'run a Glue job of its own with a role with more rights',
    actions: pass('glue.amazonaws.com', 'glue:CreateJob', 'glue:StartJobRun'),
    source: `${HACKING_THE_CLOUD}#iampassrole-gluecreatejob`,
  },
  {
    id: 'pass-role-glue-update-job',
    does: 'give a Glue job that exists other code and a role with more rights',
    actions: pass('glue.amazonaws.com', 'glue:UpdateJob'),
    source: `${HACKING_THE_CLOUD}#iampassrole-glueupdatejob`,
  },
  {
    id: 'pass-role-data-pipeline',
    does: 'run commands by a Data Pipeline with a role with more rights',
    actions: pass(
      'datapipeline.amazonaws.com',
      'datapipeline:CreatePipeline',
      'datapipeline:PutPipelineDefinition',
      'datapipeline:ActivatePipeline',
    ),
    source: `${HACKING_THE_CLOUD}#iampassrole-datapipelineactivatepipeline-datapipelinecreatepipeline-datapipelineputpipelinedefinition`,
  },
  {
    id: 'pass-role-sagemaker-notebook',
    does: 'open a SageMaker notebook with a role with more rights',
    actions: pass(
      'sagemaker.amazonaws.com',
      'sagemaker:CreateNotebookInstance',
      'sagemaker:CreatePresignedNotebookInstanceUrl',
    ),
    source: `${PATHFINDING}sagemaker-001`,
  },
  {
    id: 'pass-role-sagemaker-training',
    does: 'run code of its own in a SageMaker training job with a role with more rights',
    actions: pass('sagemaker.amazonaws.com', 'sagemaker:CreateTrainingJob'),
    source: `${PATHFINDING}sagemaker-002`,
  },
  {
    id: 'pass-role-ecs-task',
    does: 'run a container of its own in ECS with a role with more rights',
    actions: pass('ecs-tasks.amazonaws.com', 'ecs:RegisterTaskDefinition', 'ecs:RunTask'),
    source: `${PATHFINDING}ecs-004`,
  },
  {
    id: 'pass-role-codebuild',
    does: 'run a CodeBuild project of its own with a role with more rights',
    actions: pass('codebuild.amazonaws.com', 'codebuild:CreateProject', 'codebuild:StartBuild'),
    source: `${PATHFINDING}codebuild-001`,
  },
  {
    id: 'pass-role-app-runner',
    does: 'run an App Runner service of its own with a role with more rights',
    actions: pass('tasks.apprunner.amazonaws.com', 'apprunner:CreateService'),
    source: `${PATHFINDING}apprunner-001`,
  },
  {
    id: 'pass-role-agentcore-interpreter',
    does: 'run code in a Bedrock AgentCore code interpreter of its own with a role with more rights',
    actions: pass(
      'bedrock-agentcore.amazonaws.com',
      'bedrock-agentcore:CreateCodeInterpreter',
      'bedrock-agentcore:StartCodeInterpreterSession',
      'bedrock-agentcore:InvokeCodeInterpreter',
    ),
    source: `${PATHFINDING}bedrock-001`,
  },
  {
    id: 'update-function-code',
    does: 'replace the code of a Lambda function and so act with its role',
    actions: on('any', 'lambda:UpdateFunctionCode'),
    needs: 'a function whose role has more rights',
    source: `${HACKING_THE_CLOUD}#lambdaupdatefunctioncode`,
  },
  {
    id: 'update-function-configuration',
    does: 'slip a layer under a Lambda function and so act with its role',
    actions: on('any', 'lambda:UpdateFunctionConfiguration'),
    needs: 'a function whose role has more rights',
    source: `${HACKING_THE_CLOUD}#lambdaupdatefunctionconfiguration`,
  },
  {
    id: 'update-dev-endpoint',
    does: 'put its own SSH key on a Glue development endpoint and so act with its role',
    actions: on('any', 'glue:UpdateDevEndpoint'),
    needs: 'an endpoint whose role has more rights',
    source: `${HACKING_THE_CLOUD}#glueupdatedevendpoint`,
  },
  {
    id: 'ssm-start-session',
    does: 'open a shell on an instance by Session Manager and so act with its role',
    actions: on('any', 'ssm:StartSession'),
    needs: 'a managed instance whose role has more rights',
    source: `${PATHFINDING}ssm-001`,
  },
  {
    id: 'ssm-send-command',
    does: 'run commands on an instance by Run Command and so act with its role',
    actions: on('any', 'ssm:SendCommand'),
    needs: 'a managed instance whose role has more rights',
    source: `${PATHFINDING}ssm-002`,
  },
  {
    id: 'ec2-user-data',
    does: 'stop an instance, write a script into its user data, start it and so act with its role',
    actions: on('any', 'ec2:ModifyInstanceAttribute', 'ec2:StopInstances', 'ec2:StartInstances'),
    needs: 'an instance whose role has more rights',
    source: `${PATHFINDING}ec2-002`,
  },
  {
    id: 'ec2-instance-connect',
    does: 'put its own SSH key on an instance and so act with its role',
    actions: on('any', 'ec2-instance-connect:SendSSHPublicKey'),
    needs: 'an instance that can be reached and whose role has more rights',
    source: `${PATHFINDING}ec2-003`,
  },
  {
    id: 'cloudformation-change-set',
    does: 'change a stack by a change set and so act with the service role of that stack',
    actions: on('any', 'cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'),
    needs: 'a stack whose service role has more rights',
    source: `${PATHFINDING}cloudformation-005`,
  },
  {
    id: 'codebuild-start-build',
    does: 'start a CodeBuild project with a build specification of its own and so act with its role',
    actions: on('any', 'codebuild:StartBuild'),
    needs: 'a project whose role has more rights',
    source: `${PATHFINDING}codebuild-002`,
  },
  {
    id: 'app-runner-update-service',
    does: 'put its own image into an App Runner service and so act with its role',
    actions: on('any', 'apprunner:UpdateService'),
    needs: 'a service whose role has more rights',
    source: `${PATHFINDING}apprunner-002`,
  },
  {
    id: 'sagemaker-presigned-url',
    does: 'open a SageMaker notebook that exists and so act with its role',
    actions: on('any', 'sagemaker:CreatePresignedNotebookInstanceUrl'),
    needs: 'a notebook whose role has more rights',
    source: `${PATHFINDING}sagemaker-004`,
  },
];
