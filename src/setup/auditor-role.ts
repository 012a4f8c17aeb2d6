import { entryParameters, guardedTrust } from './entry.ts';
import { getAtt, type Template } from './template.ts';
import type { SetupValues } from './values.ts';

/** Where a template of the auditor role is meant to be deployed. */
type Place = 'members' | 'management account';

/** The role that the runner assumes in every account, with exactly what `countersign policy` asks for. */
export function auditorRole(values: SetupValues, place: Place): Template {
  const { auditor, auditorPolicy, sessionDuration, version } = values;
  const entry = entryParameters(auditor, sessionDuration);
  return {
    name: place === 'members' ? 'auditor-role' : 'auditor-role-management-account',
    description: `${DESCRIPTIONS[place]} Made by countersign setup ${version}.`,
    parameters: entry.parameters,
    groups: entry.groups,
    conditions: entry.conditions,
    resources: {
      AuditorRole: {
        type: 'AWS::IAM::Role',
        properties: {
          ...entry.roleProperties,
          Description: 'Read by Countersign: who from outside may enter this account.',
          AssumeRolePolicyDocument: guardedTrust(),
          Policies: [{ PolicyName: 'CountersignAudit', PolicyDocument: auditorPolicy }],
        },
      },
    },
    outputs: {
      AuditorRoleArn: {
        description: 'The role that Countersign assumes here.',
        value: getAtt('AuditorRole', 'Arn'),
      },
    },
  };
}

const DESCRIPTIONS = {
  members:
    'The role by which Countersign reads an account; read-only. For a StackSet with service-managed permissions, which puts it into every member account of the organization and into none that is the management account: auditor-role-management-account.yaml is for that one.',
  'management account':
    'The role by which Countersign reads the management account of the organization; read-only. A StackSet with service-managed permissions leaves the management account out, so deploy this as a stack of its own there, with the same parameters.',
} satisfies Record<Place, string>;
