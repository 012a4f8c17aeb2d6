import type { Template } from '../template.ts';
import { type Json, snakeCase } from './expressions.ts';
import { moduleText, REQUIREMENTS, variables } from './module.ts';

/**
 * A StackSet of a template as a module of Terraform: Terraform itself would need a provider for every account, and would
 * not follow when the organization gets another one.
 */
export function stackSetModule(template: Template, heading: string): string {
  const parameters = Object.keys(template.parameters);
  return moduleText({
    '//': `${heading} The role of ../../${template.name}.yaml in every member account, by a StackSet with service-managed permissions. It leaves the management account out: use ../auditor-role there.`,
    terraform: REQUIREMENTS,
    variable: { ...(variables(template.parameters) as Record<string, Json>), ...OWN_VARIABLES },
    data: { aws_region: { current: {} } },
    resource: {
      aws_cloudformation_stack_set: {
        auditor_role: {
          name: 'countersign-auditor-role',
          description: 'The role by which Countersign reads an account.',
          permission_model: 'SERVICE_MANAGED',
          call_as: '${var.call_as}',
          capabilities: ['CAPABILITY_NAMED_IAM'],
          template_body: `\${file("\${path.module}/../../${template.name}.yaml")}`,
          parameters: Object.fromEntries(parameters.map((name) => [name, `\${var.${snakeCase(name)}}`])),
          auto_deployment: { enabled: true, retain_stacks_on_account_removal: false },
          operation_preferences: PREFERENCES,
          // With service-managed permissions AWS fills this in, and Terraform would see a difference for ever.
          lifecycle: { ignore_changes: ['administration_role_arn'] },
        },
      },
      aws_cloudformation_stack_instances: {
        auditor_role: {
          stack_set_name: '${aws_cloudformation_stack_set.auditor_role.name}',
          call_as: '${var.call_as}',
          // A role belongs to no Region: one is enough.
          regions: ['${data.aws_region.current.id}'],
          deployment_targets: { organizational_unit_ids: '${var.organizational_unit_ids}' },
          operation_preferences: PREFERENCES,
        },
      },
    },
  });
}

const PREFERENCES = { failure_tolerance_percentage: 20, max_concurrent_percentage: 100 };

const OWN_VARIABLES: Record<string, Json> = {
  organizational_unit_ids: {
    description:
      'The units whose accounts get the role, and those below them: the id of the root is all of them.',
    type: 'list(string)',
    nullable: false,
  },
  call_as: {
    description:
      'SELF in the management account, DELEGATED_ADMIN in an account that StackSets are delegated to.',
    type: 'string',
    default: 'SELF',
    nullable: false,
    validation: {
      condition: '${contains(["SELF", "DELEGATED_ADMIN"], var.call_as)}',
      error_message: 'One of SELF, DELEGATED_ADMIN.',
    },
  },
};
