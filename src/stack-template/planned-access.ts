import { partText } from '../model/json-text.ts';
import type { Deployment } from './declared-roles.ts';
import { type OtherAccess, reasonWithin } from './other-access.ts';
import { emptyTemplate } from './read-template.ts';
import { type TemplateScope, templateScope } from './scope.ts';
import { type PlannedResource, PROVISIONERS } from './terraform-plan.ts';

/** Types that roles are read from, and those that give nobody access. */
const READ =
  /^aws_iam_(?:role|policy|role_policy|role_policy_attachment|policy_attachment|instance_profile|service_linked_role|openid_connect_provider|saml_provider)$/;

/** Types whose resources come from another file or from code. */
const ELSEWHERE =
  /^(?:awscc_|aws_cloudformation_|aws_cloudcontrolapi_|aws_servicecatalog_provisioned_product$|aws_serverlessapplicationrepository_)/;

/**
 * Types that give access and name no Principal as a policy does.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 */
const BESIDE =
  /^aws_(?:iam_(?:user|access_key|group)|ram_|ssoadmin_|identitystore_|rolesanywhere_|lakeformation_|kms_grant$|eks_access_|s3control_access_grant|cognito_identity_pool|ecrpublic_|redshift_endpoint_authorization$|servicecatalog_(?:portfolio_share|principal_portfolio_association)$|transfer_user$|vpc_endpoint_service_allowed_principal$|network_interface_permission$|ami_launch_permission$|snapshot_create_volume_permission$)/;

/** Everything of a plan that may give access beside its roles. */
export function plannedAccess(resources: readonly PlannedResource[], deployment: Deployment): OtherAccess[] {
  const { accountId, region, partition } = deployment;
  const stackId = `arn:${partition}:cloudformation:${region}:${accountId}:stack/plan`;
  return resources.flatMap((resource) => {
    // Work is counted for each resource alone.
    const scope = templateScope(
      emptyTemplate(),
      { stackName: '', body: '', parameters: [], resources: [] },
      stackId,
    );
    const why = scope && reasonOf(resource, scope);
    return why === undefined ? [] : [{ place: resource.address, type: resource.type, why }];
  });
}

function reasonOf(resource: PlannedResource, scope: TemplateScope): OtherAccess['why'] | undefined {
  const { type, values, references } = resource;
  if (references?.has(PROVISIONERS)) return 'made-elsewhere';
  if (READ.test(type)) return undefined;
  if (ELSEWHERE.test(type)) return 'made-elsewhere';
  if (!type.startsWith('aws_')) return undefined;
  return BESIDE.test(type) || isOpenToOthers(resource) ? 'beside-roles' : reasonWithin(values, scope);
}

/** A function that anybody may call, a bucket that anybody may read, a policy of which nobody knows yet whom it admits. */
function isOpenToOthers({ type, values, unknown, references }: PlannedResource): boolean {
  const acl = partText(values.get('acl') ?? '');
  return (
    (type === 'aws_lambda_function_url' && values.get('authorization_type') !== 'AWS_IAM') ||
    (type === 'aws_s3_bucket_acl' && !CLOSED_ACL.test(acl)) ||
    /^(?:public|authenticated)-/.test(acl) ||
    [...unknown].some(
      (key) =>
        /policy$|policies$|^principal$/.test(key) &&
        (references?.has(key) ?? /_(?:policy|permission)$/.test(type)),
    )
  );
}

const CLOSED_ACL =
  /^(?:private|log-delivery-write|aws-exec-read|bucket-owner-read|bucket-owner-full-control)$/;
