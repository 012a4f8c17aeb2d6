import { type PolicyDocument, trustPolicy } from './policy-document.ts';
import {
  equals,
  NOTHING,
  not,
  type Parameter,
  type Properties,
  ref,
  sub,
  type Template,
  when,
} from './template.ts';
import type { RoleName } from './values.ts';

/** What a role that the runner enters is asked for, and has of it: name, trust, end, boundary. */
export function entryParameters(
  { path, name }: RoleName,
  sessionDuration: number,
): Pick<Template, 'parameters' | 'groups' | 'conditions'> & { roleProperties: Properties } {
  return {
    parameters: {
      RunnerRoleArn: RUNNER_ROLE_ARN,
      ExternalId: EXTERNAL_ID,
      RoleName: {
        label: 'Role name',
        description:
          'The name of the role. It is the same in every account, since the configuration names it once.',
        default: name,
        pattern: '^[\\w+=,.@-]{1,64}$',
        constraint: 'The name of an IAM role: up to 64 letters, digits or characters of _ + = , . @ -',
      },
      RolePath: {
        label: 'Role path',
        description: 'The path of the role, with a slash at either end.',
        default: path,
        pattern: '^/([\\w+=,.@-]{1,128}/){0,4}$',
        constraint: 'A path such as / or /audit/',
      },
      MaxSessionDuration: {
        label: 'Longest session',
        description:
          'How long a session of the role may last, in seconds; auditor.sessionDuration of the configuration at least.',
        type: 'Number',
        default: Math.max(3600, sessionDuration),
        least: 3600,
        most: 43_200,
      },
      AccessEnds: {
        label: 'End of access',
        description:
          'The moment after which nobody can assume the role any more, in UTC, for example 2027-12-31T00:00:00Z. Empty: no end.',
        default: '',
        pattern: '^$|^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$',
        constraint: 'Empty, or a moment such as 2027-12-31T00:00:00Z',
      },
      PermissionsBoundaryName: {
        label: 'Permissions boundary',
        description:
          'The name, with its path, of a customer managed policy that every account has and that bounds the role. Empty: none.',
        default: '',
        pattern: '^$|^([\\w+=,.@-]{1,128}/){0,4}[\\w+=,.@-]{1,128}$',
        constraint: 'Empty, or the name of a policy such as boundaries/ReadOnly',
      },
    },
    groups: {
      'Who may come in': ['RunnerRoleArn', 'ExternalId', 'AccessEnds'],
      'The role': ['RoleName', 'RolePath', 'MaxSessionDuration', 'PermissionsBoundaryName'],
    },
    conditions: {
      AccessHasAnEnd: not(equals(ref('AccessEnds'), '')),
      RoleIsBounded: not(equals(ref('PermissionsBoundaryName'), '')),
    },
    roleProperties: {
      RoleName: ref('RoleName'),
      Path: ref('RolePath'),
      MaxSessionDuration: ref('MaxSessionDuration'),
      PermissionsBoundary: when(
        'RoleIsBounded',
        sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/${PermissionsBoundaryName}'),
        NOTHING,
      ),
    },
  };
}

/**
 * The runner alone, with the external ID, until the end of access. A role as the principal, and not its account: IAM
 * keeps its unique id, so that another role that takes the name later is not let in.
 */
export function guardedTrust(): PolicyDocument {
  return trustPolicy({
    Sid: 'CountersignEnters',
    Principal: { AWS: ref('RunnerRoleArn') },
    Action: 'sts:AssumeRole',
    Condition: {
      StringEquals: { 'sts:ExternalId': ref('ExternalId') },
      DateLessThan: when('AccessHasAnEnd', { 'aws:CurrentTime': ref('AccessEnds') }),
    },
  });
}

const RUNNER_ROLE_ARN: Parameter = {
  label: 'Runner role',
  description:
    'The ARN of the role that runs Countersign, the output RunnerRoleArn of home.yaml. It must exist already.',
  pattern: '^arn:aws[a-z-]*:iam::\\d{12}:role/[\\x21-\\x7e]+$',
  constraint: 'The ARN of an IAM role such as arn:aws:iam::111122223333:role/CountersignRunner',
};

/** The same in every template: whoever made it keeps it, and nothing here shows it again. */
export const EXTERNAL_ID: Parameter = {
  label: 'External ID',
  description:
    'The external ID that the runner sends: a random UUID, the same in all templates and in the configuration.',
  pattern: '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$',
  constraint: 'A UUID, such as uuidgen makes',
  secret: true,
};
