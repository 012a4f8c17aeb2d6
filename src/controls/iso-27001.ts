import type { Framework } from '../model/control.ts';
import { OWN_USERS } from './own-users.ts';

export const iso27001 = {
  id: 'ISO-27001-2022',
  name: 'ISO/IEC 27001, Annex A',
  version: '2022',
  source: 'https://www.iso.org/standard/27001',
  extent:
    'Controls on access, suppliers and configuration, as far as they concern access from outside. All of them ask for rules and records too, which no check can see.',
  controls: [
    {
      id: 'A.5.9',
      title: 'Assets are inventoried with their owners',
      checks: ['owner-tag'],
      unproven: 'Every asset but the roles of third parties, and whether the owner named is the right one.',
    },
    {
      id: 'A.5.15',
      title: 'Access follows rules',
      checks: [
        'public-trust',
        'unregistered-third-party',
        'analyzer-coverage',
        'external-access-finding',
        'external-resource-share',
        'well-architected-share',
      ],
      unproven: 'The rules themselves, and access by your own people.',
    },
    {
      id: 'A.5.17',
      title: 'Authentication information is managed',
      checks: ['root-access-key', 'access-key-age', 'third-party-access-key'],
      unproven: 'How secrets are handed over and kept, and what people are told about them.',
    },
    {
      id: 'A.5.18',
      title: 'Access rights are reviewed and withdrawn',
      checks: [
        'overdue-review',
        'expired-trust',
        'deleted-principal',
        'closed-account-trust',
        'stale-role',
        'unused-access-finding',
        'analyzer-coverage',
        'archived-external-access',
      ],
      unproven:
        'How rights are granted, and the rights of your own people. Closed accounts are known only where the organization was read.',
    },
    {
      id: 'A.5.19',
      title: 'Risks of suppliers are managed',
      checks: ['unregistered-third-party'],
      unproven:
        'How a supplier’s risk was judged: shown is only that each third party is on record with an owner.',
    },
    {
      id: 'A.5.22',
      title: 'Suppliers’ services are reviewed regularly',
      checks: ['overdue-review'],
      unproven: 'What a review looked at, and suppliers that have no access to your accounts.',
    },
    {
      id: 'A.8.2',
      title: 'Privileged rights are restricted',
      checks: ['root-access-key', 'full-admin-policy', 'third-party-admin'],
      unproven: 'Privileged rights of your own people and workloads short of all, and who is given them.',
    },
    {
      id: 'A.8.3',
      title: 'Access to information is restricted',
      checks: [
        'third-party-privileges',
        'analyzer-coverage',
        'external-access-finding',
        'external-resource-share',
        'well-architected-share',
      ],
      unproven: 'Access by your own people, and resource types that IAM Access Analyzer does not support.',
    },
    {
      id: 'A.8.5',
      title: 'Authentication is secure',
      checks: ['third-party-console-password'],
      others: OWN_USERS,
      unproven: 'Users of your own, and users of third parties that the register does not name.',
    },
    {
      id: 'A.8.9',
      title: 'Configurations are set, documented and monitored',
      checks: ['unmanaged-role', 'role-drift', 'undeclared-policy', 'stack-drift', 'stack-set-drift'],
      unproven:
        'Stacks that hold no role open to others, and resources whose drift CloudFormation does not detect.',
    },
  ],
} as const satisfies Framework;
