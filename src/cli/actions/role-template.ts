import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { configuredRegion } from '../../aws/settings.ts';
import { ownerTag } from '../../checks/trust/owner-tag.ts';
import { sessionDuration } from '../../checks/trust/session-duration.ts';
import { readTrustedKeys } from '../../evidence/trusted-keys.ts';
import { endOfDay } from '../../model/days.ts';
import { parametersOf } from '../../model/parameters-of.ts';
import { partitionOfRegion } from '../../model/partitions.ts';
import type { RegisteredThirdParty } from '../../model/party.ts';
import { UserError } from '../../model/user-error.ts';
import { inlineLength, LONGEST_INLINE } from '../../policy/permissions/used-policy.ts';
import { lines, type ShownText, shown } from '../../report/visible.ts';
import { demandIntact } from '../../run/intact.ts';
import { writeNewFiles } from '../../run/new-files.ts';
import { openEvidence } from '../../run/open-evidence.ts';
import { usedPermissionsIn } from '../../run/used-permissions.ts';
import { partyRoleFiles } from '../../setup/party-role.ts';
import { shellWord } from '../../setup/shell-word.ts';
import type { Properties } from '../../setup/template.ts';
import { documentIn } from '../../stack-template/cli-answers.ts';
import { entriesOf, parseTemplate } from '../../stack-template/read-template.ts';
import { configPath } from '../config-path.ts';
import { givenFile } from '../given-file.ts';
import { loadConfigFile } from '../load-config.ts';
import { outputOf } from '../options.ts';
import { s3Setup } from '../s3-setup.ts';
import { inert, jsonText } from '../terminal.ts';

interface Options {
  policy?: string;
  run?: string;
  role?: string;
  out: string;
  config?: string;
  env: string[];
  key?: string[];
}

/** What `countersign role-template` does. */
export async function run(name: string, options: Options, command: Command): Promise<void> {
  const { terminal, json } = outputOf(command);
  const config = configPath(options.config);
  const { judgement } = await loadConfigFile(config, options.env, 'judge');
  const party = partyNamed(name, judgement.thirdParties);
  const [accountId, ...others] = party.accountIds;
  if (accountId === undefined)
    throw new UserError(
      'NO_ACCOUNT',
      `The register gives no account of ${name}: nobody could assume the role.`,
    );
  demandContract(party);
  const { policy, from } = await permissions(options);
  const region = await configuredRegion();
  const files = partyRoleFiles({
    name,
    accountIds: [accountId, ...others],
    partition: partitionOfRegion(region ?? '')?.id ?? 'aws',
    owner: party.owner,
    justification: party.justification,
    contractEnds: party.contractEnds,
    externalIdFormat: party.externalIdFormat,
    allowedSourceIps: party.allowedSourceIps ?? [],
    longestSession:
      Math.min(12, Math.max(1, parametersOf(sessionDuration, judgement).maxSessionHours)) * 3600,
    requiredTags: parametersOf(ownerTag, judgement).requiredTags,
    policy,
  });
  const { written, kept } = await writeNewFiles(options.out, files);
  const next = nextCommands(options.out, party, { config, again: written.length === 0 });
  terminal.print(
    json
      ? jsonText({ directory: options.out, written, kept, next, ...(from && { permissionsFrom: from }) }, 2)
      : answer({ directory: options.out, written, kept, next, from, party }),
  );
}

function partyNamed(name: string, register: readonly RegisteredThirdParty[]): RegisteredThirdParty {
  const party = register.find((one) => one.name === name);
  if (party !== undefined) return party;
  throw new UserError(
    'NO_SUCH_PARTY',
    `The register has no third party "${name}".`,
    'Enter it first under thirdParties, with its accounts, owner and justification.',
  );
}

/** A role that ends before it is made lets nobody in. */
function demandContract({ name, contractEnds }: RegisteredThirdParty): void {
  if (contractEnds === undefined || endOfDay(contractEnds) > Date.now()) return;
  throw new UserError(
    'CONTRACT_ENDED',
    `The contract of ${name} ended on ${contractEnds}: nobody could assume the role.`,
    'Enter its new end first, as contractEnds.',
  );
}

/** Whose use the permissions come from. */
interface Source {
  role: string;
  since: string;
  until: string;
}

async function permissions({
  policy: path,
  run,
  role,
  key,
}: Options): Promise<{ policy: Properties; from?: Source }> {
  if (path !== undefined) return { policy: await policyAt(path) };
  if (run === undefined || role === undefined)
    throw new UserError('NO_POLICY', 'What the role may do is given by --policy, or by --run and --role.');
  const trusted = await readTrustedKeys(key);
  const evidence = await openEvidence(run, await s3Setup());
  try {
    await demandIntact([evidence.reader], trusted);
    const used = await usedPermissionsIn(evidence.reader, role);
    if ('problem' in used)
      throw new UserError('NO_USE', `The permissions cannot come from ${role}: ${used.problem}.`);
    const { since, until } = used;
    // Read from JSON, so it is plain data.
    const policy: object = used.policy;
    return { policy: policy as Properties, from: { role, since, until } };
  } finally {
    evidence.close();
  }
}

async function policyAt(path: string): Promise<Properties> {
  const document = policyIn(await givenFile(path, 'NO_POLICY'));
  const refuse = (why: string) => new UserError('NO_POLICY', `${path} is no permission policy: ${why}.`);
  if (!isPolicy(document)) throw refuse('it needs statements, and none with a principal');
  if (!statementsOf(document).some((one) => one.get('Effect') === 'Allow'))
    throw refuse('none of its statements allows anything');
  const length = inlineLength([JSON.stringify(document)]);
  if (length > LONGEST_INLINE)
    throw refuse(`it is ${length} characters long, and the policies of a role may be ${LONGEST_INLINE}`);
  return document;
}

/** The policy, or the one in what the AWS CLI prints of it; undefined where the text is neither JSON nor YAML. */
function policyIn(text: string): unknown {
  try {
    return documentIn(parseTemplate(text));
  } catch {
    return undefined;
  }
}

function isPolicy(document: unknown): document is Properties {
  return (
    entriesOf(document).has('Statement') &&
    statementsOf(document).every((one) => one.size > 0 && !one.has('Principal') && !one.has('NotPrincipal'))
  );
}

function statementsOf(document: unknown): Array<ReadonlyMap<string, unknown>> {
  return [entriesOf(document).get('Statement')].flat().map(entriesOf);
}

/** To judge it, and to deploy it. A new external ID is shown this once: a role that stands keeps the one it has. */
function nextCommands(
  directory: string,
  { contractEnds, externalIdFormat }: RegisteredThirdParty,
  { config, again }: { config: string; again: boolean },
): string[] {
  const ours = again ? "'THE-ONE-OF-THIS-ACCOUNT'" : randomUUID();
  const file = shellWord(`${directory}/role.yaml`);
  const end = contractEnds === undefined ? ` AccessEnds=${inAYear()}` : '';
  return [
    `EXTERNAL_ID=${externalIdFormat === undefined ? ours : "'THE-ONE-THAT-THEY-SEND'"}`,
    `countersign check-template ${file} --config ${shellWord(config)} --parameter ExternalId="$EXTERNAL_ID"${end === '' ? '' : ` --parameter${end}`}`,
    `aws cloudformation deploy --stack-name third-party-role --template-file ${file} --capabilities CAPABILITY_NAMED_IAM --parameter-overrides ExternalId="$EXTERNAL_ID"${end}`,
  ];
}

/** For want of a contract's end: somebody has to look again by then. */
function inAYear(): string {
  return `${new Date(Date.now() + 365 * 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`;
}

interface Made {
  directory: string;
  written: readonly string[];
  kept: readonly string[];
  next: readonly string[];
  from: Source | undefined;
  party: Pick<RegisteredThirdParty, 'externalIdFormat'>;
}

function answer({ directory, written, kept, next, from, party }: Made): ShownText {
  const isTheirs = party.externalIdFormat !== undefined;
  return lines([
    ...(from === undefined
      ? []
      : [
          inert(
            `Permissions: what ${from.role} used from ${from.since.slice(0, 10)} to ${from.until.slice(0, 10)}, and what nobody sees the use of. Its ARNs are those of that account.`,
          ),
        ]),
    shown`In ${inert(directory)}:`,
    ...written.map((name) => inert(`  written     ${name}`)),
    ...kept.map((name) => inert(`  as it was   ${name}`)),
    shown``,
    isTheirs
      ? shown`Next: the external ID that they make for this account alone; what the checks say of the role; the role.`
      : written.length === 0
        ? shown`Next: the external ID that was shown when these files were made, or a new one for another account (another --out shows one); what the checks say of the role; the role.`
        : shown`Next: an external ID for this account alone, which is shown this once; what the checks say of the role; the role.`,
    ...next.map((one) => inert(`  ${one}`)),
    shown``,
    isTheirs
      ? shown`First send letter.md to the third party, which makes the external ID.`
      : shown`Then send letter.md to the third party, and the external ID by another way.`,
  ]);
}
