import type {
  ControlCounts,
  ControlResult,
  ControlStatus,
  FrameworkResult,
} from '../../src/model/control.ts';
import { HOSTILE } from './fixture-parties.ts';

const NONE: ControlCounts = {
  pass: 0,
  fail: 0,
  excepted: 0,
  unknown: 0,
  error: 0,
  notApplicable: 12,
  joined: 0,
  silent: 0,
};

function control(
  id: string,
  title: string,
  status: ControlStatus,
  checks: string[],
  counts: Partial<ControlCounts>,
  notShown: string[] = [],
): ControlResult {
  return {
    id,
    title,
    status,
    checks,
    counts: { ...NONE, ...counts },
    notShown,
    unproven: 'Access by other ways than roles, and what the approval rests on.',
  };
}

/** Each result that a control can have, in a framework of one version and in one of several. */
export const CONTROLS: FrameworkResult[] = [
  {
    framework: {
      id: 'NIST-800-53-r5',
      name: 'NIST SP 800-53',
      version: 'Revision 5',
      source: 'https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final',
      extent: 'Controls on access, accounts and configuration, as far as they concern roles.',
    },
    controls: [
      {
        ...control('NIST-800-53-r5 AC-2', 'Accounts are reviewed', 'NOT_MET', ['expired-trust'], {
          fail: 1,
          excepted: 1,
          unknown: 2,
          joined: 3,
          pass: 30,
        }),
        worstOpen: 'high',
        before: 'SUPPORTED',
      },
      control('NIST-800-53-r5 AC-3', 'Only approved access is let through', 'MET', ['public-trust'], {
        pass: 41,
      }),
      control(
        'NIST-800-53-r5 CM-6',
        'Settings are as decided',
        'NOT_SHOWN',
        ['role-drift', 'stale-role', 'owner-tag'],
        { pass: 20, unknown: 3, error: 1, silent: 2 },
        [
          'role-drift: 3 results without an answer.',
          'stale-role: 1 result without an answer.',
          'owner-tag was not applied: The configuration names no required tags.',
          'A fourth reason, which the page only counts.',
        ],
      ),
      control(
        'NIST-800-53-r5 IA-8',
        'Outsiders are authenticated',
        'NOT_APPLICABLE',
        ['web-identity-subject'],
        {},
      ),
      control('NIST-800-53-r5 AC-6', 'Least privilege', 'SUPPORTED', ['public-trust'], { pass: 41 }),
      control('NIST-800-53-r5 AC-20', 'Terms are agreed', 'MET_WITH_EXCEPTIONS', ['expired-trust'], {
        pass: 30,
        excepted: 2,
      }),
    ],
  },
  ...['3.0', '5.0'].map((version) => ({
    framework: {
      id: `CIS-AWS-${version}`,
      name: 'CIS Foundations',
      version: `${version}.0`,
      source: 'https://www.cisecurity.org/benchmark/amazon_web_services',
      extent: `Two recommendations. ${HOSTILE.markup}`,
    },
    controls: [
      control(`CIS-AWS-${version} 1.16`, 'No full administrative rights', 'MET', ['public-trust'], {
        pass: 41,
      }),
    ],
  })),
];
