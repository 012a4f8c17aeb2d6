import { createCallLog, type SimulatedCall } from './calls.ts';
import { type AccessKey, createCredentials, type SessionCredentials } from './credentials.ts';
import { createFaults, type Fault } from './faults.ts';
import { DEFAULT_AS_OF, generateFleet } from './fleet/fleet.ts';
import { createKeptAnswers, RENDERED_ANEW } from './kept-answers.ts';
import type { Latency } from './latency.ts';
import { listen } from './server.ts';
import type { PageSize, Service, Simulation } from './service.ts';
import { accessAnalyzer } from './services/access-analyzer/access-analyzer.ts';
import { account } from './services/account/account.ts';
import { athena } from './services/athena/athena.ts';
import { backup } from './services/backup/backup.ts';
import { cloudFormation } from './services/cloudformation/cloudformation.ts';
import { createDetections } from './services/cloudformation/detections.ts';
import { createDriftBook } from './services/cloudformation/drift-book.ts';
import { cloudTrail } from './services/cloudtrail/cloudtrail.ts';
import { config } from './services/config/config.ts';
import { ecr } from './services/ecr/ecr.ts';
import { eventBridge } from './services/events/events.ts';
import { iam } from './services/iam/iam.ts';
import { identityStore } from './services/identity-center/identity-store.ts';
import { sso } from './services/identity-center/sso.ts';
import { kms } from './services/kms/kms.ts';
import { lambda } from './services/lambda/lambda.ts';
import { organizations } from './services/organizations/organizations.ts';
import { ram } from './services/ram/ram.ts';
import { rolesAnywhere } from './services/rolesanywhere/rolesanywhere.ts';
import { s3 } from './services/s3/s3.ts';
import { s3Control } from './services/s3-control/s3-control.ts';
import { secretsManager } from './services/secretsmanager/secretsmanager.ts';
import { sns } from './services/sns/sns.ts';
import { sqs } from './services/sqs/sqs.ts';
import { sts } from './services/sts/sts.ts';
import { wellArchitected } from './services/wellarchitected/wellarchitected.ts';
import { createThrottle, type ThrottleRule } from './throttle.ts';
import type { World } from './world.ts';

export interface SimulatorOptions {
  /** How many accounts the generated fleet has; 25 when absent. Not used when `world` is given. */
  accounts?: number;
  /** The same seed gives the same fleet. */
  seed?: string | number;
  /** 0, the default, takes any free port. */
  port?: number;
  /** Things in a page; 5 when absent, so that everything pages. `aws` or Infinity: the services' own limits. */
  pageSize?: PageSize;
  /** How long each answer waits. */
  latencyMs?: Latency;
  faults?: readonly Fault[];
  /** Nothing is throttled when absent. */
  throttle?: readonly ThrottleRule[];
  /** What buckets are filled by, in milliseconds; the machine's clock when absent. */
  throttleClock?: () => number;
  /** The time that sessions and date conditions are measured by; the machine's when absent. */
  clock?: () => Date;
  /** The moment the generated fleet's ages are measured from, ISO 8601; a fixed one when absent. */
  asOf?: string;
  /** Pads every generated account with plain workload roles to this many, for load. */
  rolesPerAccount?: number;
  /** Indexes of generated accounts that lack the auditor role. */
  withoutAuditor?: readonly number[];
  /** False for a simulator that runs for long: `calls` then stays empty. */
  recordCalls?: boolean;
  /** Renders each answer once and keeps its bytes; for benchmarks, which do not measure the simulator. */
  keepAnswers?: boolean;
  /** A world to serve instead of a generated fleet. */
  world?: World;
}

export interface Simulator {
  /** For `AWS_ENDPOINT_URL`: `http://127.0.0.1:…`. */
  endpoint: string;
  /** Keys of an IAM user in the world's caller account. They are good for this simulator only. */
  credentials: AccessKey;
  /** Of every session that was opened. */
  issued: readonly SessionCredentials[];
  world: World;
  /** Every authenticated call in order of arrival. */
  calls: SimulatedCall[];
  addFault(fault: Fault): void;
  clearFaults(): void;
  close(): Promise<void>;
}

export const SERVICES: readonly Service[] = [
  rolesAnywhere,
  sts,
  iam,
  organizations,
  accessAnalyzer,
  cloudFormation,
  account,
  ram,
  wellArchitected,
  // Before S3, by whose name it signs.
  s3Control,
  s3,
  kms,
  sns,
  sqs,
  secretsManager,
  lambda,
  ecr,
  eventBridge,
  backup,
  cloudTrail,
  config,
  sso,
  identityStore,
  athena,
];

/** Starts a local AWS on loopback that real clients reach through `AWS_ENDPOINT_URL`. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { accounts = 25, asOf = DEFAULT_AS_OF, rolesPerAccount = 0, withoutAuditor = [] } = options;
  const seed = String(options.seed ?? 1);
  const world = options.world ?? generateFleet({ accounts, seed, asOf, rolesPerAccount, withoutAuditor });
  const byId = new Map(world.accounts.map((each) => [each.id, each]));
  const simulation: Simulation = {
    world,
    credentials: createCredentials(world, seed),
    drift: createDriftBook(world),
    detections: createDetections(),
    lastAccessed: new Map(),
    executions: new Map(),
    credentialReports: new Map(),
    pageSize: pageSizeOf(options.pageSize ?? 5),
    account: (id) => byId.get(id),
  };
  const faults = createFaults(options.faults ?? []);
  const log = createCallLog(options.recordCalls ?? true);
  const clock = options.clock ?? (() => new Date());
  const throttle = createThrottle(options.throttle ?? [], options.throttleClock);
  const keepAnswer = options.keepAnswers === true ? createKeptAnswers() : RENDERED_ANEW;
  const gates = { clock, log, faults, throttle, keepAnswer };
  const { port = 0, latencyMs = 0 } = options;
  const { endpoint, close } = await listen(simulation, SERVICES, gates, { port, latencyMs });
  return {
    endpoint,
    credentials: simulation.credentials.caller,
    issued: simulation.credentials.issued,
    world,
    calls: log.calls,
    addFault: faults.add,
    clearFaults: faults.clear,
    close,
  };
}

function pageSizeOf(size: PageSize): PageSize {
  return size === Number.POSITIVE_INFINITY ? 'aws' : size;
}
