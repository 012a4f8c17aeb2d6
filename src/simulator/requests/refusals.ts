import { ServiceError } from '../wire/service-error.ts';
import type { Violation } from './violations.ts';

/** How Query services refuse a request. */
export function refusedByQuery(violations: readonly Violation[]): ServiceError {
  return new ServiceError('ValidationError', sentence(violations));
}

/** How REST services refuse a request. */
export function refusedByRest(violations: readonly Violation[]): ServiceError {
  return new ServiceError('ValidationException', sentence(violations), 400, {
    reason: 'fieldValidationFailed',
    fieldList: violations.map(({ at, words }) => ({ name: at, message: words })),
  });
}

/** `1 validation error detected: Value '1001' at 'maxItems' failed to satisfy constraint: Member must have …` */
function sentence(violations: readonly Violation[]): string {
  const all = violations.map(({ at, value, words }) => {
    const named = value === undefined ? 'null' : `'${value}'`;
    return `Value ${named} at '${at}' failed to satisfy constraint: ${words}`;
  });
  return `${all.length} validation error${all.length === 1 ? '' : 's'} detected: ${all.join('; ')}`;
}

/**
 * How Organizations refuses a request: it says what is wrong, and not with what.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html, InvalidInputException
 */
export function refusedByOrganizations([first]: readonly Violation[]): ServiceError {
  const [reason, words] = ORGANIZATIONS_REASONS[first?.rule ?? 'missing'];
  return new ServiceError('InvalidInputException', words, 400, { Reason: reason });
}

const PATTERN: [string, string] = [
  'INVALID_PATTERN',
  'You provided a value that does not match the required pattern.',
];
const ORGANIZATIONS_REASONS: Readonly<Record<Violation['rule'], readonly [reason: string, words: string]>> = {
  missing: ['INPUT_REQUIRED', 'You must include a value for all required parameters.'],
  above: ['MAX_VALUE_EXCEEDED', 'You provided a numeric parameter that has a larger value than allowed.'],
  below: ['MIN_VALUE_EXCEEDED', 'You provided a numeric parameter that has a smaller value than allowed.'],
  long: ['MAX_LENGTH_EXCEEDED', 'You provided a string parameter that is longer than allowed.'],
  short: ['MIN_LENGTH_EXCEEDED', 'You provided a string parameter that is shorter than allowed.'],
  enum: ['INVALID_ENUM', 'You specified an invalid value.'],
  member: [
    'INVALID_LIST_MEMBER',
    'You provided a list to a parameter that contains at least one invalid value.',
  ],
  pattern: PATTERN,
  type: PATTERN,
};
