import { type EscalationMethod, HACKING_THE_CLOUD, on, PATHFINDING } from './method.ts';

/** Ways by rewriting policies and trust policies of roles. */
export const POLICY_METHODS: readonly EscalationMethod[] = [
  {
    id: 'attach-role-policy',
    does: 'attach AdministratorAccess to itself',
    actions: on('own-role', 'iam:AttachRolePolicy'),
    raises: 'itself',
    source: `${HACKING_THE_CLOUD}#iamattachrolepolicy`,
  },
  {
    id: 'put-role-policy',
    does: 'write an inline policy of its own that allows everything',
    actions: on('own-role', 'iam:PutRolePolicy'),
    raises: 'itself',
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
    id: 'create-role-attach',
    does: 'create a role that trusts whomever it likes, and attach AdministratorAccess to it',
    actions: on('role', 'iam:CreateRole', 'iam:AttachRolePolicy'),
    raises: 'role',
    role: 'new',
    source:
      'https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-iam-privesc/index.html',
  },
  {
    id: 'create-role-put',
    does: 'create a role that trusts whomever it likes, and write an inline policy into it that allows everything',
    actions: on('role', 'iam:CreateRole', 'iam:PutRolePolicy'),
    raises: 'role',
    role: 'new',
    source:
      'https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-iam-privesc/index.html',
  },
  {
    id: 'attach-role-policy-assume',
    does: 'attach AdministratorAccess to a role and assume that role',
    actions: on('role', 'iam:AttachRolePolicy', 'sts:AssumeRole'),
    raises: 'role',
    role: 'trusting',
    source: `${PATHFINDING}iam-014`,
  },
  {
    id: 'put-role-policy-assume',
    does: 'write an inline policy that allows everything into a role and assume that role',
    actions: on('role', 'iam:PutRolePolicy', 'sts:AssumeRole'),
    raises: 'role',
    role: 'trusting',
    source: `${PATHFINDING}iam-017`,
  },
  {
    id: 'attach-role-policy-trust',
    does: 'attach AdministratorAccess to a role and rewrite its trust policy to let itself in',
    actions: on('role', 'iam:AttachRolePolicy', 'iam:UpdateAssumeRolePolicy'),
    raises: 'role',
    role: 'taken',
    source: `${PATHFINDING}iam-019`,
  },
  {
    id: 'put-role-policy-trust',
    does: 'write an inline policy that allows everything into a role and rewrite its trust policy to let itself in',
    actions: on('role', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy'),
    raises: 'role',
    role: 'taken',
    source: `${PATHFINDING}iam-021`,
  },
  {
    id: 'create-policy-version-assume',
    does: 'write a new default version, allowing everything, of a policy that a role has attached, and assume that role',
    actions: [...on('policy', 'iam:CreatePolicyVersion'), ...on('role', 'sts:AssumeRole')],
    needs: 'a role that trusts it and has such a policy attached',
    source: `${PATHFINDING}iam-016`,
  },
  {
    id: 'create-policy-version-trust',
    does: 'write a new default version, allowing everything, of a policy that a role has attached, and rewrite the trust policy of that role',
    actions: [...on('policy', 'iam:CreatePolicyVersion'), ...on('role', 'iam:UpdateAssumeRolePolicy')],
    needs: 'a role that has such a policy attached',
    source: `${PATHFINDING}iam-020`,
  },
  {
    id: 'update-assume-role-policy',
    does: 'rewrite the trust policy of a role with more rights and then assume it',
    actions: on('role', 'iam:UpdateAssumeRolePolicy'),
    role: 'taken',
    source: `${HACKING_THE_CLOUD}#iamupdateassumerolepolicy`,
  },
];
