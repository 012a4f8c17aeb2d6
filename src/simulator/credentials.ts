import { digest, stableId } from './digest.ts';
import { partitionOf, roleArn, roleId } from './names.ts';
import { ServiceError } from './wire/service-error.ts';
import type { World, WorldAccount, WorldRole } from './world.ts';

/** Who signed a request. */
export interface Identity {
  accountId: string;
  /** The user's ARN, or the assumed-role session's. */
  arn: string;
  /** `AIDA…`, or `AROA…:session`. */
  userId: string;
  /** The role that the session was opened on; absent for the IAM user. */
  role?: { arn: string; id: string };
}

export interface AccessKey {
  accessKeyId: string;
  secretAccessKey: string;
}

export interface SessionCredentials extends AccessKey {
  sessionToken: string;
  expiration: Date;
}

interface Session {
  identity: Identity;
  token?: string;
  expiration?: Date;
}

const CALLER_NAME = 'countersign-operator';

/**
 * The access keys that the simulated AWS knows, and the identities behind them. A key and its session token say who
 * calls; signatures are not checked, since everything here is on loopback and nothing is secret.
 */
export interface Credentials {
  caller: AccessKey;
  /** Of every session that was opened: what must turn up nowhere. */
  issued: readonly SessionCredentials[];
  open(
    account: WorldAccount,
    role: WorldRole,
    sessionName: string,
    seconds: number,
    now: Date,
  ): {
    credentials: SessionCredentials;
    identity: Identity;
  };
  /** Throws what STS throws for keys that are unknown or have expired, in the words of the Query protocol. */
  identify(accessKeyId: string, token: string | undefined, now: Date): Identity;
}

/** Starts with one long-lived key: that of the IAM user in the world's caller account. */
export function createCredentials(world: World, seed: string): Credentials {
  const caller = accessKey('AKIA', seed, 'caller');
  const sessions = new Map<string, Session>([[caller.accessKeyId, { identity: callerIdentity(world) }]]);
  const opened = new Map<string, number>();
  const issued: SessionCredentials[] = [];

  return {
    caller,
    issued,
    open(account, role, sessionName, seconds, now) {
      const arn = roleArn(world, account, role);
      const ordinal = (opened.get(arn) ?? 0) + 1;
      opened.set(arn, ordinal);
      const key = accessKey('ASIA', seed, arn, ordinal);
      const token = Buffer.from(digest('token', seed, arn, ordinal).repeat(4), 'hex').toString('base64');
      const expiration = new Date(Math.floor(now.getTime() / 1000) * 1000 + seconds * 1000);
      const id = roleId(account, role);
      const identity: Identity = {
        accountId: account.id,
        arn: `arn:${partitionOf(world)}:sts::${account.id}:assumed-role/${role.name}/${sessionName}`,
        userId: `${id}:${sessionName}`,
        role: { arn, id },
      };
      sessions.set(key.accessKeyId, { identity, token, expiration });
      const credentials = { ...key, sessionToken: token, expiration };
      issued.push(credentials);
      return { credentials, identity };
    },
    identify(accessKeyId, token, now) {
      const session = sessions.get(accessKeyId);
      if (!session || session.token !== token) throw invalidToken();
      if (session.expiration && session.expiration <= now) throw expiredToken();
      return session.identity;
    },
  };
}

export function invalidToken(): ServiceError {
  return new ServiceError(
    'InvalidClientTokenId',
    'The security token included in the request is invalid.',
    403,
  );
}

export function expiredToken(): ServiceError {
  return new ServiceError('ExpiredToken', 'The security token included in the request is expired', 403);
}

function callerIdentity(world: World): Identity {
  return {
    accountId: world.callerAccountId,
    arn: `arn:${partitionOf(world)}:iam::${world.callerAccountId}:user/${CALLER_NAME}`,
    userId: stableId('AIDA', 21, world.callerAccountId, CALLER_NAME),
  };
}

function accessKey(prefix: string, ...parts: ReadonlyArray<string | number>): AccessKey {
  return {
    accessKeyId: stableId(prefix, 20, 'key', ...parts),
    secretAccessKey: Buffer.from(digest('secret', ...parts), 'hex')
      .toString('base64')
      .slice(0, 40),
  };
}
