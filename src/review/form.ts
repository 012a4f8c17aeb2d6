import type { ReviewFormView, ReviewSheet } from '../model/review.ts';
import { ANSWERS_FORMAT } from './answer-file.ts';
import {
  comesInAs,
  findingsInWords,
  guardInWords,
  lastUseInWords,
  powerInWords,
  typeInWords,
} from './columns.ts';
import { sheetFileName } from './sheets.ts';

/**
 * What the form shows of a sheet, in words.
 *
 * @param notLookedAt at what the run did not look, in sentences
 */
export function formView(sheet: ReviewSheet, notLookedAt: readonly string[]): ReviewFormView {
  const { title, name, by, runId, asOf, manifestSha256, id } = sheet;
  return {
    ...{ title, name, runId, manifestSha256 },
    by: by === 'party' ? 'Third party' : 'Owner',
    asOf: `${asOf.slice(0, 19).replace('T', ' ')} UTC`,
    sheet: id,
    format: ANSWERS_FORMAT,
    notLookedAt,
    fileName: `${sheetFileName(sheet)}-answers.json`,
    accesses: sheet.accesses.map((access, index) => ({
      id: access.id,
      number: String(index + 1),
      party: access.party.name,
      account: `${access.accountName} (${access.accountId})`,
      into: intoInWords(access),
      roleArn: access.roleArn,
      principal: comesInAs(access),
      can: powerInWords(access),
      guard: guardInWords(access),
      lastUsed: lastUseInWords(access),
      findings: findingsInWords(access),
      owner: access.owner ?? 'nobody',
    })),
  };
}

function intoInWords({ share, person, resource, roleName, ...of }: ReviewSheet['accesses'][number]): string {
  if (of.billing !== undefined) return `the ${roleName}`;
  if (of.delegation !== undefined) return `the request for delegation ${roleName}`;
  if (share !== undefined) return `the share ${roleName}`;
  if (resource !== undefined) return `the ${typeInWords(resource.type)} ${roleName}`;
  return person === undefined ? roleName : `what ${roleName} may enter`;
}
