import { stringify } from 'yaml';
import type { SetupValues, TrailReader } from './values.ts';

/** What a configuration has of that which the templates make. */
export interface Configured {
  /** Its path, as the command line names it. */
  path: string;
  auditorRole: boolean;
  /** That of its accounts, as ARNs name it; undefined where neither it nor the environment says one. */
  partition?: string | undefined;
  /** It finds its accounts in an organization. */
  discovers: boolean;
  organizationRole: boolean;
  signing: boolean;
  fingerprints: boolean;
  archive: boolean;
  /** It names somebody to tell. */
  notices: boolean;
  outputs: readonly string[];
}

/**
 * What the configuration does not say yet of that which the templates make, as YAML to copy; undefined when it says
 * all. What only its owner can know stands in angle brackets.
 */
export function configurationToAdd(values: SetupValues, configured: Configured): string | undefined {
  const { auditor, organizationReader, trailReader, archive, aliases } = values;
  const evidence = {
    ...(configured.archive
      ? {}
      : {
          s3: {
            bucket: archive.bucket ?? '<the bucket>',
            prefix: archive.prefix,
            region: '<the Region of the home>',
            objectLock: archive.objectLock,
          },
        }),
    ...(configured.signing ? {} : { signing: { kmsKeyId: aliases.signing } }),
    ...(configured.fingerprints ? {} : { externalIdKmsKeyId: aliases.fingerprints }),
  };
  const externalId = '${COUNTERSIGN_EXTERNAL_ID}';
  const lacking = {
    ...(configured.organizationRole || !configured.discovers
      ? {}
      : {
          organization: {
            discover: true,
            roleArn: `arn:${partitionIn(configured)}:iam::<the management account>:role${organizationReader.path}${organizationReader.name}`,
            externalId,
          },
        }),
    ...(configured.auditorRole
      ? {}
      : { auditor: { roleName: `${auditor.path.slice(1)}${auditor.name}`, externalId } }),
    ...(trailReader === undefined ? {} : activityToAdd(trailReader, configured, externalId)),
    ...(Object.keys(evidence).length === 0 ? {} : { evidence }),
    ...(configured.notices
      ? {}
      : { notify: [{ to: 'sns', target: '<NoticeTopicArn of the home>' }, { to: 'metrics' }] }),
    ...(configured.outputs.includes('junit') ? {} : { outputs: [...configured.outputs, 'junit'] }),
  };
  return Object.keys(lacking).length === 0 ? undefined : stringify(lacking, { lineWidth: 0 });
}

/** Who asks the table, and with which external ID, as far as the configuration does not say it. */
function activityToAdd(
  { role, roleArn, sendsExternalId }: TrailReader,
  configured: Configured,
  externalId: string,
): { activity?: object } {
  const lacking = {
    ...(roleArn === undefined
      ? {
          roleArn: `arn:${partitionIn(configured)}:iam::<the account of the table>:role${role.path}${role.name}`,
        }
      : {}),
    ...(sendsExternalId ? {} : { externalId }),
  };
  return Object.keys(lacking).length === 0 ? {} : { activity: { athena: lacking } };
}

function partitionIn({ partition }: Configured): string {
  return partition ?? '<the partition, such as aws>';
}
