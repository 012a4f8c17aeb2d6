import type { Access } from '../model/review.ts';

/** What decisions are held against. */
export interface Now {
  accesses: readonly Access[];
  /** Whether the place where an access was was read, so that what is not there is gone. */
  wasRead(
    access: Pick<
      Access,
      'accountId' | 'roleArn' | 'share' | 'person' | 'resource' | 'billing' | 'delegation' | 'principal'
    >,
  ): boolean;
  /** Whether an account is one of the own ones, so that whoever comes from it is no third party. */
  isOwn(accountId: string): boolean;
  /**
   * Whether a user or a person of the party would be among the accesses if it was there and had a key or a password, or
   * held what it held.
   */
  wouldList(access: Pick<Access, 'party' | 'roleArn' | 'person'>): boolean;
  /** ISO 8601 UTC. */
  asOf: string;
  /** The day that the register gives as the last review of a party, by its key. */
  typed: ReadonlyMap<string, string>;
  /** When the first run was that is known of. */
  since: string;
}
