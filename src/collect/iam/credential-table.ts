import { CsvError, parse } from 'csv-parse/sync';
import { UnusableAnswer } from '../../aws/answer.ts';
import type { AccessKey, CredentialHolder } from '../../model/facts/credential-report.ts';
import { sortedBy } from '../values.ts';

/** What stands where there is no value, or none that the report gives. */
const NO_VALUE = new Set(['', 'N/A', 'no_information', 'not_supported']);

/** `2026-11-01T05:06:07+00:00`, or with `Z`. */
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/** A column's cell in the row under the eyes. */
type Cell = (column: string) => string;

/**
 * The users of a credential report, by ARN. Columns are found by their names, in whatever order they come; one that is
 * not known is passed over, since AWS adds some. One that is missing, or says what it never said, makes the report
 * unusable: what was not understood must not pass for a user without keys.
 */
export function readCredentialTable(text: string): CredentialHolder[] {
  const [header, ...rows] = rowsOf(text);
  if (header === undefined) throw new UnusableAnswer('the credential report is empty');
  const places = new Map(header.map((column, place) => [column, place]));
  if (places.size < header.length) throw new UnusableAnswer('the credential report has a column twice');
  const users = rows.map((row) =>
    toHolder(
      (column) => {
        const cell = row[places.get(column) ?? -1];
        if (cell === undefined) throw new UnusableAnswer(`the credential report has no column ${column}`);
        return cell;
      },
      (column) => places.has(column),
    ),
  );
  return sortedBy(users, ({ arn }) => arn);
}

function rowsOf(text: string): string[][] {
  try {
    return parse(text, { bom: true, skip_empty_lines: true, max_record_size: 100_000 });
  } catch (error) {
    if (error instanceof CsvError)
      throw new UnusableAnswer(`the credential report is no table: ${error.code}`);
    throw error;
  }
}

function toHolder(cell: Cell, has: (column: string) => boolean): CredentialHolder {
  const more = has('additional_credentials_info') ? textOrNull(cell, 'additional_credentials_info') : null;
  return {
    name: cell('user'),
    arn: cell('arn'),
    passwordEnabled: NO_VALUE.has(cell('password_enabled')) ? null : yesOrNo(cell, 'password_enabled'),
    passwordLastUsedAt: timeOrNull(cell, 'password_last_used'),
    mfaActive: yesOrNo(cell, 'mfa_active'),
    accessKeys: ['access_key_1', 'access_key_2'].map((key): AccessKey => {
      return {
        active: yesOrNo(cell, `${key}_active`),
        rotatedAt: timeOrNull(cell, `${key}_last_rotated`),
        lastUsedAt: timeOrNull(cell, `${key}_last_used_date`),
        lastUsedRegion: textOrNull(cell, `${key}_last_used_region`),
        lastUsedService: textOrNull(cell, `${key}_last_used_service`),
      };
    }),
    ...(more === null ? {} : { moreCredentials: more }),
  };
}

function yesOrNo(cell: Cell, column: string): boolean {
  const word = cell(column).toLowerCase();
  if (word !== 'true' && word !== 'false')
    throw new UnusableAnswer(`${column} of the credential report is neither true nor false`);
  return word === 'true';
}

function textOrNull(cell: Cell, column: string): string | null {
  const text = cell(column);
  return NO_VALUE.has(text) ? null : text;
}

function timeOrNull(cell: Cell, column: string): string | null {
  const text = textOrNull(cell, column);
  if (text === null) return null;
  const at = TIME.test(text) ? new Date(text) : undefined;
  if (at === undefined || Number.isNaN(at.getTime()))
    throw new UnusableAnswer(`${column} of the credential report is no time`);
  return at.toISOString();
}
