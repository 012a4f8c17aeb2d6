import type { Framework } from '../model/control.ts';
import { OWN_USERS } from './own-users.ts';

/**
 * The Security Pillar's question SEC03, what SEC01 and SEC02 say of long-term credentials, and of SEC04 the question alone:
 * what outsiders do is a part of it. `.n` is the n-th implementation step of a best practice, and the practice as a whole
 * holds the checks of all its steps. The edition of 2023-04-10 numbers the six steps of SEC03-BP09; later ones list five
 * without numbers, steps 2 and 3 being one there.
 */
export const awsWellArchitected = {
  id: 'AWS-WA',
  name: 'AWS Well-Architected Framework, Security Pillar',
  version: 'SEC01 to SEC04, steps of BP09 as numbered in the edition of 2023-04-10',
  source:
    'https://docs.aws.amazon.com/wellarchitected/2023-04-10/framework/sec_permissions_share_securely_third_party.html',
  extent:
    'Best practices 7, 8 and 9 of SEC03, and best practice 2 as far as it concerns third parties; of SEC01 and SEC02, what concerns access keys; of SEC04, what outsiders do, and whether that is recorded. Later editions list the steps of SEC03-BP09 without numbers and join steps 2 and 3. The steps of SEC03-BP07 and SEC03-BP08 have no numbers of their own and are counted.',
  controls: [
    {
      id: 'SEC01-BP02',
      title: 'The root user is secured',
      checks: ['root-access-key'],
      unproven: 'MFA, password, contacts and the use of the root user.',
    },
    {
      id: 'SEC02-BP01',
      title: 'Sign-in is strong',
      checks: ['third-party-console-password'],
      others: OWN_USERS,
      unproven: 'Users of your own, and users of third parties that the register does not name.',
    },
    {
      id: 'SEC02-BP05',
      title: 'Long-term credentials are audited and changed',
      checks: ['access-key-age', 'root-access-key'],
      unproven: 'Credentials other than access keys, and MFA of your own users.',
    },
    {
      id: 'SEC03-BP02',
      title: 'Access is limited to what is needed',
      checks: [
        'full-admin-policy',
        'third-party-admin',
        'third-party-privileges',
        'unused-services',
        'auditor-role',
      ],
      unproven:
        'The access of your own users and workloads beyond whether a policy gives all. What a third party needs is taken from the register and from what it used.',
    },
    {
      id: 'SEC03-BP07.2',
      title: 'IAM Access Analyzer watches for resources shared outside',
      checks: ['analyzer-coverage', 'external-access-finding', 'archived-external-access', 'analyzer-error'],
      unproven:
        'Resource types that Access Analyzer does not support, Regions out of scope, and whether someone acts on its findings.',
    },
    {
      id: 'SEC03-BP07',
      title: 'Public and cross-account access is known and limited',
      checks: [
        'public-trust',
        'unregistered-third-party',
        'confused-deputy-service',
        'web-identity-subject',
        'saml-audience',
        'transitive-third-party-access',
        'resource-public',
        'resource-third-party',
        'resource-beyond-register',
        'analyzer-coverage',
        'external-access-finding',
        'archived-external-access',
        'analyzer-error',
        'external-resource-share',
        'well-architected-share',
      ],
      whereAskedFor: ['resource-public', 'resource-third-party', 'resource-beyond-register'],
      unproven:
        'The steps that use AWS Config and S3 Block Public Access, the process by which public access is approved, and policies of resources that Access Analyzer does not support where the configuration does not ask for them.',
    },
    {
      id: 'SEC03-BP08.3',
      title: 'A data perimeter: own accounts are trusted under conditions',
      checks: ['unconditioned-trust'],
      unproven:
        'Whether the conditions make a perimeter: policies of the organization, of resources and of VPC endpoints are not read.',
    },
    {
      id: 'SEC03-BP08',
      title: 'Sharing within the organization is deliberate and current',
      checks: [
        'unconditioned-trust',
        'closed-account-trust',
        'external-resource-share',
        'well-architected-share',
      ],
      unproven:
        'Sharing by images and by resource policies that AWS RAM does not list, and whether a share within the organization is still needed. Closed accounts are known only where the organization was read.',
    },
    {
      id: 'SEC03-BP09.1',
      title: 'Third parties come in by roles that you manage and can audit',
      checks: [
        'unregistered-third-party',
        'owner-tag',
        'transitive-third-party-access',
        'roles-anywhere-trust',
        'delegation-request',
        'identity-center-guest',
        'billing-transfer',
      ],
      whereAskedFor: ['identity-center-guest'],
      unproven: 'That no third party holds long-term credentials beside its role: step 4 speaks of these.',
    },
    {
      id: 'SEC03-BP09.2',
      title: 'The trust policy asks third parties for an external ID',
      // Whoever comes in because everyone may is asked for none.
      checks: ['external-id-missing', 'external-id-not-enforced', 'public-trust', 'account-root-principal'],
      whole: true,
      unproven:
        'That the third party keeps the id apart for each of its customers and cannot be talked into using yours.',
    },
    {
      id: 'SEC03-BP09.3',
      title: 'External IDs are unique, not guessable, and do not change',
      checks: ['external-id-reuse', 'external-id-guessable', 'external-id-format', 'external-id-change'],
      unproven:
        'That the third party gives the id to no other customer: only your own accounts are compared.',
    },
    {
      id: 'SEC03-BP09.4',
      title: 'Third parties have no long-term credentials, or a plan to be rid of them',
      checks: ['third-party-access-key', 'third-party-console-password'],
      unproven:
        'Users of third parties that the register does not name, and credentials other than access keys and passwords.',
    },
    {
      id: 'SEC03-BP09.5',
      title: 'Set-up is automated, least privilege, and watched for drift',
      checks: [
        'unmanaged-role',
        'role-drift',
        'undeclared-policy',
        'stack-drift',
        'stack-set-drift',
        'third-party-admin',
        'third-party-privileges',
      ],
      unproven:
        'Roles made by other tools than CloudFormation are not compared with their source, nor resources whose drift CloudFormation does not detect.',
    },
    {
      id: 'SEC03-BP09.6',
      title: 'Access follows change: it is reviewed, and removed when no longer needed',
      checks: [
        'overdue-review',
        'expired-trust',
        'open-ended-trust',
        'stale-role',
        'deleted-principal',
        'unused-access-finding',
        'unused-services',
        'analyzer-coverage',
        'archived-external-access',
      ],
      unproven:
        'What a review looked at, and that revoking access has been rehearsed. What CloudTrail shows of third parties stands under SEC04.',
    },
    {
      id: 'SEC03-BP09',
      title: 'Third parties get only what they need, for as long as they need it',
      checks: [
        'unregistered-third-party',
        'owner-tag',
        'transitive-third-party-access',
        'external-id-missing',
        'external-id-not-enforced',
        'public-trust',
        'account-root-principal',
        'external-id-reuse',
        'external-id-guessable',
        'external-id-format',
        'external-id-change',
        'unmanaged-role',
        'role-drift',
        'undeclared-policy',
        'stack-drift',
        'stack-set-drift',
        'third-party-admin',
        'third-party-privileges',
        'overdue-review',
        'expired-trust',
        'open-ended-trust',
        'stale-role',
        'deleted-principal',
        'unused-access-finding',
        'unused-services',
        'analyzer-coverage',
        'archived-external-access',
        'trust-hardening',
        'dead-guard',
        'session-duration',
        'third-party-access-key',
        'third-party-console-password',
        'external-resource-share',
        'well-architected-share',
        'roles-anywhere-trust',
        'delegation-request',
        'identity-center-guest',
        'billing-transfer',
      ],
      whereAskedFor: ['identity-center-guest'],
      unproven:
        'Long-term credentials of users that the register does not name, access on request, and what the third party does on its own side.',
    },
    {
      id: 'SEC04-BP01',
      title: 'Services and applications are logged',
      checks: ['recording-missing', 'recording-at-risk'],
      unproven: 'Logs of applications, DNS, load balancers and networks, and how long log files are kept.',
    },
    {
      id: 'SEC04',
      title: 'Security events are detected and investigated',
      checks: [
        'activity-source',
        'activity-hours',
        'activity-high-risk',
        'activity-new-visitor',
        'activity-refused',
        'activity-after-end',
        'standing-access',
        'recording-missing',
        'recording-at-risk',
      ],
      unproven:
        'What your own users and workloads do, alarms and how fast they are answered, and what refused accounts outside tried.',
    },
  ],
} as const satisfies Framework;
