import { untilCutOff } from '../aws/allowance.ts';
import { callsInOrder } from '../aws/call-order.ts';
import { type CaughtFault, gapsOf } from '../aws/caught-fault.ts';
import type { Clock } from '../aws/clock.ts';
import type { AccountConnection, Aws } from '../aws/connection.ts';
import { notCollected } from '../aws/errors.ts';
import type { AccountTarget } from '../model/account.ts';
import type { Call } from '../model/call.ts';
import type { DriftMode } from '../model/config.ts';
import { type FactRecord, GLOBAL, type NotCollectedFact } from '../model/fact.ts';
import type { FactKey } from '../model/fact-values.ts';
import type { Role } from '../model/facts/authorization-details.ts';
import type { ResourceService } from '../model/resource-services.ts';
import { type Carry, collectFacts, factPlaces } from './collect-facts.ts';
import type { ActivityReading, GuestsWanted } from './collector.ts';
import { collectorsFor } from './collectors.ts';
import { ENABLED_REGIONS, enabledRegions, identify } from './open-account.ts';

export interface CollectAccountSetup {
  target: AccountTarget;
  aws: Aws;
  isAccessRole(role: Role): boolean;
  isOutsiderRole(role: Role): boolean;
  driftMode: DriftMode;
  /** The facts that someone will read, all when absent; what they require is collected with them. */
  wanted?: ReadonlySet<FactKey>;
  /** Cuts off what is not read by then. */
  signal?: AbortSignal;
  /** Seconds that a drift detection of one stack may take. */
  driftTimeout: number;
  /** Hours for which a comparison that CloudFormation has made is taken over. */
  driftMaxAge: number;
  /** The services whose resource policies are read; none when absent. */
  resourcePolicies?: readonly ResourceService[];
  /** Where it is read who came in; the event history of CloudTrail where nobody says. */
  activity?: ActivityReading | undefined;
  /** Whom to look for in IAM Identity Center, and in which account. */
  identityCenter?: GuestsWanted | undefined;
  /** What need not be read. */
  carry?: Carry | undefined;
}

/** All that was read of one account, and all that was not, with the reasons. */
export interface CollectedAccount {
  /**
   * The Regions read. When the enabled ones could not be found out, this is `enabled` alone, and every Regional fact
   * is there under that name, not collected.
   */
  regions: string[];
  /** The session's ARN; null when none was opened or it led to another account. */
  callerArn: string | null;
  /** One a fact and Region, in the order of collectors and then of Regions. */
  facts: FactRecord[];
  /** In an order that does not depend on which answer came first. */
  calls: Call[];
  /** What was thrown that AWS did not cause. */
  faults: CaughtFault[];
}

/** Reads one account. Does not throw for what AWS does: what could not be read is among the facts. */
export async function collectAccount(setup: CollectAccountSetup): Promise<CollectedAccount> {
  const { target, aws } = setup;
  const calls: Call[] = [];
  const connection = aws.connect(target.accountId, target.access, (call) => calls.push(call), setup.signal);
  const isThrough = connection.underWay();
  try {
    return await readAccount(setup, connection, calls);
  } finally {
    isThrough();
  }
}

async function readAccount(
  setup: CollectAccountSetup,
  connection: AccountConnection,
  calls: Call[],
): Promise<CollectedAccount> {
  const { target, aws } = setup;
  const collectors = collectorsFor(setup.driftMode, setup.wanted);
  const factNames = collectors.map((collector) => collector.fact);
  const faults: CaughtFault[] = [];
  const identity = await identify(connection, target).catch(gapsOf(faults, 'account-identity', GLOBAL));
  if ('status' in identity) {
    const facts = factPlaces(collectors, target.regions).map(({ collector, region }) => ({
      fact: collector.fact,
      region,
      ...identity,
    }));
    return {
      regions: target.regions,
      callerArn: null,
      facts,
      calls: callsInOrder(calls, factNames, []),
      faults,
    };
  }

  const { regions, missing } = await regionsOf(setup, () => enabledRegions(connection));
  const facts = await collectFacts({
    collectors,
    missingRegions: missing,
    carry: setup.carry,
    gap: (error, fact, region) => gapsOf(faults, fact, region)(error),
    callsOf: (fact, region) =>
      calls.filter((call) => call.fact === fact && (region === undefined || call.region === region)),
    context: {
      account: { ...target, regions },
      identity,
      regions,
      isAccessRole: setup.isAccessRole,
      isOutsiderRole: setup.isOutsiderRole,
      driftMode: setup.driftMode,
      driftTimeout: setup.driftTimeout,
      driftMaxAge: setup.driftMaxAge,
      resourcePolicies: setup.resourcePolicies ?? [],
      activity: activityReading(setup),
      identityCenter: setup.identityCenter,
      clock: wokenBy(setup.signal, aws.clock),
    },
    caller: connection.caller,
  });
  return {
    regions,
    callerArn: identity.callerArn,
    facts,
    calls: callsInOrder(calls, factNames, regions),
    faults,
  };
}

/** Files, and what is read for all accounts, have no end of their own where reading one is cut off. */
function activityReading({ activity, signal }: CollectAccountSetup): ActivityReading {
  if (activity === undefined) return { source: 'lookup', days: 90, sessions: 20 };
  return activity.source === 'lookup' ? activity : { ...activity, signal };
}

/** A clock whose sleep ends where reading is cut off. */
function wokenBy(signal: AbortSignal | undefined, clock: Clock): Clock {
  if (signal === undefined) return clock;
  return {
    now: () => clock.now(),
    alarm: (milliseconds, ring) => clock.alarm(milliseconds, ring),
    // Cut off, the sleep is over; it is the call after it that must say so.
    sleep: (milliseconds) => untilCutOff(clock.sleep(milliseconds), signal).catch(() => {}),
  };
}

/** The target's Regions, or the enabled ones of the account where the target asks for those. */
async function regionsOf(
  { target }: CollectAccountSetup,
  find: () => Promise<string[]>,
): Promise<{ regions: string[]; missing: NotCollectedFact | undefined }> {
  if (!target.regions.includes(ENABLED_REGIONS)) return { regions: target.regions, missing: undefined };
  try {
    return { regions: await find(), missing: undefined };
  } catch (error) {
    const failure = notCollected(error);
    const message = `The account's enabled Regions are not known: ${failure.message}`;
    return { regions: [ENABLED_REGIONS], missing: { ...failure, message } };
  }
}
