import type { Control, Framework } from '../model/control.ts';
import { OWN_USERS } from './own-users.ts';

/** What the benchmark recommends in every version, without the number that each gives it. */
const administrators = {
  title: 'No policy with full administrative rights is attached',
  checks: ['full-admin-policy'],
  whole: true,
  unproven:
    'Nothing of its text in the accounts in scope. Rights that only several policies together give are not part of it.',
} as const satisfies Omit<Control, 'id'>;

const analyzers = {
  title: 'IAM Access Analyzer runs in all Regions',
  checks: ['analyzer-coverage'],
  unproven: 'Regions out of scope; an analyzer of the organization counts for its members.',
} as const satisfies Omit<Control, 'id'>;

const anyPrincipal = {
  title: 'No resource policy lets everyone in without conditions',
  checks: ['public-trust', 'analyzer-coverage', 'external-access-finding', 'archived-external-access'],
  unproven:
    'Resource types that IAM Access Analyzer does not support: of resource policies, role trust policies alone are read.',
} as const satisfies Omit<Control, 'id'>;

const rootKeys = {
  title: 'The root user has no access keys',
  checks: ['root-access-key'],
  unproven: 'Keys of the root user that are deactivated and not deleted, which the text counts too.',
} as const satisfies Omit<Control, 'id'>;

const consoleMfa = {
  title: 'Users with a console password have MFA',
  checks: ['third-party-console-password'],
  others: OWN_USERS,
  unproven: 'Users of your own, and users of third parties that the register does not name.',
} as const satisfies Omit<Control, 'id'>;

const unusedCredentials = {
  title: 'Credentials that are not used for 45 days are disabled',
  checks: ['access-key-age'],
  demands: [{ check: 'access-key-age', parameter: 'unusedAfterDays', atMost: 45, words: '45 days' }],
  unproven: 'Passwords that nobody uses.',
} as const satisfies Omit<Control, 'id'>;

const rotatedKeys = {
  title: 'Access keys are changed every 90 days',
  checks: ['access-key-age'],
  demands: [{ check: 'access-key-age', parameter: 'maxAgeDays', atMost: 90, words: 'every 90 days' }],
  whole: true,
  unproven: 'Nothing of its text in the accounts in scope.',
} as const satisfies Omit<Control, 'id'>;

const common = {
  name: 'CIS Amazon Web Services Foundations Benchmark',
  source: 'https://www.cisecurity.org/benchmark/amazon_web_services',
  extent:
    'The recommendations on access keys, on MFA of console users (but for version 7.0.0), on full administrative rights, on IAM Access Analyzer and, in version 7.0.0, on policies open to everyone; all others have no check. Numbers differ between versions, so each version stands by itself.',
} as const satisfies Partial<Framework>;

/** Every version from 3.0.0 on. */
export const cisAwsFoundations = [
  {
    ...common,
    id: 'CIS-AWS-3.0',
    version: '3.0.0',
    controls: [
      { id: '1.4', ...rootKeys },
      { id: '1.10', ...consoleMfa },
      { id: '1.12', ...unusedCredentials },
      { id: '1.14', ...rotatedKeys },
      { id: '1.16', ...administrators },
      { id: '1.20', ...analyzers },
    ],
  },
  {
    ...common,
    id: 'CIS-AWS-4.0',
    version: '4.0.0 and 4.0.1',
    controls: [
      { id: '1.4', ...rootKeys },
      { id: '1.10', ...consoleMfa },
      { id: '1.12', ...unusedCredentials },
      { id: '1.14', ...rotatedKeys },
      { id: '1.16', ...administrators },
      { id: '1.20', ...analyzers },
    ],
  },
  {
    ...common,
    id: 'CIS-AWS-5.0',
    version: '5.0.0',
    controls: [
      { id: '1.3', ...rootKeys },
      { id: '1.9', ...consoleMfa },
      { id: '1.11', ...unusedCredentials },
      { id: '1.13', ...rotatedKeys },
      { id: '1.15', ...administrators },
      { id: '1.19', ...analyzers },
    ],
  },
  {
    ...common,
    id: 'CIS-AWS-6.0',
    version: '6.0.0',
    controls: [
      { id: '2.3', ...rootKeys },
      { id: '2.9', ...consoleMfa },
      { id: '2.11', ...unusedCredentials },
      { id: '2.13', ...rotatedKeys },
      { id: '2.15', ...administrators },
      { id: '2.19', ...analyzers },
    ],
  },
  {
    ...common,
    id: 'CIS-AWS-7.0',
    version: '7.0.0',
    controls: [
      { id: '2.4', ...rootKeys },
      { id: '2.11', ...unusedCredentials },
      { id: '2.12', ...rotatedKeys },
      { id: '2.14', ...administrators },
      { id: '2.18', ...analyzers },
      { id: '2.21', ...anyPrincipal },
    ],
  },
] as const satisfies readonly Framework[];
