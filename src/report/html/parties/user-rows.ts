import type { PartyUser } from '../../../model/third-party-summary.ts';
import { label, quantity } from '../support/format.ts';
import { ACCESS_IN_WORDS, lastUse } from './access-words.ts';
import { lastPart } from './party-rows.ts';

/** A user of an own account on the card of the third party that works as it. */
export interface UserRow {
  user: string;
  account: string;
  credentials: string;
  /** Whether none of them is a finding. */
  sound: boolean;
  access: string;
  lastUsed: string;
}

export function userRow(user: PartyUser, accountNames: ReadonlyMap<string, string>, asOf: string): UserRow {
  const { userArn, accountId, activeKeys, password, mfa, highestAccess, lastUsedAt } = user;
  const isRead = activeKeys !== null;
  return {
    user: label(lastPart(userArn)),
    account: label(accountNames.get(accountId) ?? accountId),
    credentials: isRead ? credentialsInWords(activeKeys, password, mfa) : 'Not known',
    sound: activeKeys === 0 && (password === false || mfa === true),
    access: ACCESS_IN_WORDS[highestAccess ?? 'none'],
    lastUsed: isRead ? lastUse(lastUsedAt, asOf) : 'Not known',
  };
}

function credentialsInWords(keys: number, password: boolean | null, mfa: boolean | null): string {
  const parts = [
    ...(keys === 0 ? [] : [quantity(keys, 'active access key')]),
    ...(password === false
      ? []
      : [
          `${password === null ? 'perhaps a password' : 'password'} ${mfa === true ? 'with' : 'without'} MFA`,
        ]),
  ];
  return parts.length === 0 ? 'No active key and no password' : parts.join(', ');
}
