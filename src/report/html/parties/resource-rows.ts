import type { PartyResource } from '../../../model/third-party-summary.ts';
import { label } from '../support/format.ts';
import { ACCESS_IN_WORDS } from './access-words.ts';

/** A resource on the card of a third party that it admits by itself. */
export interface ResourceRow {
  resource: string;
  kind: string;
  account: string;
  region: string;
  access: string;
}

export function resourceRow(
  { resourceArn, resourceType, accountId, region, highestAccess }: PartyResource,
  accountNames: ReadonlyMap<string, string>,
): ResourceRow {
  return {
    resource: label(resourceArn.split(':').slice(5).join(':')),
    kind: label(resourceType.split('::').slice(1).join(' ')),
    account: label(accountNames.get(accountId) ?? accountId),
    region: label(region),
    access: ACCESS_IN_WORDS[highestAccess ?? 'none'],
  };
}
