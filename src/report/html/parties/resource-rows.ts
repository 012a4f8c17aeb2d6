import { askedInWords, comersInWords } from '../../../model/resource-way-words.ts';
import type { PartyResource } from '../../../model/third-party-summary.ts';
import { capital, label } from '../support/format.ts';
import { ACCESS_IN_WORDS } from './access-words.ts';

/** A resource on the card of a third party that it admits by itself. */
export interface ResourceRow {
  resource: string;
  kind: string;
  account: string;
  region: string;
  /** As whom the party comes, and by what. */
  who: string;
  access: string;
  /** What is asked of the party. */
  asked: string;
}

export function resourceRow(resource: PartyResource, accountNames: ReadonlyMap<string, string>): ResourceRow {
  const { resourceArn, resourceType, accountId, region, highestAccess, notKnown } = resource;
  return {
    resource: label(resourceArn.split(':').slice(5).join(':')),
    kind: label(resourceType.split('::').slice(1).join(' ')),
    account: label(accountNames.get(accountId) ?? accountId),
    region: label(region),
    who: comersInWords(resource) ?? 'Not told',
    access: accessInWords(highestAccess, notKnown),
    asked: capital(askedInWords(resource) ?? 'not told'),
  };
}

function accessInWords(access: PartyResource['highestAccess'], notKnown: PartyResource['notKnown']): string {
  const known = access === null ? 'Not known' : ACCESS_IN_WORDS[access];
  if (notKnown === undefined) return known;
  return label(access === null ? `${known}: ${notKnown}` : `${known}; not known in full: ${notKnown}`);
}
