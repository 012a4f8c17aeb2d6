import type { Clock } from './clock.ts';

/** What requests are signed with. Never leaves `src/aws`. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
}

/** One way into an account, shared by every client of that account. */
export interface Session {
  /** Credentials that are good for at least five more minutes; opened once, however many ask at the same time. */
  credentials(): Promise<Credentials>;
  /** AWS called these expired: the next to ask opens a new session, unless someone else already has. */
  discard(credentials: Credentials): void;
}

const REFRESH_BEFORE_EXPIRY_MS = 5 * 60_000;

/**
 * A session that `open` opens. SDK clients that share a credential provider each run it for themselves, one
 * AssumeRole a client; this keeps the one that is being opened, or is open, for all of them.
 */
export function createSession(open: () => Promise<Credentials>, clock: Clock): Session {
  let opening: Promise<Credentials> | undefined;
  let current: Credentials | undefined;

  function endsSoon({ expiration }: Credentials): boolean {
    return (
      expiration !== undefined && expiration.getTime() - clock.now().getTime() < REFRESH_BEFORE_EXPIRY_MS
    );
  }

  return {
    async credentials() {
      if (current !== undefined && !endsSoon(current)) return current;
      opening ??= open().finally(() => {
        opening = undefined;
      });
      current = await opening;
      return current;
    },
    discard(credentials) {
      if (current === credentials) current = undefined;
    },
  };
}
