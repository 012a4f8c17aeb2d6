import type { AnywhereRead } from '../model/anywhere-read.ts';
import type { FactIndex } from '../model/fact-index.ts';
import type { RolesAnywhere } from '../model/facts/roles-anywhere.ts';
import type { AccountStudy } from '../model/study.ts';

/** What was read of IAM Roles Anywhere in the account, and where it was to be read and was not. */
export function anywhereRead(index: FactIndex, { account }: Pick<AccountStudy, 'account'>): AnywhereRead {
  const facts = account.regions.flatMap((region) => {
    const fact = index.get('roles-anywhere', region);
    return fact === undefined ? [] : [{ region, fact }];
  });
  return {
    regions: facts.flatMap(({ region, fact }) =>
      fact.status === 'COLLECTED' ? [{ region, value: fact.value }] : [],
    ),
    unread: facts.flatMap(({ region, fact }) => (fact.status === 'COLLECTED' ? [] : [region])),
  };
}

/** The same of the Regions that were read, a Region each. */
export function anywhereValues(index: FactIndex, study: Pick<AccountStudy, 'account'>): RolesAnywhere[] {
  return anywhereRead(index, study).regions.map(({ value }) => value);
}
