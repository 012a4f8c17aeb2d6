import { type Aws, type AwsSetup, openAws } from '../aws/connection.ts';
import { AwsCallError } from '../aws/errors.ts';
import { parseArn } from '../aws/regions.ts';
import { enabledRegions } from '../collect/open-account.ts';
import { type Config, configSchema } from '../config/schema.ts';
import { createRunId } from '../evidence/run-id.ts';
import type { Fact } from '../model/fact.ts';
import type { Organization } from '../model/facts/organization.ts';
import { findTargets } from './find-targets.ts';
import { AUDITOR_ROLE, type Seen, type Unseen } from './first-config.ts';
import type { ScanRequest } from './scan-request.ts';

/** What a first configuration can go by. Throws `UserError` where there are no working credentials. */
export async function firstLook(
  request: Pick<ScanRequest, 'version' | 'random'> & {
    aws: Omit<AwsSetup, 'version' | 'runId' | 'concurrency' | 'allowance'>;
  },
): Promise<Seen> {
  const organization = { discover: true };
  const config = configSchema.parse({ organization, auditor: { roleName: AUDITOR_ROLE } });
  const aws = openAws({
    ...request.aws,
    version: request.version,
    runId: createRunId(request.aws.clock.now(), request.random),
    concurrency: config.concurrency,
    allowance: { pagesPerCall: config.limits.pagesPerCall },
  });
  try {
    return await look(config, aws);
  } finally {
    aws.close();
  }
}

async function look(config: Config, aws: Aws): Promise<Seen> {
  const { callerArn, organizationFacts, targets, closedAccounts } = await findTargets({ config }, aws);
  const accountId = parseArn(callerArn)?.accountId ?? '';
  const factOf = (name: string) => organizationFacts.find(({ fact }) => fact === name);
  const listing = factOf('organization-accounts');
  return {
    at: aws.clock.now().toISOString(),
    callerArn,
    accountId,
    organization: answerOf(factOf('organization') as Fact<Organization> | undefined),
    accounts:
      listing?.status === 'COLLECTED'
        ? { open: targets.length, closed: closedAccounts.length }
        : { unseen: listing?.message ?? 'it was not asked' },
    regions: await regionsOf(accountId, aws),
  };
}

function answerOf<T>(fact: Fact<T> | undefined): T | Unseen {
  return fact?.status === 'COLLECTED' ? fact.value : { unseen: fact?.message ?? 'it was not asked' };
}

async function regionsOf(accountId: string, aws: Aws): Promise<string[] | Unseen> {
  try {
    return await enabledRegions(aws.connect(accountId, { kind: 'caller' }, () => {}));
  } catch (error) {
    if (error instanceof AwsCallError) return { unseen: error.message };
    throw error;
  }
}
