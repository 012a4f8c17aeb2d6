import { AWS_DOCS, type EscalationMethod, HACKING_THE_CLOUD, HACKTRICKS, on, PATHFINDING } from './method.ts';

const IAM_PAGE = `${HACKTRICKS}aws-iam-privesc/index.html`;
const OWN_USER = 'a user whose credentials it has';

/** Ways by users, groups, identity providers and the root users of member accounts. */
export const USER_METHODS: readonly EscalationMethod[] = [
  {
    id: 'create-access-key',
    does: 'make access keys for a user with more rights',
    actions: on('user', 'iam:CreateAccessKey'),
    source: `${HACKING_THE_CLOUD}#iamcreateaccesskey`,
  },
  {
    id: 'replace-access-key',
    does: 'delete an access key of a user with more rights and make another',
    actions: on('user', 'iam:CreateAccessKey', 'iam:DeleteAccessKey'),
    source: `${PATHFINDING}iam-003`,
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
    needs: OWN_USER,
    source: `${HACKING_THE_CLOUD}#iamattachuserpolicy`,
  },
  {
    id: 'put-user-policy',
    does: 'write an inline policy that allows everything into a user',
    actions: on('user', 'iam:PutUserPolicy'),
    needs: OWN_USER,
    source: `${HACKING_THE_CLOUD}#iamputuserpolicy`,
  },
  {
    id: 'attach-user-policy-key',
    does: 'attach AdministratorAccess to a user and make access keys for it',
    actions: on('user', 'iam:AttachUserPolicy', 'iam:CreateAccessKey'),
    source: `${PATHFINDING}iam-015`,
  },
  {
    id: 'put-user-policy-key',
    does: 'write an inline policy that allows everything into a user and make access keys for it',
    actions: on('user', 'iam:PutUserPolicy', 'iam:CreateAccessKey'),
    source: `${PATHFINDING}iam-018`,
  },
  {
    id: 'attach-group-policy',
    does: 'attach AdministratorAccess to a group',
    actions: on('group', 'iam:AttachGroupPolicy'),
    needs: 'a member of it whose credentials it has',
    source: `${HACKING_THE_CLOUD}#iamattachgrouppolicy`,
  },
  {
    id: 'put-group-policy',
    does: 'write an inline policy that allows everything into a group',
    actions: on('group', 'iam:PutGroupPolicy'),
    needs: 'a member of it whose credentials it has',
    source: `${HACKING_THE_CLOUD}#iamputgrouppolicy`,
  },
  {
    id: 'add-user-to-group',
    does: 'add a user to a group with more rights',
    actions: on('group', 'iam:AddUserToGroup'),
    needs: OWN_USER,
    source: `${HACKING_THE_CLOUD}#iamaddusertogroup`,
  },
  {
    id: 'update-access-key',
    does: 'bring an access key that somebody knows back into force',
    actions: on('user', 'iam:UpdateAccessKey'),
    needs: 'an inactive key of a user with more rights that it knows',
    source: IAM_PAGE,
  },
  {
    id: 'update-saml-provider',
    does: 'put its own signing certificate into a SAML provider and come in as whoever that lets in',
    actions: on('existing', 'iam:UpdateSAMLProvider'),
    needs: 'a role with more rights that trusts the provider',
    source: IAM_PAGE,
  },
  {
    id: 'create-saml-provider-trust',
    does: 'make a SAML provider of its own and rewrite the trust policy of a role with more rights to trust it',
    actions: [...on('any', 'iam:CreateSAMLProvider'), ...on('role', 'iam:UpdateAssumeRolePolicy')],
    role: 'taken',
    source: IAM_PAGE,
  },
  {
    id: 'create-saml-provider',
    does: 'make a SAML provider again that a role still trusts, with its own signing certificate',
    actions: on('any', 'iam:CreateSAMLProvider'),
    needs: 'a role with more rights that trusts a provider of that name',
    source: IAM_PAGE,
  },
  {
    id: 'update-oidc-thumbprint',
    does: 'change the thumbprints of an OIDC provider, so that a server of its own passes for the issuer',
    actions: on('existing', 'iam:UpdateOpenIDConnectProviderThumbprint'),
    needs: 'a role with more rights that trusts the provider',
    source: IAM_PAGE,
  },
  {
    id: 'add-oidc-client',
    does: 'have an OIDC provider accept tokens made for a client of its own',
    actions: on('existing', 'iam:AddClientIDToOpenIDConnectProvider'),
    needs: 'a role with more rights that trusts the provider and asks for no audience',
    source: `${AWS_DOCS}IAM/latest/APIReference/API_AddClientIDToOpenIDConnectProvider.html`,
  },
  {
    id: 'create-oidc-provider',
    does: 'make an OIDC provider again that a role still trusts',
    actions: on('any', 'iam:CreateOpenIDConnectProvider'),
    needs: 'a role with more rights that trusts an issuer in its hands',
    source: `${AWS_DOCS}IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html`,
  },
  {
    id: 'assume-root',
    does: 'take a session of the root user of a member account',
    actions: on('existing', 'sts:AssumeRoot'),
    needs:
      'an organization with centralized root access, of which this is the management or a delegated account',
    source: `${AWS_DOCS}STS/latest/APIReference/API_AssumeRoot.html`,
  },
];
