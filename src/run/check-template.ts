import { type Half, judgeTemplate, type TemplateJudgement } from '../evaluate/before-deployment.ts';
import { rulesFor } from '../evaluate/rules-for-run.ts';
import { readFactsOf } from '../evidence/account-evidence.ts';
import type { EvidenceReader } from '../evidence/evidence-reader.ts';
import { organizationsRead, readOrganizationFacts } from '../evidence/organization-evidence.ts';
import { accountDirectory } from '../evidence/run-paths.ts';
import { maskExternalIds } from '../masking/mask-external-ids.ts';
import type { JudgementConfig } from '../model/config.ts';
import type { FactRecord } from '../model/fact.ts';
import { isFact } from '../model/fact-values.ts';
import type { RunRecord } from '../model/run-record.ts';
import type { OtherAccess } from '../stack-template/other-access.ts';
import type { RoleFile } from '../stack-template/role-file.ts';
import { documentText, templateFacts } from '../stack-template/template-facts.ts';
import { OPEN } from '../stack-template/written-out.ts';
import { everyAuditorAction } from './auditor-policy.ts';
import { readRun } from './open-run.ts';

/** A policy that a template attaches and does not hold, by ARN. */
export type PolicyDocuments = ReadonlyMap<string, string>;

export interface TemplateQuestion {
  file: RoleFile;
  where: { accountId: string; name: string; partition: string; region: string };
  /** Policies that are given beside those of the template. */
  policies: PolicyDocuments;
  judgement: JudgementConfig | undefined;
  /** A run that knows the own accounts, and the documents of policies that its accounts attach. */
  reader: EvidenceReader | undefined;
  /** ISO 8601 UTC. */
  asOf: string;
}

export interface TemplateAnswer extends TemplateJudgement {
  half: Half;
  roles: string[];
  /** What the template leaves open: places in it. */
  open: string[];
  /** What of it may give access beside these roles, and is not judged. */
  unjudged: OtherAccess[];
  /** Parameters that were taken for a random external ID, since they have no value and are used as nothing else. */
  assumed: string[];
  /** Other parameters without a value, on which what is open may rest. */
  unset: string[];
  /** Attached policies whose documents are not at hand, by ARN. */
  unreadPolicies: string[];
  /** Policies that were given, by ARN, and that no role of the file has. */
  unusedPolicies: string[];
}

/** Judges the roles of a file before they are deployed, by the register and the settings of a configuration or a run. */
export async function checkTemplate(
  question: TemplateQuestion,
  fallback: JudgementConfig,
): Promise<TemplateAnswer> {
  const { file, where, reader, asOf } = question;
  const run = reader === undefined ? undefined : await readRun(reader);
  const judgement = question.judgement ?? run?.judgement ?? fallback;
  const scope = run?.scope ?? { accountSource: 'a template', accounts: [], excluded: [] };
  const own = { accountId: where.accountId, name: where.name, reason: 'TEMPLATE', message: '' };
  const organizationFacts =
    reader === undefined || run === undefined
      ? []
      : ((await readOrganizationFacts(reader, organizationsRead(run.scope))) ?? []);
  const { rules } = rulesFor(
    { asOf, judgement, scope: { ...scope, excluded: [own, ...scope.excluded] } },
    organizationFacts,
    { auditorActions: everyAuditorAction() },
  );
  const { details, settings } = templateFacts(withoutIdsInNames(file), { ...where, madeAt: asOf });
  const held = new Set(details.policies.map(({ arn }) => arn));
  const wanted = [
    ...new Set(
      details.roles.flatMap(({ attachedPolicies, permissionsBoundaryArn }) => [
        ...attachedPolicies.map(({ arn }) => arn),
        ...(permissionsBoundaryArn === null ? [] : [permissionsBoundaryArn]),
      ]),
    ),
  ].filter((arn) => !held.has(arn));
  const found = new Map([...PLAIN, ...question.policies].filter(([arn]) => wanted.includes(arn)));
  if (reader !== undefined && run !== undefined) await lookIn(reader, run, wanted, found);
  const policies = [
    ...details.policies,
    ...[...found].map(([arn, document]) => ({ arn, name: arn.slice(arn.lastIndexOf('/') + 1), document })),
  ];
  return {
    ...judgeTemplate({ details: { ...details, policies }, settings }, where, file.half, rules),
    half: file.half,
    roles: details.roles.map(({ arn }) => arn),
    open: file.open,
    unjudged: file.unjudged,
    assumed: file.assumed,
    unset: file.unset,
    unreadPolicies: wanted.filter((arn) => !found.has(arn) && !arn.includes(OPEN)).sort(),
    unusedPolicies: [...question.policies.keys()].filter((arn) => !wanted.includes(arn)).sort(),
  };
}

/** A role that is named after an external ID is called as the template calls it: the ID is shown to nobody. */
function withoutIdsInNames(file: RoleFile): RoleFile {
  const ids = new Set<string>();
  const note = (id: string) => {
    ids.add(id);
    return id;
  };
  for (const { trustPolicy } of file.roles) maskExternalIds(documentText(trustPolicy), note);
  const shows = (text: string) => [...ids].some((id) => id !== '' && text.includes(id));
  const roles = file.roles.map((role) =>
    shows(role.path + role.name) ? { ...role, name: role.logicalId, path: '/' } : role,
  );
  return { ...file, roles };
}

/** What AWS's own policy says that gives everything; the others are long, and AWS changes them. */
const PLAIN: ReadonlyArray<readonly [arn: string, document: string]> = ['aws', 'aws-cn', 'aws-us-gov'].map(
  (partition) => [
    `arn:${partition}:iam::aws:policy/AdministratorAccess`,
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }),
  ],
);

/** AWS's policies are the same in every account: the first that has one attached tells what it says. */
async function lookIn(
  reader: EvidenceReader,
  { scope }: RunRecord,
  wanted: readonly string[],
  found: Map<string, string>,
): Promise<void> {
  for (const { accountId } of scope.accounts) {
    if (wanted.every((arn) => found.has(arn) || !isOfAws(arn))) return;
    const facts: readonly FactRecord[] = (await readFactsOf(reader, accountDirectory(accountId))) ?? [];
    for (const record of facts) {
      if (!isFact(record, 'authorization-details') || record.status !== 'COLLECTED') continue;
      for (const { arn, document } of record.value.policies)
        if (isOfAws(arn) && wanted.includes(arn) && !found.has(arn)) found.set(arn, document);
    }
  }
}

function isOfAws(arn: string): boolean {
  return /^arn:[^:]+:iam::aws:policy\//.test(arn);
}
