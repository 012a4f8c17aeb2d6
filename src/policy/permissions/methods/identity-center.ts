import { AWS_DOCS, type EscalationMethod, HACKTRICKS, on } from './method.ts';

const PAGE = `${HACKTRICKS}aws-sso-and-identitystore-privesc/index.html`;
const IDENTITY = 'an identity of IAM Identity Center in its hands';

/** Ways by IAM Identity Center, where this account administers it. */
export const IDENTITY_CENTER_METHODS: readonly EscalationMethod[] = [
  {
    id: 'sso-create-account-assignment',
    does: 'assign a permission set with more rights to an identity of its own',
    actions: on('existing', 'sso:CreateAccountAssignment'),
    needs: IDENTITY,
    source: PAGE,
  },
  {
    id: 'sso-put-inline-policy',
    does: 'write an inline policy that allows everything into a permission set',
    actions: on('existing', 'sso:PutInlinePolicyToPermissionSet', 'sso:ProvisionPermissionSet'),
    needs: `${IDENTITY} that has the permission set`,
    source: PAGE,
  },
  {
    id: 'sso-attach-managed-policy',
    does: 'attach AdministratorAccess to a permission set',
    actions: on('existing', 'sso:AttachManagedPolicyToPermissionSet', 'sso:ProvisionPermissionSet'),
    needs: `${IDENTITY} that has the permission set`,
    source: PAGE,
  },
  {
    id: 'sso-attach-customer-policy',
    does: 'attach a customer managed policy that allows everything to a permission set',
    actions: on(
      'existing',
      'sso:AttachCustomerManagedPolicyReferenceToPermissionSet',
      'sso:ProvisionPermissionSet',
    ),
    needs: `${IDENTITY} that has the permission set`,
    source: PAGE,
  },
  {
    id: 'sso-delete-permissions-boundary',
    does: 'take the permissions boundary off a permission set',
    actions: on('existing', 'sso:DeletePermissionsBoundaryFromPermissionSet'),
    needs: `${IDENTITY} that has a bounded permission set with more rights`,
    source: PAGE,
  },
  {
    id: 'identitystore-create-group-membership',
    does: 'add an identity to a group of IAM Identity Center with more rights',
    actions: on('existing', 'identitystore:CreateGroupMembership'),
    needs: IDENTITY,
    source: PAGE,
  },
  {
    id: 'sso-directory-password',
    does: 'set the password of an identity of IAM Identity Center with more rights',
    actions: on('existing', 'sso-directory:UpdatePassword'),
    needs: 'a directory of IAM Identity Center in this account',
    source: PAGE,
  },
  {
    id: 'sso-create-trusted-issuer',
    does: 'have IAM Identity Center accept the tokens of an issuer of its own',
    actions: on('any', 'sso:CreateTrustedTokenIssuer', 'sso:PutApplicationGrant'),
    needs: 'an application that acts for identities with more rights',
    source: `${AWS_DOCS}singlesignon/latest/APIReference/API_CreateTrustedTokenIssuer.html`,
  },
];
