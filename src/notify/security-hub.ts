import type { Caller } from '../aws/caller.ts';
import type { Clock } from '../aws/clock.ts';
import { AwsCallError } from '../aws/errors.ts';
import { plainText } from '../model/plain-text.ts';
import type { AccountScope, AuditReport } from '../model/report.ts';
import {
  type AsffFinding,
  asffFindings,
  asffHome,
  defaultProduct,
  GENERATOR,
  PRODUCT_FIELDS,
} from '../report/asff.ts';
import { archived, type KnownInHub } from '../report/asff-archived.ts';
import { batchesOf } from './batches.ts';

/** Where an account's findings go: each into its own Region, or all into one. */
export interface HubSetup {
  caller: Pick<Caller, 'call' | 'list'>;
  clock: Clock;
  /** The one Region that takes them all. */
  region?: string | undefined;
  /** Whether this run cannot tell whether a finding that it does not report is gone. */
  isNotKnown(known: KnownInHub): boolean;
}

/** What an account's Security Hub made of it. */
export interface HubResult {
  imported: number;
  archived: number;
  /** Sentences; a finding that was refused is named by its id. */
  problems: string[];
}

/**
 * Brings an account's Security Hub to what a run says: its findings are imported, and those that an earlier run left
 * active there and that are known to be gone are archived. What is there is asked of Security Hub itself, so that nothing
 * needs to be remembered, and whatever was missed is made up for. Regions without Security Hub are left alone unless they
 * have findings.
 *
 * @param report cut down to the account
 */
export async function bringToHub(
  account: AccountScope,
  report: AuditReport,
  setup: HubSetup,
): Promise<HubResult> {
  const result: HubResult = { imported: 0, archived: 0, problems: [] };
  const byRegion = new Map<string, AsffFinding[]>(regionsOf(account, setup).map((region) => [region, []]));
  for (const finding of asffFindings(report, setup.region)) {
    // What is known to be gone is archived where it stands, if it does.
    if (finding.ProductFields[PRODUCT_FIELDS.status] === 'RESOLVED') continue;
    const there = byRegion.get(finding.Region);
    if (there === undefined) byRegion.set(finding.Region, [finding]);
    else there.push(finding);
  }
  for (const [region, findings] of byRegion) {
    try {
      await bringToRegion(region, findings, { account, report, setup, result });
    } catch (error) {
      if (!(error instanceof AwsCallError)) throw error;
      const isOff = NOT_SUBSCRIBED.has(error.code) || error.reason === 'UNSUPPORTED';
      if (isOff && findings.length === 0) continue;
      result.problems.push(
        isOff
          ? `Security Hub is not enabled in ${region}, where ${findings.length === 1 ? 'a finding belongs' : `${findings.length} findings belong`}.`
          : `${region}: ${error.message}`,
      );
    }
  }
  return result;
}

const NOT_SUBSCRIBED = new Set(['InvalidAccessException']);

function regionsOf(account: AccountScope, { region }: HubSetup): string[] {
  if (region !== undefined) return [region];
  const named = account.regions.filter((one) => one !== 'global' && one !== 'enabled');
  return [...new Set([asffHome(account), ...named])];
}

interface Bringing {
  account: AccountScope;
  report: AuditReport;
  setup: HubSetup;
  result: HubResult;
}

async function bringToRegion(
  region: string,
  findings: readonly AsffFinding[],
  { account, report, setup, result }: Bringing,
): Promise<void> {
  const product = defaultProduct(account.partition, region, account.accountId);
  const there = await activeIn(region, product, setup);
  const told = new Set(findings.map(({ Id }) => Id));
  const resolved = new Set(
    report.resolved.map(({ accountId, fingerprint }) => `countersign/${accountId}/${fingerprint}`),
  );
  const gone = there.flatMap((finding) => {
    if (told.has(finding.Id ?? '')) return [];
    return archived(finding, {
      asOf: report.run.asOf,
      runId: report.run.runId,
      isNotKnown: setup.isNotKnown,
      isResolved: resolved.has(finding.Id ?? ''),
    });
  });
  const refused = await importAll(region, [...findings, ...gone], setup);
  const count = (all: readonly AsffFinding[]) => all.filter(({ Id }) => !refused.has(Id)).length;
  result.imported += count(findings);
  result.archived += count(gone);
  for (const [id, why] of refused) result.problems.push(`${region}: ${id} was refused: ${why}`);
}

/** What of ours is active in a Region. The filters are asked again here: not every implementation knows them. */
async function activeIn(region: string, product: string, { caller }: HubSetup) {
  const equals = (Value: string) => [{ Value, Comparison: 'EQUALS' as const }];
  const found = await caller.list(
    'securityhub',
    'GetFindings',
    region,
    {
      Filters: {
        ProductArn: equals(product),
        RecordState: equals('ACTIVE'),
        GeneratorId: [{ Value: GENERATOR, Comparison: 'PREFIX' }],
      },
      MaxResults: 100,
    },
    ({ Findings }) => Findings,
  );
  return found.filter(
    ({ ProductArn, RecordState, GeneratorId }) =>
      ProductArn === product && RecordState === 'ACTIVE' && GeneratorId?.startsWith(GENERATOR),
  );
}

const ATTEMPTS = 3;
const PAUSE_MS = 1_000;

/** Imports in batches, and what was refused once more: of a batch, single findings may fail. Answers why each was. */
async function importAll(
  region: string,
  findings: readonly AsffFinding[],
  { caller, clock }: HubSetup,
): Promise<ReadonlyMap<string, string>> {
  const refused = new Map<string, string>();
  let left = findings;
  for (let attempt = 1; left.length > 0 && attempt <= ATTEMPTS; attempt += 1) {
    if (attempt > 1) await clock.sleep(PAUSE_MS * attempt);
    refused.clear();
    for (const Findings of batchesOf(left)) {
      const { FailedFindings = [] } = await caller.call('securityhub', 'BatchImportFindings', region, {
        Findings,
      });
      for (const { Id, ErrorCode, ErrorMessage } of FailedFindings)
        if (Id !== undefined) refused.set(Id, plainText(`${ErrorCode}: ${ErrorMessage ?? ''}`));
    }
    left = left.filter(({ Id }) => refused.has(Id));
  }
  return refused;
}
