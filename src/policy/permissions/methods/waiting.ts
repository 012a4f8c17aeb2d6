import { AWS_DOCS, type EscalationMethod, on } from './method.ts';

const PROVISIONED = 'an identity in its hands that has the permission set, and somebody who provisions it';
const MANAGED_INSTANCE = 'a managed instance that an association brings it to, whose role has more rights';
const SSO = `${AWS_DOCS}singlesignon/latest/APIReference/`;
const SSM = `${AWS_DOCS}systems-manager/latest/APIReference/`;

/** Ways that lead on only where others have set something up, or take a step later. */
export const WAITING_METHODS: readonly EscalationMethod[] = [
  {
    id: 'rolesanywhere-update-trust-anchor',
    does: 'put a certificate authority of its own into a trust anchor of Roles Anywhere and come in as whoever that lets in',
    actions: on('existing', 'rolesanywhere:UpdateTrustAnchor'),
    needs: 'a profile of Roles Anywhere with a role that trusts the anchor and has more rights',
    source: `${AWS_DOCS}rolesanywhere/latest/APIReference/API_UpdateTrustAnchor.html`,
  },
  {
    id: 'batch-submit-job',
    does: 'run a job definition of Batch with a command of its own and so act with its role',
    actions: on('existing', 'batch:SubmitJob'),
    needs: 'a job definition whose role has more rights',
    source: `${AWS_DOCS}batch/latest/APIReference/API_SubmitJob.html`,
  },
  {
    id: 'airflow-cli-token',
    does: 'command an Airflow environment and so act with its role',
    actions: on('existing', 'airflow:CreateCliToken'),
    needs: 'an environment whose role has more rights',
    source: `${AWS_DOCS}mwaa/latest/API/API_CreateCliToken.html`,
  },
  {
    id: 'airflow-web-login-token',
    does: 'sign in to an Airflow environment and so act with its role',
    actions: on('existing', 'airflow:CreateWebLoginToken'),
    needs: 'an environment whose role has more rights',
    source: `${AWS_DOCS}mwaa/latest/API/API_CreateWebLoginToken.html`,
  },
  {
    id: 'ssm-update-document',
    does: 'rewrite a document of Systems Manager that instances run and so act with their roles',
    actions: on('existing', 'ssm:UpdateDocument', 'ssm:UpdateDocumentDefaultVersion'),
    needs: MANAGED_INSTANCE,
    source: `${SSM}API_UpdateDocumentDefaultVersion.html`,
  },
  {
    id: 'ssm-update-association',
    does: 'have an association of State Manager run commands on instances and so act with their roles',
    actions: on('existing', 'ssm:UpdateAssociation'),
    needs: MANAGED_INSTANCE,
    source: `${SSM}API_UpdateAssociation.html`,
  },
  {
    id: 'sso-directory-add-member',
    does: 'add an identity to a group of IAM Identity Center with more rights',
    actions: on('existing', 'sso-directory:AddMemberToGroup'),
    needs: 'an identity of IAM Identity Center in its hands',
    source: `${AWS_DOCS}service-authorization/latest/reference/list_awsiamidentitycenterdirectory.html`,
  },
  {
    id: 'sso-put-inline-policy-later',
    does: 'write an inline policy that allows everything into a permission set, for its next provisioning',
    actions: on('existing', 'sso:PutInlinePolicyToPermissionSet'),
    needs: PROVISIONED,
    source: `${SSO}API_PutInlinePolicyToPermissionSet.html`,
  },
  {
    id: 'sso-attach-managed-policy-later',
    does: 'attach AdministratorAccess to a permission set, for its next provisioning',
    actions: on('existing', 'sso:AttachManagedPolicyToPermissionSet'),
    needs: PROVISIONED,
    source: `${SSO}API_AttachManagedPolicyToPermissionSet.html`,
  },
  {
    // To set the group's own version takes ec2:RunInstances and iam:PassRole, which are told by other methods.
    id: 'auto-scaling-launch-template',
    does: 'make the latest version of a launch template one of its own, by which an Auto Scaling group starts instances, and so act with their role',
    actions: on('existing', 'ec2:CreateLaunchTemplateVersion'),
    needs:
      'a group that goes by the latest version of a launch template, which names a role with more rights',
    source: `${AWS_DOCS}autoscaling/ec2/userguide/asg-instance-refresh-skip-matching.html`,
  },
  {
    id: 'emr-containers-session-credentials',
    does: 'take credentials to a managed endpoint of EMR on EKS for an execution role of its choice and so act with that',
    actions: on('existing', 'emr-containers:GetManagedEndpointSessionCredentials'),
    needs: 'a managed endpoint, and a role with more rights that trusts its cluster',
    source: `${AWS_DOCS}emr-on-eks/latest/APIReference/API_GetManagedEndpointSessionCredentials.html`,
  },
  {
    id: 'emr-cluster-session-credentials',
    does: 'take credentials to an EMR cluster for a runtime role of its choice and so act with that',
    actions: on('existing', 'elasticmapreduce:GetClusterSessionCredentials'),
    needs: 'a cluster with runtime roles, one of which has more rights',
    source: `${AWS_DOCS}emr/latest/APIReference/API_GetClusterSessionCredentials.html`,
  },
  {
    id: 'create-service-specific-credential',
    does: 'make credentials of a user for a service such as CodeCommit, Keyspaces or Bedrock and so act with its rights there',
    actions: on('user', 'iam:CreateServiceSpecificCredential'),
    needs: 'a user whose rights in such a service lead on',
    source: `${AWS_DOCS}IAM/latest/APIReference/API_CreateServiceSpecificCredential.html`,
  },
  {
    id: 'organizations-create-account',
    does: 'make a member account and administer it by the role that Organizations puts there',
    actions: [...on('any', 'organizations:CreateAccount'), ...on('existing', 'sts:AssumeRole')],
    needs: 'an organization of which this is the management account',
    source: `${AWS_DOCS}organizations/latest/APIReference/API_CreateAccount.html`,
  },
];
