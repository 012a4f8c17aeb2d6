import type { User } from '../model/facts/authorization-details.ts';
import {
  type RegisteredThirdParty,
  type ThirdPartyRef,
  thirdPartyRef,
  type UserSelector,
} from '../model/party.ts';
import type { AccountStudy } from '../model/study.ts';
import { matchesTag } from '../policy/tag-pattern.ts';
import { matchesWildcard } from '../policy/wildcard.ts';

/** As much of a user as tells whose it is. */
export type UserSeen = Pick<User, 'arn' | 'name' | 'tags'>;

/** Whose an IAM user of an own account is, by the register. */
export type UserStanding =
  | {
      whose: 'third-party';
      party: ThirdPartyRef;
      entry: RegisteredThirdParty;
      /** Those of other entries that mean it too. */
      others: readonly ThirdPartyRef[];
    }
  /** No entry of the register means this user. */
  | { whose: 'nobody-registered' }
  /** An entry goes by tags, and those of the user were not read. */
  | { whose: 'not-known' };

/**
 * The first entry of the register that means the user, and others that do too; looked for once, since every user is held
 * against all selectors.
 */
export function standingOfUser(user: UserSeen, study: AccountStudy): UserStanding {
  return study.once(standingIn, user);
}

function standingIn(user: UserSeen, { parties }: AccountStudy): UserStanding {
  const judged = parties.entriesWithUsers.map((entry) => ({
    entry,
    met: (entry.users ?? []).map((selector) => meets(user, selector)),
  }));
  const [entry, ...more] = judged.filter(({ met }) => met.includes(true)).map((one) => one.entry);
  if (entry === undefined)
    return { whose: judged.some(({ met }) => met.includes(undefined)) ? 'not-known' : 'nobody-registered' };
  const [party, ...others] = [entry, ...more].map(({ name }) => thirdPartyRef('registered', name));
  return { whose: 'third-party', party: party as ThirdPartyRef, entry, others };
}

/** Whether the user meets all that is given; undefined where only its tags, which were not read, could tell. */
export function meets(user: UserSeen, { name, path, tag }: UserSelector): boolean | undefined {
  if (name !== undefined && !matchesWildcard(name.toLowerCase(), user.name.toLowerCase())) return false;
  if (path !== undefined && !pathOf(user.arn).toLowerCase().startsWith(path.toLowerCase())) return false;
  return tag === undefined ? true : user.tags?.some((one) => matchesTag(tag, one));
}

/** `/vendors/nimbus/` of `arn:aws:iam::111122223333:user/vendors/nimbus/ada`. */
function pathOf(arn: string): string {
  return arn.slice(arn.indexOf('/'), arn.lastIndexOf('/') + 1);
}
