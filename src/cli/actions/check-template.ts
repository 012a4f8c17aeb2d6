import { basename } from 'node:path';
import type { Command } from 'commander';
import { configuredRegion } from '../../aws/settings.ts';
import { registry } from '../../checks/registry.ts';
import { toJudgement } from '../../config/judgement.ts';
import { loadConfig } from '../../config/load.ts';
import { readTrustedKeys } from '../../evidence/trusted-keys.ts';
import { partitionOfRegion } from '../../model/partitions.ts';
import { compareSeverity, SEVERITIES } from '../../model/severity.ts';
import { UserError } from '../../model/user-error.ts';
import { composed, lines, type ShownText, shown } from '../../report/visible.ts';
import { checkTemplate, type TemplateAnswer } from '../../run/check-template.ts';
import { demandIntact } from '../../run/intact.ts';
import { openEvidence } from '../../run/open-evidence.ts';
import { documentIn } from '../../stack-template/cli-answers.ts';
import { readRoleFile } from '../../stack-template/role-file.ts';
import { EXIT } from '../exit-codes.ts';
import { givenFile } from '../given-file.ts';
import { loadConfigFile } from '../load-config.ts';
import { type FailOn, outputOf } from '../options.ts';
import { plural } from '../progress-display.ts';
import { s3Setup } from '../s3-setup.ts';
import { inert, jsonText, type Paint, painter } from '../terminal.ts';

interface Options {
  config?: string;
  env: string[];
  run?: string;
  parameter: ReadonlyMap<string, string>;
  policy: ReadonlyMap<string, string>;
  account: string;
  party?: string;
  failOn: FailOn;
  allowIncomplete?: true;
  key?: string[];
}

/** The account that stands where none is given. */
const NOBODYS = '000000000000';

const STRANGER = '999999999999';

/** What `countersign check-template` does. */
export async function run(path: string, options: Options, command: Command): Promise<void> {
  const { terminal, json } = outputOf(command);
  const loaded =
    options.config === undefined ? undefined : await loadConfigFile(options.config, options.env, 'judge');
  const trusted = await readTrustedKeys(options.key);
  const evidence = options.run === undefined ? undefined : await openEvidence(options.run, await s3Setup());
  try {
    if (evidence !== undefined) await demandIntact([evidence.reader], trusted);
    const configured = await configuredRegion();
    const region = configured ?? 'us-east-1';
    const where = {
      accountId: options.account,
      name: options.account,
      partition: partitionOfRegion(region)?.id ?? 'aws',
      region,
    };
    const name = basename(path).replace(/\.[^.]*$/, '');
    const file = readRoleFile(
      await givenFile(path, 'NO_FILE'),
      {
        ...where,
        stackName: 'before-deployment',
        parameters: options.parameter,
        taken: new Set([
          'AWS::StackName',
          'AWS::StackId',
          ...(options.account === NOBODYS ? ['AWS::AccountId'] : []),
          ...(configured === undefined ? ['AWS::Region', 'AWS::Partition', 'AWS::URLSuffix'] : []),
        ]),
      },
      { name, admitted: admitted(options.party, loaded?.judgement.thirdParties) },
    );
    if ('problem' in file) throw new UserError('NO_TEMPLATE', `${path} cannot be judged: ${file.problem}.`);
    const answer = await checkTemplate(
      {
        file,
        where,
        policies: await documents(options.policy),
        judgement: loaded?.judgement,
        reader: evidence?.reader,
        asOf: new Date().toISOString(),
      },
      toJudgement(loadConfig('{}', 'no configuration', {}, registry, undefined, 'judge'), []),
    );
    process.exitCode = exitCode(answer, options);
    terminal.print(
      json ? jsonText({ file: path, ...answer }, 2) : answerText(path, answer, painter(terminal.colour)),
    );
  } finally {
    evidence?.close();
  }
}

function admitted(
  party: string | undefined,
  register: ReadonlyArray<{ name: string; accountIds: string[] }> = [],
) {
  if (party === undefined) return STRANGER;
  const accountId = register.find(({ name }) => name === party)?.accountIds[0];
  if (accountId !== undefined) return accountId;
  throw new UserError('NO_SUCH_PARTY', `The register has no third party "${party}" with an account.`);
}

async function documents(files: ReadonlyMap<string, string>): Promise<Map<string, string>> {
  return new Map(
    await Promise.all(
      [...files].map(async ([arn, path]) => [arn, policyText(await givenFile(path, 'NO_FILE'))] as const),
    ),
  );
}

/** The policy itself, or the one in what `aws iam get-policy-version` prints. */
function policyText(text: string): string {
  try {
    return JSON.stringify(documentIn(JSON.parse(text)));
  } catch {
    return text;
  }
}

/** Findings win over what cannot be told, since they are certain. */
function exitCode(answer: TemplateAnswer, { failOn, allowIncomplete }: Options): number {
  const counted = answer.findings.filter(
    ({ severity, status }) =>
      status === 'OPEN' && failOn !== 'none' && compareSeverity(severity, failOn) <= 0,
  );
  if (counted.length > 0) return EXIT.findings;
  return isWhole(answer) || allowIncomplete === true ? EXIT.done : EXIT.incomplete;
}

function isWhole({ open, unjudged, unanswered }: TemplateAnswer): boolean {
  return open.length + unjudged.length + unanswered.length === 0;
}

function answerText(path: string, answer: TemplateAnswer, paint: Paint): ShownText {
  const { findings, unanswered, roles, half, asked } = answer;
  const title = shown`${inert(path)}: ${plural(roles.length, 'role')}, ${plural(findings.length, 'finding')}, by ${plural(asked.length, 'check')}`;
  return lines([
    paint('bold', title),
    ...(half === 'whole' ? [] : [inert(HALF[half])]),
    ...answer.assumed.map((name) =>
      inert(
        `  The parameter ${name} is the external ID: a random one is taken for it. Give yours: --parameter ${name}=…`,
      ),
    ),
    ...answer.open.map((place) => paint('yellow', inert(`  ${place} cannot be told before it is deployed`))),
    ...(answer.open.length === 0 ? [] : answer.unset).map((name) =>
      inert(`  The parameter ${name} has no value. Give yours: --parameter ${name}=…`),
    ),
    ...answer.unjudged.map(({ place, type, why }) =>
      paint('yellow', inert(`  ${place}${type === '' ? '' : ` (${type})`} is not judged: ${UNJUDGED[why]}`)),
    ),
    ...answer.unreadPolicies.map((arn) =>
      paint(
        'yellow',
        inert(`  ${arn} is not in the template. Give what it says: --policy ${arn}=FILE, or --run RUN`),
      ),
    ),
    ...answer.unusedPolicies.map((arn) =>
      paint('yellow', inert(`  ${arn} is given, and no role of this file has it`)),
    ),
    ...SEVERITIES.flatMap((severity) => ofSeverity(severity, findings, paint)),
    ...(unanswered.length === 0 ? [] : [shown``, paint('yellow', shown`No answer`)]),
    ...unanswered.map(({ checkId, resourceArn, detail }) =>
      inert(`  ${checkId}  ${roleIn(resourceArn)}: ${detail}`),
    ),
    shown``,
    verdict(answer, paint),
  ]);
}

const UNJUDGED = {
  'made-elsewhere': 'what it makes is not among the resources of this file',
  'beside-roles': 'it gives access in another way than by a role of this file',
};

const HALF = {
  trust: '  A trust policy alone: nothing is said of what a role with it may do.',
  permissions: '  A permission policy alone: nothing is said of who may come in.',
};

function ofSeverity(
  severity: (typeof SEVERITIES)[number],
  findings: TemplateAnswer['findings'],
  paint: Paint,
): ShownText[] {
  const these = findings.filter((finding) => finding.severity === severity);
  if (these.length === 0) return [];
  const grave = severity === 'critical' || severity === 'high';
  return [
    shown``,
    grave ? paint('red', inert(severity)) : inert(severity),
    ...these.flatMap(({ title, checkId, status, resourceArn, detail, remediation }) => [
      composed(
        [inert(title), inert(roleIn(resourceArn)), paint('dim', inert(checkId))],
        ([what = shown``, role = shown``, id = shown``]) => `  ${what}: ${role}  ${id}`,
      ),
      ...(status === 'EXCEPTED' ? [shown`    covered by an exception`] : []),
      inert(`    ${detail}`),
      paint('dim', inert(`    → ${remediation}`)),
    ]),
  ];
}

function verdict(answer: TemplateAnswer, paint: Paint): ShownText {
  if (!isWhole(answer)) return paint('yellow', shown`INCOMPLETE: not everything can be told from this file.`);
  const open = answer.findings.filter(({ status }) => status === 'OPEN').length;
  return open === 0
    ? paint('green', shown`Nothing to object to.`)
    : shown`${plural(open, 'finding')} to settle before it is deployed.`;
}

function roleIn(arn: string): string {
  return arn === '' ? 'all roles' : arn.split(':').slice(5).join(':');
}
