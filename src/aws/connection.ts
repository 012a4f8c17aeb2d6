import pLimit from 'p-limit';
import type { AccountAccess } from '../model/account.ts';
import type { Call } from '../model/call.ts';
import { plainText } from '../model/plain-text.ts';
import { type Allowance, MAX_ANSWER_BYTES } from './allowance.ts';
import { type Caller, createCaller } from './caller.ts';
import { createClients } from './clients.ts';
import type { Clock } from './clock.ts';
import { AwsCallError } from './errors.ts';
import { createGate, createPaces, type Paces } from './gate.ts';
import type { RequestHandler } from './network.ts';
import { callerProvider, profileProvider } from './providers.ts';
import { homeRegion, homeRegionOf, parseArn } from './regions.ts';
import { type Guest, Room } from './room.ts';
import { type Credentials, createSession, type Session } from './session.ts';
import { type ClientSettings, clientSettings, hasProfile, profileRegion } from './settings.ts';
import { stopper } from './stop.ts';
import { createTransport, type Meter } from './transport.ts';
import { WayFault } from './way-fault.ts';

export interface AwsSetup {
  /** This tool's version, for the user agent. */
  version: string;
  /** Names the sessions in the accounts' CloudTrail. */
  runId: string;
  clock: Clock;
  /** Accounts read at the same time, and calls at the same time in each. */
  concurrency: { accounts: number; callsPerAccount: number };
  /** The Region of `global` calls and of STS; see `homeRegion`. */
  homeRegion: string;
  /** The Region that the caller's environment or profile names. */
  region?: string | undefined;
  /** One address for every service; for the simulator. */
  endpoint?: string;
  /** The tool's own credentials; by default what the SDK's standard provider chain finds. */
  credentials?: Credentials;
  /** Attempts at one call, the first included; by default what `AWS_MAX_ATTEMPTS` or the profile says, else 6. */
  maxAttempts?: number;
  connectionTimeoutMs?: number;
  requestTimeoutMs?: number;
  /** For all attempts at one call together. */
  callTimeoutMs?: number;
  /** What reading one account may take; without limit by default. */
  allowance?: Partial<Allowance>;
  /** Told the time that each answer gives, by AWS's clock. */
  heardTime?: (time: Date) => void;
}

/** The run's way to AWS. */
export interface Aws {
  clock: Clock;
  /** Sends nothing yet: the account's session opens with its first call. `signal` cuts it off before the run's own. */
  connect(
    accountId: string,
    access: AccountAccess,
    record: (call: Call) => void,
    signal?: AbortSignal,
  ): AccountConnection;
  /** Closes every connection; calls on their way fail. */
  close(): void;
}

/** The way to one account: one session, paces, limit and clients of its own. Letting go of it releases them. */
export interface AccountConnection {
  /** A caller whose calls are recorded as made for this fact. */
  caller(fact: string): Caller;
  /** From now on its answers share the room of the accounts under way, until what is given back is called. */
  underWay(): () => void;
}

/** Calls on their way at the same time, over all accounts: sockets and answers are the machine's. */
const CALLS_AT_ONCE = 256;

/** Opens the run's pool of connections. No request is sent and no SDK client imported before the first call. */
export function openAws(setup: AwsSetup): Aws {
  const { accounts, callsPerAccount } = setup.concurrency;
  const transport = createTransport({
    // Each account may be opening a session beside its calls.
    maxSockets: Math.min(accounts * (callsPerAccount + 1), CALLS_AT_ONCE + accounts),
    connectionTimeoutMs: setup.connectionTimeoutMs ?? 5_000,
    requestTimeoutMs: setup.requestTimeoutMs ?? 60_000,
    heardTime: setup.heardTime,
  });
  const allowed: Allowance = {
    signal: stopper().signal,
    pagesPerCall: Infinity,
    ...setup.allowance,
  };
  const own = createSession(() => ownCredentials(setup, transport.credentials), setup.clock);
  const callsOfRun = pLimit(CALLS_AT_ONCE);
  const room = new Room();
  const newMeter = (): Meter => ({ left: MAX_ANSWER_BYTES });

  const settingsOf = new Map<string | undefined, Promise<ClientSettings>>();
  function settings(profile: string | undefined): Promise<ClientSettings> {
    const read = settingsOf.get(profile) ?? clientSettings(profile);
    settingsOf.set(profile, read);
    return read;
  }

  const clients = (session: Session, home: () => Promise<string>, profile?: string, meter = newMeter()) =>
    createClients({
      session,
      handler: transport.handler(meter),
      homeRegion: home,
      endpoint: setup.endpoint,
      maxAttempts: setup.maxAttempts,
      profile,
      settings,
      clock: setup.clock,
      callTimeoutMs: setup.callTimeoutMs ?? 180_000,
      version: setup.version,
    });

  /** AssumeRole is counted in the account of the caller, whichever role it asks for. Held weakly: a session holds its clients. */
  const pacesOf = new WeakMap<Session, Paces>();
  function pacesFor(session: Session): Paces {
    const paces = pacesOf.get(session) ?? createPaces(setup.clock);
    pacesOf.set(session, paces);
    return paces;
  }

  const ofProfile = new Map<string, Session>();
  /** One session for all that is entered by the profile. */
  function profileSession(profile: string): Session {
    const session = ofProfile.get(profile) ?? createSession(() => profileCredentials(profile), setup.clock);
    ofProfile.set(profile, session);
    return session;
  }

  /** Where `global` calls go: a profile, and the role of another partition, are at home elsewhere. */
  function homeOf(access: AccountAccess): () => Promise<string> {
    switch (access.kind) {
      case 'caller':
        return async () => setup.homeRegion;
      case 'profile':
        return async () => {
          const region = await profileRegion(access.profile);
          return region === undefined ? setup.homeRegion : homeRegion(region);
        };
      case 'assume-role': {
        const home = homeRegionOf(parseArn(access.roleArn)?.partition ?? '') ?? setup.homeRegion;
        return async () => home;
      }
    }
  }

  async function profileCredentials(profile: string): Promise<Credentials> {
    const { credentials: requestHandler } = transport;
    const provider = await profileProvider(profile, {
      region: setup.region ?? setup.homeRegion,
      requestHandler,
    });
    return found(provider, profileInWords(profile), profile);
  }

  function sessionFor(
    accountId: string,
    access: AccountAccess,
    record: (call: Call) => void,
    allowance: Allowance,
  ): Session {
    switch (access.kind) {
      case 'caller':
        return own;
      case 'profile':
        return profileSession(access.profile);
      case 'assume-role': {
        const by = access.profile === undefined ? own : profileSession(access.profile);
        const caller = createCaller({
          accountId,
          fact: 'session',
          session: by,
          sender: clients(by, homeOf(access), access.profile),
          clock: setup.clock,
          allowance,
          // No places: whoever waits for the session may hold them all.
          gate: createGate({ clock: setup.clock, paces: pacesFor(by), places: [] }),
          record,
        });
        return createSession(() => assumeRole(caller, access, setup.runId), setup.clock);
      }
    }
  }

  return {
    clock: setup.clock,
    connect(accountId, access, record, signal = allowed.signal) {
      const allowance = { ...allowed, signal };
      const { clock } = setup;
      const session = sessionFor(accountId, access, record, allowance);
      const profile = access.kind === 'caller' ? undefined : access.profile;
      const meter = newMeter();
      const sender = clients(session, homeOf(access), profile, meter);
      let guest: Guest | undefined;
      const gate = createGate({
        clock,
        paces: pacesFor(session),
        places: [pLimit(callsPerAccount), callsOfRun],
        room: async (until) => guest?.room(until),
      });
      return {
        caller: (fact) => createCaller({ accountId, fact, session, sender, clock, allowance, gate, record }),
        underWay() {
          const own = room.enter(meter);
          guest = own;
          return () => own.leave();
        },
      };
    },
    close: () => transport.close(),
  };
}

async function assumeRole(
  caller: Caller,
  access: Extract<AccountAccess, { kind: 'assume-role' }>,
  runId: string,
): Promise<Credentials> {
  const { Credentials: given } = await caller.call('sts', 'AssumeRole', 'global', {
    RoleArn: access.roleArn,
    RoleSessionName: `countersign-${runId}`.replaceAll(/[^\w+=,.@-]/g, '-').slice(0, 64),
    DurationSeconds: access.sessionDuration,
    ...(access.externalId === undefined ? {} : { ExternalId: access.externalId }),
  });
  if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken) {
    const message = 'sts:AssumeRole answered without credentials.';
    throw new AwsCallError({ reason: 'FAILED', action: 'sts:AssumeRole', message });
  }
  return {
    accessKeyId: given.AccessKeyId,
    secretAccessKey: given.SecretAccessKey,
    sessionToken: given.SessionToken,
    ...(given.Expiration === undefined ? {} : { expiration: given.Expiration }),
  };
}

async function ownCredentials(setup: AwsSetup, requestHandler: RequestHandler): Promise<Credentials> {
  if (setup.credentials !== undefined) return setup.credentials;
  return found(
    await callerProvider({ region: setup.region ?? setup.homeRegion, requestHandler }),
    process.env.AWS_PROFILE === undefined
      ? 'the standard provider chain'
      : `the standard provider chain with ${profileInWords(process.env.AWS_PROFILE)}`,
    process.env.AWS_PROFILE,
  );
}

function profileInWords(profile: string): string {
  return `the profile ${plainText(profile).replace(/\.$/, '')}`;
}

async function found(
  provider: () => Promise<Credentials>,
  source: string,
  profile?: string,
): Promise<Credentials> {
  return provider().catch(async (error: unknown) => {
    const isMissing = profile !== undefined && (await hasProfile(profile)) === false;
    const why =
      error instanceof WayFault
        ? `${error.message}.`
        : isMissing
          ? 'there is no such profile in the files of the AWS CLI (~/.aws/config, ~/.aws/credentials).'
          : plainText(error instanceof Error ? error.message : '');
    const message = `No credentials could be had from ${source}: ${why}`;
    throw new AwsCallError({ reason: 'FAILED', action: 'sts:GetCallerIdentity', message }, 'NoCredentials');
  });
}
