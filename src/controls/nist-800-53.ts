import type { Framework } from '../model/control.ts';

export const nist80053 = {
  id: 'NIST-800-53-r5',
  name: 'NIST SP 800-53',
  version: 'Revision 5',
  source: 'https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final',
  extent:
    'Controls on access, accounts and configuration, as far as they concern roles that others may assume. A role that an outsider may assume is taken for an account in the sense of AC-2.',
  controls: [
    {
      id: 'AC-2',
      title: 'Accounts are reviewed, and removed when no longer needed',
      checks: ['overdue-review', 'expired-trust', 'deleted-principal', 'closed-account-trust'],
      unproven:
        'Accounts of your own people, account managers and approvals. Closed accounts are known only where the organization was read.',
    },
    {
      id: 'AC-2(3)',
      title: 'Expired, orphaned and inactive accounts are disabled',
      checks: ['stale-role', 'unused-access-finding', 'access-key-age', 'expired-trust', 'deleted-principal'],
      unproven:
        'That this happens within the time you have set, unless the parameters say the same. Of users, keys are seen, and all else only by an unused-access analyzer.',
    },
    {
      id: 'AC-3',
      title: 'Only approved access is let through',
      checks: [
        'public-trust',
        'unregistered-third-party',
        'external-id-missing',
        'external-id-not-enforced',
        'external-id-reuse',
        'external-id-guessable',
        'confused-deputy-service',
        'web-identity-subject',
        'saml-audience',
        'external-resource-share',
        'well-architected-share',
      ],
      unproven:
        'Access by other ways than roles and shares of AWS RAM and the AWS Well-Architected Tool, and what the approval rests on: the register is taken as given.',
    },
    {
      id: 'AC-6',
      title: 'Least privilege',
      checks: [
        'root-access-key',
        'full-admin-policy',
        'third-party-admin',
        'third-party-privileges',
        'transitive-third-party-access',
        'account-root-principal',
        'unconditioned-trust',
        'unused-services',
        'analyzer-coverage',
        'external-access-finding',
      ],
      unproven:
        'The privileges of your own users and workloads beyond whether a policy gives all. What a third party needs is taken from the register and from what it used.',
    },
    {
      id: 'AC-6(7)',
      title: 'Privileges are reviewed, and unneeded ones taken away',
      checks: ['unused-access-finding', 'unused-services', 'overdue-review'],
      unproven:
        'What a review looked at. Unused privileges of others than third parties are known only where an unused-access analyzer runs.',
    },
    {
      id: 'AC-12',
      title: 'Sessions end by themselves',
      checks: ['session-duration'],
      unproven: 'Sessions of others than third parties, and whether a session can be ended before its time.',
    },
    {
      id: 'AC-20',
      title: 'Access from systems of other organizations is on agreed terms',
      checks: ['unregistered-third-party'],
      unproven: 'What the terms are and whether the other side keeps them.',
    },
    {
      id: 'CM-2',
      title: 'Configuration has a recorded baseline',
      checks: ['unmanaged-role'],
      unproven:
        'Everything but roles of third parties, and whether the templates themselves are under review.',
    },
    {
      id: 'CM-3',
      title: 'Changes go through change control',
      checks: ['external-id-change', 'role-drift', 'undeclared-policy', 'stack-drift', 'stack-set-drift'],
      unproven:
        'Who approved a change: seen is only that something changed outside its template or since the last run.',
    },
    {
      id: 'CM-6',
      title: 'Settings are as decided, and deviations are noticed',
      checks: ['role-drift', 'undeclared-policy', 'stack-drift', 'stack-set-drift'],
      unproven:
        'Stacks that hold no role open to others, and resources whose drift CloudFormation does not detect.',
    },
    {
      id: 'IA-5',
      title: 'Authenticators are managed, and changed in time',
      checks: ['root-access-key', 'access-key-age', 'third-party-access-key'],
      unproven:
        'How keys are handed over and kept, passwords and devices, and the time that you have set, unless the parameters say the same.',
    },
    {
      id: 'IA-8',
      title: 'Outsiders are identified and authenticated',
      checks: ['web-identity-subject'],
      unproven: 'How the identity provider itself authenticates, and outsiders that come in by other ways.',
    },
  ],
} as const satisfies Framework;
