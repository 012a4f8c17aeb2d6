import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { organizations, query, type RawAnswer, type RawRequest } from '../raw.ts';

/** moto's account, and the one that the requests are about. */
export const ACCOUNT = '123456789012';
export const STACK = 'network';

const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/Vendor`;
const STACK_NAME = { StackName: STACK };

/** The same request to moto and to the simulator, and in what the answers differ. */
export interface Exchange {
  /** Also the name of the file with moto's answer. */
  name: string;
  request: RawRequest;
  /** Elements that only one of them gives, each with the reason. */
  onlyMoto?: Readonly<Record<string, string>>;
  onlySimulator?: Readonly<Record<string, string>>;
}

/** Elements that AWS has, by its service model, and moto leaves out. */
function lacking(parent: string, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [`${parent}/${name}`, 'moto leaves it out']));
}

const REPEATED = { 'ErrorResponse/Error/message': 'moto says it twice' };

export const EXCHANGES: readonly Exchange[] = [
  {
    name: 'iam-role-details',
    request: query('iam', 'GetAccountAuthorizationDetails', { 'Filter.member.1': 'Role' }),
  },
  {
    name: 'iam-policy-details',
    request: query('iam', 'GetAccountAuthorizationDetails', { 'Filter.member.1': 'LocalManagedPolicy' }),
    onlySimulator: lacking(
      'GetAccountAuthorizationDetailsResponse/GetAccountAuthorizationDetailsResult/Policies/member',
      ['PermissionsBoundaryUsageCount', 'PolicyId', 'PolicyName'],
    ),
  },
  { name: 'iam-get-role', request: query('iam', 'GetRole', { RoleName: 'Vendor' }) },
  {
    name: 'iam-get-role-missing',
    request: query('iam', 'GetRole', { RoleName: 'None' }),
    onlyMoto: REPEATED,
  },
  { name: 'iam-list-roles', request: query('iam', 'ListRoles', { MaxItems: '1000' }) },
  {
    name: 'iam-get-policy-missing',
    request: query('iam', 'GetPolicy', { PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/None` }),
    onlyMoto: REPEATED,
  },
  {
    name: 'iam-get-credential-report-missing',
    request: query('iam', 'GetCredentialReport', {}),
    onlyMoto: REPEATED,
  },
  { name: 'iam-generate-credential-report', request: query('iam', 'GenerateCredentialReport', {}) },
  {
    name: 'sts-assume-role',
    request: query('sts', 'AssumeRole', {
      RoleArn: ROLE_ARN,
      RoleSessionName: 'audit',
      ExternalId: 'recorded-id',
    }),
    onlyMoto: {
      'AssumeRoleResponse/AssumeRoleResult/PackedPolicySize':
        'AWS gives it where a policy or tags are passed, which the simulator refuses',
    },
  },
  {
    name: 'sts-assume-role-long-name',
    request: query('sts', 'AssumeRole', { RoleArn: ROLE_ARN, RoleSessionName: 'x'.repeat(65) }),
  },
  { name: 'sts-get-caller-identity', request: query('sts', 'GetCallerIdentity') },
  {
    name: 'cloudformation-describe-stacks',
    request: query('cloudformation', 'DescribeStacks', STACK_NAME),
    onlySimulator: lacking('DescribeStacksResponse/DescribeStacksResult/Stacks/member', [
      'Capabilities',
      'DriftInformation',
      'DriftInformation/StackDriftStatus',
    ]),
  },
  {
    name: 'cloudformation-describe-stacks-missing',
    request: query('cloudformation', 'DescribeStacks', { StackName: 'none' }),
  },
  {
    name: 'cloudformation-list-stack-resources',
    request: query('cloudformation', 'ListStackResources', STACK_NAME),
    onlySimulator: lacking(
      'ListStackResourcesResponse/ListStackResourcesResult/StackResourceSummaries/member',
      ['DriftInformation', 'DriftInformation/StackResourceDriftStatus'],
    ),
  },
  {
    name: 'cloudformation-list-stack-resources-missing',
    request: query('cloudformation', 'ListStackResources', { StackName: 'none' }),
  },
  {
    name: 'cloudformation-get-template',
    request: query('cloudformation', 'GetTemplate', STACK_NAME),
    onlySimulator: lacking('GetTemplateResponse/GetTemplateResult', [
      'StagesAvailable',
      'StagesAvailable/member',
    ]),
  },
  { name: 'organizations-list-accounts', request: organizations('ListAccounts') },
  { name: 'organizations-describe-organization', request: organizations('DescribeOrganization') },
  {
    name: 'organizations-missing-parent',
    request: organizations('ListAccountsForParent', { ParentId: 'r-none' }),
  },
];

export function recordingOf({ name }: Exchange): string {
  return join(import.meta.dirname, `${name}.txt`);
}

/** moto's answer as it was recorded. */
export function recorded(exchange: Exchange): RawAnswer {
  const text = readFileSync(recordingOf(exchange), 'utf8');
  const [, status, type = '', body = ''] = /^(\d+) (\S*)\n\n(.*)\n$/s.exec(text) ?? [];
  return { status: Number(status), type, body };
}

/** What differs from one recording to the next, and has to look the same. */
const CHANGING: ReadonlyArray<[pattern: RegExp, instead: string]> = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)/g, '2026-01-01T00:00:00Z'],
  [/("JoinedTimestamp": ?)[\d.]+/g, '$11767225600'],
  [/<(RequestId|AccessKeyId|SecretAccessKey|SessionToken)>[^<]*</g, '<$1>RECORDED<'],
  [/\b(AROA|ANPA|AIDA)[A-Z0-9]{17}/g, '$1RECORDED'],
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '00000000-0000-4000-8000-000000000000'],
  [/\bo-[a-z0-9]{10}\b/g, 'o-recorded00'],
  [new RegExp(`\\b(?!${ACCOUNT}\\b)\\d{12}\\b`, 'g'), '210987654321'],
];

/** An answer as it is kept. */
export function asRecording({ status, type, body }: RawAnswer): string {
  const steady = CHANGING.reduce((text, [pattern, instead]) => text.replace(pattern, instead), body);
  return `${status} ${type}\n\n${steady}\n`;
}
