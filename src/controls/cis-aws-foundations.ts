import type { Control, Framework } from '../model/control.ts';

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

const common = {
  name: 'CIS Amazon Web Services Foundations Benchmark',
  source: 'https://www.cisecurity.org/benchmark/amazon_web_services',
  extent:
    'The recommendations on full administrative rights, on IAM Access Analyzer and, in version 7.0.0, on policies open to everyone; all others have no check. Numbers differ between versions, so each version stands by itself.',
} as const satisfies Partial<Framework>;

/** Every version from 3.0.0 on. */
export const cisAwsFoundations = [
  {
    ...common,
    id: 'CIS-AWS-3.0',
    version: '3.0.0',
    controls: [
      { id: '1.16', ...administrators },
      { id: '1.20', ...analyzers },
    ],
  },
  {
    ...common,
    id: 'CIS-AWS-4.0',
    version: '4.0.0 and 4.0.1',
    controls: [
      { id: '1.16', ...administrators },
      { id: '1.20', ...analyzers },
    ],
  },
  {
    ...common,
    id: 'CIS-AWS-5.0',
    version: '5.0.0',
    controls: [
      { id: '1.15', ...administrators },
      { id: '1.19', ...analyzers },
    ],
  },
  {
    ...common,
    id: 'CIS-AWS-6.0',
    version: '6.0.0',
    controls: [
      { id: '2.15', ...administrators },
      { id: '2.19', ...analyzers },
    ],
  },
  {
    ...common,
    id: 'CIS-AWS-7.0',
    version: '7.0.0',
    controls: [
      { id: '2.14', ...administrators },
      { id: '2.18', ...analyzers },
      { id: '2.21', ...anyPrincipal },
    ],
  },
] as const satisfies readonly Framework[];
