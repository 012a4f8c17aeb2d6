import type { Framework } from '../model/control.ts';
import { OWN_USERS } from './own-users.ts';

export const pciDss = {
  id: 'PCI-DSS-4.0.1',
  name: 'PCI DSS',
  version: '4.0.1',
  source: 'https://www.pcisecuritystandards.org/document_library/',
  extent:
    'Requirements on access and on service providers, as far as they concern access from outside. Which accounts belong to the cardholder data environment is for you to say, by the scope of the run.',
  controls: [
    {
      id: '7.2.2',
      title: 'Access is given by function and least privilege',
      checks: ['full-admin-policy', 'third-party-admin', 'third-party-privileges'],
      unproven: 'Users that are no third parties. What a third party needs is taken from the register.',
    },
    {
      id: '7.2.4',
      title: 'Accounts, those of vendors included, are reviewed every six months',
      checks: ['overdue-review'],
      // The longest half of a year.
      demands: [
        { check: 'overdue-review', parameter: 'reviewEveryDays', atMost: 184, words: 'every six months' },
      ],
      unproven: 'What a review looked at, and accounts of your own people.',
    },
    {
      id: '7.3.3',
      title: 'Access is denied unless it is allowed',
      checks: ['public-trust'],
      unproven: 'Access control of anything but roles: only that no role lets everyone in.',
    },
    {
      id: '8.2.6',
      title: 'Accounts that are not used for 90 days are removed or disabled',
      checks: ['stale-role', 'access-key-age', 'unused-access-finding'],
      demands: [
        { check: 'stale-role', parameter: 'staleAfterDays', atMost: 90, words: 'within 90 days' },
        { check: 'access-key-age', parameter: 'unusedAfterDays', atMost: 90, words: 'within 90 days' },
      ],
      unproven:
        'The 90 days, where an analyzer is set to more. Of users, keys are seen, and passwords only by an unused-access analyzer.',
    },
    {
      id: '8.2.7',
      title: 'Third parties’ remote access is open only while it is needed',
      checks: ['expired-trust', 'open-ended-trust', 'stale-role', 'third-party-access-key'],
      unproven: 'That use is monitored, and that access is closed between two uses.',
    },
    {
      id: '8.4.3',
      title: 'Remote access from outside asks for MFA',
      checks: ['third-party-console-password'],
      others: OWN_USERS,
      unproven:
        'Other ways in than the console by a password, your own people, and users of third parties that the register does not name.',
    },
    {
      id: '8.6.3',
      title: 'Secrets of application and system accounts are changed in time',
      checks: ['access-key-age'],
      unproven: 'Secrets other than access keys, and that the time follows from your risk analysis.',
    },
    {
      id: '12.8.1',
      title: 'A list of service providers is kept',
      checks: ['unregistered-third-party'],
      unproven:
        'Service providers without a role in your accounts, and whether the register describes what each provides.',
    },
  ],
} as const satisfies Framework;
