import type { CheckContext } from '../../model/check.ts';
import type { Role } from '../../model/facts/authorization-details.ts';
import type { Fix } from '../../model/fix.ts';
import { yaml } from './cloudformation.ts';
import { fixes } from './fix.ts';
import { isPrintable } from './printable.ts';

/** Whoever decides, and not whoever asks: the runbook cannot tell them apart. */
const APPROVER = '<the ARN of the role or user of whoever approves>';

/**
 * Opens the role for some hours from now: in each statement that admits somebody from one moment to another, it puts new
 * moments, and leaves all others as they are. The policy is read when it is run, so that no external ID stands in the runbook.
 */
const SCRIPT = `import datetime
import json

import boto3


def open_role(events, context):
    iam = boto3.client("iam")
    now = datetime.datetime.now(datetime.timezone.utc)
    moments = {
        "DateGreaterThan": now,
        "DateLessThan": now + datetime.timedelta(hours=int(events["hours"])),
    }
    policy = iam.get_role(RoleName=events["role"])["Role"]["AssumeRolePolicyDocument"]
    statements = policy["Statement"] if isinstance(policy["Statement"], list) else [policy["Statement"]]
    opened = 0
    for statement in statements:
        conditions = statement.get("Condition", {})
        if statement["Effect"] != "Allow" or any("aws:CurrentTime" not in conditions.get(one, {}) for one in moments):
            continue
        for operator, moment in moments.items():
            conditions[operator]["aws:CurrentTime"] = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        opened += 1
    if opened == 0:
        raise ValueError("No statement of the trust policy is open from one moment to another.")
    iam.update_assume_role_policy(RoleName=events["role"], PolicyDocument=json.dumps(policy))
    return {"from": now.isoformat(), "until": moments["DateLessThan"].isoformat()}
`;

/**
 * A runbook of Systems Manager that opens the role for some hours once somebody has approved, and the role by which it does
 * so. The end stands in the policy itself: nothing has to run to shut the door again.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-manual.html
 */
export function approvedOpeningFixes(
  { name, arn }: Pick<Role, 'name' | 'arn'>,
  { account: { partition, accountId } }: Pick<CheckContext, 'account'>,
): Fix[] {
  // A document takes fewer signs in its name than a role.
  const opener = `open-${name}`.replace(/[^\w.-]/g, '-').slice(0, 64);
  const content = {
    schemaVersion: '0.3',
    description: `Opens the role ${name} for some hours, once somebody has approved.`,
    assumeRole: `arn:${partition}:iam::${accountId}:role/${opener}`,
    parameters: {
      Reason: { type: 'String', description: 'What they come for.' },
      Hours: { type: 'String', default: '4', allowedValues: ['1', '2', '4', '8'] },
    },
    mainSteps: [
      {
        name: 'Approve',
        action: 'aws:approve',
        timeoutSeconds: 86_400,
        onFailure: 'Abort',
        inputs: {
          Message: `Open the role ${name} for {{ Hours }} hours: {{ Reason }}`,
          MinRequiredApprovals: 1,
          Approvers: [APPROVER],
        },
      },
      {
        name: 'Open',
        action: 'aws:executeScript',
        isEnd: true,
        inputs: {
          Runtime: 'python3.11',
          Handler: 'open_role',
          InputPayload: { role: name, hours: '{{ Hours }}' },
          Script: SCRIPT,
        },
      },
    ],
  };
  const template = {
    Resources: {
      OpenerRole: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: opener,
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Service: 'ssm.amazonaws.com' },
                Action: 'sts:AssumeRole',
                Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
              },
            ],
          },
          Policies: [
            {
              PolicyName: 'open-one-role',
              PolicyDocument: {
                Version: '2012-10-17',
                Statement: [
                  { Effect: 'Allow', Action: ['iam:GetRole', 'iam:UpdateAssumeRolePolicy'], Resource: arn },
                ],
              },
            },
          ],
        },
      },
      OpenRole: {
        Type: 'AWS::SSM::Document',
        Properties: { Name: opener, DocumentType: 'Automation', Content: content },
      },
    },
  };
  return isPrintable(name)
    ? fixes(
        'cloudformation',
        'So that it is opened when somebody approves: a runbook of Systems Manager, for a role whose trust policy has a beginning and an end already',
        yaml(template),
      )
    : [];
}
