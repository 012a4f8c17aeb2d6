import pLimit from 'p-limit';
import { CutOff, limitedSignal } from '../../aws/allowance.ts';
import { type Aws, openAws } from '../../aws/connection.ts';
import { registry } from '../../checks/registry.ts';
import { homeRegionBesides } from '../../collect/access-analyzer/unused-access-findings.ts';
import { auditorActions } from '../../collect/actions.ts';
import { collectorsFor } from '../../collect/collectors.ts';
import { type TriedAccount, tryAccount } from '../../collect/try-account.ts';
import { factsFromCalls, selectChecks } from '../../evaluate/selection.ts';
import { createRunId } from '../../evidence/run-id.ts';
import type { AccountTarget } from '../../model/account.ts';
import type { DoctorReport, Symptom } from '../../model/doctor.ts';
import { type FactKey, isFact } from '../../model/fact-values.ts';
import { UserError } from '../../model/user-error.ts';
import type { DiscoveredTargets } from '../../targets/discover-targets.ts';
import { findTargets } from '../find-targets.ts';
import type { ScanRequest } from '../scan-request.ts';
import { accountSymptoms } from './account-symptoms.ts';
import { athenaSymptoms } from './athena-symptoms.ts';
import { clockListener, clockSymptom } from './clock-symptom.ts';
import { declaredRefusals } from './declared-refusal.ts';
import { groupSymptoms } from './group-symptoms.ts';
import { homeSymptoms } from './home-symptoms.ts';
import { noticeSymptoms } from './notice-symptoms.ts';

export interface ExamineRequest
  extends Pick<
    ScanRequest,
    'config' | 'judgement' | 'out' | 'selected' | 'version' | 'random' | 'aws' | 'mayForget' | 'newChain'
  > {
  /** Names of variables that decide how AWS is reached, of those that are set. */
  networkVariables: readonly string[];
}

/** What one account may take, and all of them. */
const ACCOUNT_MS = 60_000;
const ALL_MS = 10 * 60_000;

/**
 * Tries what a scan will need: the accounts by the calls of their auditor roles, the home by what is kept and signed.
 * One account never stops another. Throws `UserError` where nothing can be tried at all: no credentials, no such names.
 */
export async function examine(request: ExamineRequest): Promise<DoctorReport> {
  const { config, version, random } = request;
  const { clock } = request.aws;
  const startedAt = clock.now();
  const runId = createRunId(startedAt, random);
  const heard = clockListener(() => clock.now());
  const late = () => new CutOff('TIMED_OUT', 'trying all accounts took longer than 10 minutes');
  const all = limitedSignal(new AbortController().signal, { clock, milliseconds: ALL_MS, reason: late });
  const aws = openAws({
    // A scan waits and tries longer; here an answer is wanted soon.
    ...{ maxAttempts: 3, requestTimeoutMs: 10_000, callTimeoutMs: 20_000 },
    ...request.aws,
    version,
    runId,
    concurrency: config.concurrency,
    allowance: { signal: all.signal, pagesPerCall: config.limits.pagesPerCall },
    heardTime: heard.hear,
  });
  try {
    const found = await findTargets(request, aws).catch((error: unknown) => {
      throw becauseOfClock(error, clockSymptom(heard.aheadMs()));
    });
    const [tried, home] = await Promise.all([
      tryAll(request, found, aws, all.signal),
      homeSymptoms(request, { runId, startedAt: startedAt.toISOString() }),
    ]);
    const inside = tried.filter(({ result }) => result.entered).map(({ target }) => target);
    const entered = inside.length;
    const told = await noticeSymptoms(config, inside, aws);
    const accountIds = found.targets.map(({ accountId }) => accountId);
    const { callerArn } = found;
    const asked = await athenaSymptoms(config, aws, { callerArn, accountIds, signal: all.signal });
    const symptoms = [
      ...organizationSymptoms(found),
      ...accountSymptoms(tried, {
        arn: found.callerArn,
        managementAccountIds: managementAccounts(found),
        sayDeclared: declaredRefusals(request.judgement.blindSpots ?? [], startedAt.toISOString()),
      }),
      clockSymptom(heard.aheadMs()),
      ...home.symptoms,
      ...told,
      ...asked,
      networkSymptom(request.networkVariables),
    ];
    return {
      checkedAt: startedAt.toISOString(),
      callerArn: found.callerArn,
      accountSource: found.source,
      accounts: { inScope: found.targets.length, entered },
      scanIsUseless: home.scanIsUseless || entered === 0,
      checks: groupSymptoms(symptoms),
    };
  } finally {
    all.end();
    aws.close();
  }
}

function tryAll(
  { config, judgement }: ExamineRequest,
  found: DiscoveredTargets,
  aws: Aws,
  signal: AbortSignal,
): Promise<Array<{ target: AccountTarget; result: TriedAccount }>> {
  const { mode } = config.drift;
  const wanted = factsFromCalls(selectChecks(registry, judgement).checks, judgement);
  const center = judgement.identityCenter;
  // IAM Identity Center is asked in one account alone.
  const actionsIn = ({ accountId }: AccountTarget): string[] => {
    const facts = new Set<FactKey>(wanted);
    if (accountId !== center?.accountId) facts.delete('identity-center');
    const { called, onBehalf } = auditorActions(mode, false, facts, config.resourcePolicies);
    return [...called, ...onBehalf];
  };
  const readsUnused = collectorsFor(mode, wanted).some(({ fact }) => fact === 'unused-access-findings');
  const limit = pLimit(config.concurrency.accounts);
  const isMember = membersIn(found);
  return Promise.all(
    found.targets.map((target) =>
      limit(async () => {
        const reason = () => new CutOff('TIMED_OUT', 'trying the account took longer than a minute');
        const allowed = limitedSignal(signal, { clock: aws.clock, milliseconds: ACCOUNT_MS, reason });
        const analyzersBesides =
          readsUnused && !target.regions.includes('enabled')
            ? homeRegionBesides(target.partition, target.regions)
            : undefined;
        const setup = {
          ...{ target, aws, actions: actionsIn(target), analyzersBesides, isMember: isMember(target) },
          identityCenterRegion: center?.region,
        };
        const result = await tryAccount({ ...setup, signal: allowed.signal }).finally(allowed.end);
        return { target, result };
      }),
    ),
  );
}

function organizationSymptoms(found: DiscoveredTargets): Symptom[] {
  const facts = found.organizationFacts;
  const unread = facts.flatMap((fact) => (fact.status === 'NOT_COLLECTED' ? [fact] : []));
  if (unread.length === 0)
    return facts.length === 0
      ? []
      : [{ id: 'organization', status: 'ok', words: 'The organization can be read.', whatToDo: null }];
  const management = managementAccounts(found);
  return unread.map(({ fact, message, action, organization }) => ({
    id: 'organization',
    status: 'fail',
    ...(action === undefined ? {} : { action }),
    words: `${fact === 'billing-transfers' ? 'It is not known to whom the bills go' : 'Accounts may be missing'}, since the organization ${organization === undefined ? '' : `${organization} `}is not read in full. ${withoutAction(message.replace(/ AWS says: .*$/s, ''), action)}`,
    whatToDo: `Call from the management account${organization === undefined && management.length === 1 ? ` (${management[0]})` : ''} or a delegated administrator, or through ${organization === undefined ? 'organization.roleArn' : 'its roleArn or profile under organizations'}, with the policy that \`countersign policy --for organization\` prints.`,
  }));
}

/** So that what is refused alike is one cause, whichever the action. */
function withoutAction(message: string, action: string | undefined): string {
  return action !== undefined && message.startsWith(`${action} `)
    ? `This ${message.slice(action.length + 1)}`
    : message;
}

function managementAccounts({ organizationFacts }: DiscoveredTargets): string[] {
  return organizationFacts.flatMap((fact) =>
    isFact(fact, 'organization') && fact.status === 'COLLECTED' ? [fact.value.managementAccountId] : [],
  );
}

/** Says of an account whether another one is known to manage its organization. */
function membersIn(found: DiscoveredTargets): (target: AccountTarget) => boolean {
  const managers = managementAccounts(found);
  const allKnown = found.organizationFacts.every(
    (fact) => !isFact(fact, 'organization') || fact.status === 'COLLECTED',
  );
  return ({ accountId, organizationalUnit }) =>
    allKnown && organizationalUnit !== undefined && !managers.includes(accountId);
}

function networkSymptom(variables: readonly string[]): Symptom {
  const words =
    variables.length === 0
      ? 'No variable for a proxy or a certificate authority is set.'
      : `Set for the way to AWS: ${variables.join(', ')}.`;
  return { id: 'network', status: 'ok', words, whatToDo: null };
}

/** A clock that is wrong is the likelier cause of whatever AWS made of the first call. */
function becauseOfClock(error: unknown, clock: Symptom): unknown {
  if (!(error instanceof UserError) || clock.status !== 'fail') return error;
  return new UserError('WRONG_CLOCK', `${clock.words} ${error.message}`, clock.whatToDo ?? undefined);
}
