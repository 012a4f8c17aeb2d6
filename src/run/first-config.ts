import type { Organization } from '../model/facts/organization.ts';
import { visible } from '../report/visible.ts';

/** The name that the templates of `countersign setup` give to the role. */
export const AUDITOR_ROLE = 'CountersignAuditor';

/** Why something was not seen, in a sentence. */
export interface Unseen {
  unseen: string;
}

/** What AWS says to the credentials at hand. */
export interface Seen {
  at: string;
  callerArn: string;
  accountId: string;
  organization: Organization | Unseen;
  /** How many accounts the organization has. */
  accounts: { open: number; closed: number } | Unseen;
  /** Those that are switched on in the caller's account. */
  regions: readonly string[] | Unseen;
}

/**
 * A first configuration as YAML: the whole organization where its accounts can be listed, or else the caller's account as
 * the caller. Comments tell what was seen and what is guessed.
 */
export function firstConfig(seen: Seen): string {
  const parts = [
    [
      `# Begun by \`countersign init\` on ${seen.at.slice(0, 10)}, as ${seen.callerArn}.`,
      '# "Seen" is what AWS answered. "Guessed" wants a look before the first scan. config.example.yaml explains every key.',
    ],
    ...('unseen' in seen.accounts ? oneAccount(seen, seen.accounts) : wholeOrganization(seen, seen.accounts)),
    regionsPart(seen.regions),
    [
      '# Who may come in. After the first scan: countersign register draft RUN --out register.yaml',
      '# Have it filled in by those who answer for the access, then take away the mark of the next line.',
      '# register: register.yaml',
    ],
  ];
  return `${parts.map((lines) => lines.map(visible).join('\n')).join('\n\n')}\n`;
}

function wholeOrganization(
  { organization }: Seen,
  { open, closed }: { open: number; closed: number },
): string[][] {
  const more = closed === 0 ? '' : `, and ${closed} that ${closed === 1 ? 'is' : 'are'} not active`;
  return [
    [
      ...idComment(organization),
      `# Seen: ${open} ${open === 1 ? 'account' : 'accounts'}${more}. All that are active are read; exclude leaves some out.`,
      'organization:',
      ...idLine(organization),
      '  discover: true',
    ],
    [
      '# Guessed: the role to assume in every account, as `countersign setup` makes it, in the management account too.',
      '# Its external ID comes from the environment: export COUNTERSIGN_EXTERNAL_ID=…',
      'auditor:',
      `  roleName: ${AUDITOR_ROLE}`,
      '  externalId: $' + '{COUNTERSIGN_EXTERNAL_ID}',
    ],
  ];
}

function oneAccount({ organization, accountId }: Seen, { unseen }: Unseen): string[][] {
  return [
    [
      `# Seen: the account of the caller. It is read with the caller's own credentials.`,
      'accounts:',
      `  - id: ${JSON.stringify(accountId)}`,
    ],
    'unseen' in organization
      ? [
          `# Not seen: an organization. ${organization.unseen}`,
          '# Where there is one, name its id, so that trust in it is not taken for trust in a stranger.',
          '# organization: { id: o-… }',
        ]
      : [
          ...idComment(organization),
          `# Not seen: its accounts. ${unseen}`,
          '# To read them all, call from the management account or a delegated administrator, or name a role there under',
          `# organization.roleArn; then say discover: true, and name auditor.roleName.`,
          'organization:',
          ...idLine(organization, '  {}'),
        ],
  ];
}

function idComment(organization: Organization | Unseen): string[] {
  return 'unseen' in organization
    ? [`# Not seen: the id of the organization. ${organization.unseen}`]
    : [
        `# Seen: the organization ${organization.id}, managed by account ${organization.managementAccountId}.`,
      ];
}

/** @param otherwise where its id is not known, or of a form that the configuration does not take */
function idLine(organization: Organization | Unseen, otherwise?: string): string[] {
  if (!('unseen' in organization) && /^o-[a-z0-9]{10,32}$/.test(organization.id))
    return [`  id: ${organization.id}`];
  return otherwise === undefined ? [] : [otherwise];
}

function regionsPart(regions: readonly string[] | Unseen): string[] {
  return [
    ...('unseen' in regions
      ? [`# Not seen: which Regions are switched on. ${regions.unseen}`]
      : [
          `# Seen: ${regions.length} Regions are switched on in the account of the caller: ${regions.join(', ')}.`,
        ]),
    '# Guessed: enabled, which reads every Region that is switched on in each account. A list reads those alone, and sooner.',
    'regions: enabled',
  ];
}
