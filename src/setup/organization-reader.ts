import { entryParameters, guardedTrust } from './entry.ts';
import { getAtt, type Template } from './template.ts';
import type { SetupValues } from './values.ts';

/** The role by which the accounts of the organization are found. */
export function organizationReader(values: SetupValues): Template {
  const entry = entryParameters(values.organizationReader, 3600);
  return {
    name: 'organization-reader',
    description: `The role by which Countersign finds the accounts of the organization; it lists them and can do nothing else. For the management account, or for an account that is a delegated administrator of a service and so may list them. Made by countersign setup ${values.version}.`,
    parameters: entry.parameters,
    groups: entry.groups,
    conditions: entry.conditions,
    resources: {
      OrganizationReader: {
        type: 'AWS::IAM::Role',
        properties: {
          ...entry.roleProperties,
          Description: 'Read by Countersign: which accounts the organization has.',
          AssumeRolePolicyDocument: guardedTrust(),
          Policies: [{ PolicyName: 'CountersignDiscovery', PolicyDocument: values.organizationPolicy }],
        },
      },
    },
    outputs: {
      OrganizationReaderArn: {
        description: 'What organization.roleArn of the configuration names.',
        value: getAtt('OrganizationReader', 'Arn'),
      },
    },
  };
}
