import { cloudFormation } from './cloudformation.ts';
import { getAtt, type Parameter, type Properties, type Resource, ref, type Template } from './template.ts';
import { terraformModule } from './terraform/module.ts';

/** What the register says of a third party, and what its role is to have. */
export interface PartyRole {
  name: string;
  /** The accounts that it comes from; the first is taken where nothing else is said. */
  accountIds: readonly [string, ...string[]];
  /** Of its accounts and of the role: `aws`. */
  partition: string;
  owner: string;
  justification: string;
  /** The last day of its contract, `2027-03-31`; undefined: whoever deploys the role says when access ends. */
  contractEnds: string | undefined;
  /** A regular expression for external IDs that the third party makes; undefined: a UUID is made here. */
  externalIdFormat: string | undefined;
  /** CIDR ranges; empty: from anywhere. */
  allowedSourceIps: readonly string[];
  /** Seconds. */
  longestSession: number;
  /** The keys of tags that every role must have, beside the one for its owner. */
  requiredTags: readonly string[];
  /** A permission policy, as plain data. */
  policy: Properties;
}

/** The files of a third party's role, by name: for CloudFormation, for Terraform, and a letter to the third party. */
export function partyRoleFiles(party: PartyRole): ReadonlyMap<string, string> {
  const template = partyRole(party);
  return new Map([
    [`${template.name}.yaml`, cloudFormation(template, HEADING)],
    ['terraform/main.tf.json', terraformModule(template, HEADING)],
    ['letter.md', letter(party)],
  ]);
}

const HEADING = 'Made by countersign role-template, which writes over nothing.';

/** A managed policy holds so many characters, white space aside. */
const LONGEST_BOUNDARY = 6_144;

/** A role that only this third party may assume, with its external ID, until its contract ends. */
export function partyRole(party: PartyRole): Template {
  const { name, policy, longestSession, allowedSourceIps } = party;
  const fits = JSON.stringify(policy).length <= LONGEST_BOUNDARY;
  const more = tagParameters(party);
  const parameters = { ...partyParameters(party), ...more };
  return {
    name: 'role',
    description: `The role of the third party ${name} (${accountsInWords(party)}). Made by countersign role-template.`,
    parameters,
    groups: {
      'Who may come in': ['PrincipalArn', 'ExternalId', 'AccessEnds'],
      'The role': ['RoleName', ...Object.keys(more)],
    },
    conditions: {},
    resources: {
      ...(fits ? boundary(party) : {}),
      Role: {
        type: 'AWS::IAM::Role',
        properties: {
          RoleName: ref('RoleName'),
          Description: plain(`For ${name}: ${party.justification}`),
          MaxSessionDuration: longestSession,
          ...(fits ? { PermissionsBoundary: ref('Boundary') } : {}),
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Sid: 'ThirdPartyEnters',
                Effect: 'Allow',
                Principal: { AWS: ref('PrincipalArn') },
                Action: 'sts:AssumeRole',
                Condition: {
                  StringEquals: { 'sts:ExternalId': ref('ExternalId') },
                  DateLessThan: { 'aws:CurrentTime': ref('AccessEnds') },
                  ...(allowedSourceIps.length === 0
                    ? {}
                    : { IpAddress: { 'aws:SourceIp': [...allowedSourceIps] } }),
                },
              },
            ],
          },
          Tags: tags(party),
        },
      },
      Permissions: {
        type: 'AWS::IAM::RolePolicy',
        properties: { PolicyName: 'third-party', RoleName: ref('Role'), PolicyDocument: policy },
      },
    },
    outputs: {
      RoleArn: {
        description: 'The role that the third party assumes: tell it so.',
        value: getAtt('Role', 'Arn'),
      },
    },
  };
}

/** What is attached to the role later gives no more than this either. */
function boundary({ name, policy }: PartyRole): Record<string, Resource> {
  return {
    Boundary: {
      type: 'AWS::IAM::ManagedPolicy',
      properties: {
        Description: plain(`The most that the role of ${name} can have.`),
        PolicyDocument: policy,
      },
    },
  };
}

/** A description that IAM takes, and in which CloudFormation looks nothing up. */
function plain(text: string): string {
  return text
    .replace(/[^\x20-\x7e]/g, ' ')
    .replace(/\{(?=\{)/g, '{ ')
    .slice(0, 1000);
}

function tags({ owner, requiredTags }: PartyRole): Properties[] {
  const ownerKey = requiredTags.find((key) => key.toLowerCase() === 'owner') ?? 'Owner';
  return [
    { Key: ownerKey, Value: tagValue(owner) },
    ...otherTags(requiredTags).map((key, index) => ({ Key: key, Value: ref(`Tag${index + 1}`) })),
  ];
}

/** What only whoever deploys it knows. */
function otherTags(requiredTags: readonly string[]): string[] {
  return requiredTags.filter((key) => key.toLowerCase() !== 'owner');
}

function tagParameters({ requiredTags }: PartyRole): Record<string, Parameter> {
  return Object.fromEntries(
    otherTags(requiredTags).map((key, index) => [
      `Tag${index + 1}`,
      {
        label: `The tag ${key}`,
        description: `What the tag ${key} says, which every role of a third party must have.`,
        pattern: '^[\\s\\S]{1,256}$',
        constraint: 'Up to 256 characters',
      },
    ]),
  );
}

/** IAM takes letters, digits, spaces and a few signs, up to 256. */
function tagValue(text: string): string {
  return text.replace(/[^\p{L}\p{N}\p{Zs}_.:/=+\-@]/gu, ' ').slice(0, 256);
}

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** As many as are named; the pattern holds them all. */
const MOST_NAMED = 5;

function accountsInWords({ accountIds }: PartyRole): string {
  const [first, ...others] = accountIds;
  if (others.length === 0) return `account ${first}`;
  const rest = accountIds.length - MOST_NAMED;
  return `accounts ${accountIds.slice(0, MOST_NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function partyParameters(party: PartyRole) {
  const { name, accountIds, partition, contractEnds, externalIdFormat } = party;
  const end = contractEnds === undefined ? undefined : dayAfter(contractEnds);
  const whole = `arn:${partition}:iam::${accountIds[0]}:root`;
  const accounts = accountsInWords(party);
  return {
    PrincipalArn: {
      label: 'Principal',
      description: `Who of ${name} comes: the ARN of a role of ${accounts}. Ask for it; the whole account is the widest that there is.`,
      default: whole,
      pattern: `^arn:${partition}:iam::(${accountIds.join('|')}):(root|role/[\\x21-\\x7e]+)$`,
      constraint: `A role of ${accounts}, or ${whole}`,
    },
    ExternalId: {
      label: 'External ID',
      description:
        externalIdFormat === undefined
          ? 'A random UUID for this account alone, which the third party sends. Never take the same for another account.'
          : 'The external ID that the third party made for this account alone, or a random UUID. Never take the same for another account.',
      pattern: externalIdFormat === undefined ? `^${UUID}$` : `^(${UUID}|(${externalIdFormat}))$`,
      constraint:
        externalIdFormat === undefined
          ? 'A UUID in small letters'
          : 'A UUID in small letters, or an ID as the third party makes them',
      secret: true,
    },
    AccessEnds: {
      label: 'End of access',
      description: 'The moment after which nobody can come in any more, in UTC: the end of the contract.',
      ...(end === undefined ? {} : { default: end }),
      pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$',
      constraint: 'A moment such as 2027-12-31T00:00:00Z',
    },
    RoleName: {
      label: 'Role name',
      description: 'The name of the role; the third party is told its ARN.',
      default: roleName(name),
      pattern: '^[\\w+=,.@-]{1,64}$',
      constraint: 'The name of an IAM role: up to 64 letters, digits or characters of _ + = , . @ -',
    },
  } satisfies Record<string, Parameter>;
}

/** The contract's last day counts. */
function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().replace('.000', '');
}

function roleName(party: string): string {
  return `third-party-${party.replace(/[^\w+=,.@-]+/g, '-')}`.slice(0, 64);
}

function letter(party: PartyRole): string {
  const { name, owner, contractEnds, allowedSourceIps, longestSession, externalIdFormat } = party;
  const secret = `It is a secret between us. Keep it for this account, let no customer of
  yours choose or see that of another, and never take it for a second account.`;
  const [sent, asked] =
    externalIdFormat === undefined
      ? [`\n- The external ID, by another way than this letter. ${secret}`, '']
      : [
          '',
          `\n- The external ID that you make for this account alone, by another way than a letter. ${secret}`,
        ];
  const from =
    allowedSourceIps.length === 0
      ? 'You may come from any address. Tell us yours, and we shall ask for them.'
      : `You come from ${allowedSourceIps.join(', ')}. From elsewhere you are refused.`;
  const until =
    contractEnds === undefined
      ? 'The access ends when we agreed, by itself.'
      : `The access ends by itself after ${contractEnds}, the last day of the contract.`;
  return `# Access of ${name} to our AWS account

You are given a role in our account. Nobody else may assume it, and you may do so only with the external ID that is made
for this account alone.

## What we send you

- The ARN of the role.${sent}

## What you send us
${asked}
- The ARN of the role by which you come, so that we let in that one and not your whole account.
- The addresses that you call from.
- Whom we tell when something is wrong, by day and by night.

## What holds

- ${from}
- ${until}
- A session lasts up to ${longestSession / 3600} h. Open another when it is over.
- We see each entry. What you do not use, we take away.

## What to test, and to tell us

With the external ID you come in:

    aws sts assume-role --role-arn ROLE_ARN --role-session-name test --external-id EXTERNAL_ID

Without it you must be refused (AccessDenied). If you are not, tell ${owner} at once:

    aws sts assume-role --role-arn ROLE_ARN --role-session-name test

The same holds for an external ID that is none, such as \`wrong\`.
`;
}
