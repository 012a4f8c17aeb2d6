import { join } from 'node:path';

/** The names of what a run leaves in its directory; part of the contract with readers of the evidence. */
export const RUN_FILES = {
  run: 'run.json',
  baseline: 'baseline.json',
  decisions: 'decisions.json',
  manifest: 'manifest.json',
  envelope: 'manifest.dsse.json',
  publicKey: 'manifest.pub.pem',
  reportHtml: 'report.html',
  summaryHtml: 'summary.html',
  explorerHtml: 'explorer.html',
  reportJson: 'report.json',
  facts: 'facts.jsonl.gz',
  calls: 'calls.jsonl.gz',
  faults: 'faults.jsonl',
} as const;

/** The directory that holds what was read of the organization itself, and who called. */
export const ORGANIZATION_DIRECTORY = 'organization';

/** What was read of one of several organizations. Refuses anything but an organization's id, which becomes a path. */
export function directoryOfOrganization(organizationId: string): string {
  if (!/^o-[a-z0-9]{10,32}$/.test(organizationId))
    throw new Error('The id of an organization is none and cannot name a directory.');
  return join('organizations', organizationId);
}

/** What was asked of Athena for all accounts together: in it, or of each shard in a directory of its own below it. */
export const ATHENA_DIRECTORY = 'athena';

/** The directories of what was read of the organizations themselves, whichever of them it names. */
export function organizationDirectories(
  ids: readonly string[] = [],
): Array<{ directory: string; organization?: string }> {
  return [
    { directory: ORGANIZATION_DIRECTORY },
    ...ids.map((organization) => ({ directory: directoryOfOrganization(organization), organization })),
  ];
}

/** Relative to the run directory. Refuses anything but a 12-digit id: ids come from outside and become paths. */
export function accountDirectory(accountId: string): string {
  if (!/^\d{12}$/.test(accountId))
    throw new Error('An account id is not 12 digits and cannot name a directory.');
  return join('accounts', accountId);
}
