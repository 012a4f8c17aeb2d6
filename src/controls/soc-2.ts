import type { Framework } from '../model/control.ts';

export const soc2 = {
  id: 'SOC2',
  name: 'SOC 2, Trust Services Criteria',
  version: '2017, points of focus revised 2022',
  source:
    'https://www.aicpa-cima.com/resources/download/2017-trust-services-criteria-with-revised-points-of-focus-2022',
  extent:
    'Common criteria on access, change and vendors, as far as they concern access from outside. A report on controls over a period needs a run for every part of it.',
  controls: [
    {
      id: 'CC6.1',
      title: 'Logical access to protected assets is secured',
      checks: [
        'public-trust',
        'external-id-missing',
        'external-id-not-enforced',
        'external-id-reuse',
        'external-id-guessable',
        'external-id-change',
        'web-identity-subject',
        'root-access-key',
        'third-party-access-key',
        'access-key-age',
      ],
      unproven:
        'Everything but role trust policies and access keys: networks, encryption, passwords of your own people.',
    },
    {
      id: 'CC6.2',
      title: 'Users are registered and authorized first, and removed in the end',
      checks: [
        'unregistered-third-party',
        'expired-trust',
        'deleted-principal',
        'closed-account-trust',
        'stale-role',
      ],
      unproven:
        'Users that are no third parties, and when in the course of events the authorization was given.',
    },
    {
      id: 'CC6.3',
      title: 'Access is by role and least privilege',
      checks: [
        'full-admin-policy',
        'third-party-admin',
        'third-party-privileges',
        'transitive-third-party-access',
        'account-root-principal',
        'unconditioned-trust',
        'unused-services',
      ],
      unproven: 'Segregation of duties, and the access of your own people short of all rights.',
    },
    {
      id: 'CC6.6',
      title: 'Access from outside the boundary is guarded',
      checks: [
        'public-trust',
        'trust-hardening',
        'third-party-console-password',
        'analyzer-coverage',
        'external-access-finding',
      ],
      unproven: 'The network boundary, and resource types that IAM Access Analyzer does not support.',
    },
    {
      id: 'CC7.1',
      title: 'Changes that open a weakness are detected',
      checks: ['role-drift', 'undeclared-policy', 'stack-drift', 'stack-set-drift', 'analyzer-coverage'],
      unproven: 'Stacks that hold no role open to others, and vulnerabilities of software.',
    },
    {
      id: 'CC9.2',
      title: 'Risks of vendors and partners are managed',
      checks: ['unregistered-third-party', 'overdue-review'],
      unproven: 'How a vendor’s risk was judged, and vendors that have no access to your accounts.',
    },
  ],
} as const satisfies Framework;
