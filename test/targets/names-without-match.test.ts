import { expect, test } from 'vitest';
import { stopAtNamesWithoutMatch } from '../../src/run/names-without-match.ts';

type Names = Parameters<typeof stopAtNamesWithoutMatch>[0];

const CLOSED = '444455556666';

function stop(names: Partial<Names>): string {
  try {
    stopAtNamesWithoutMatch({
      unknown: [],
      leftOut: [],
      accountNames: ['111122223333', 'payments-prod'],
      units: [],
      ...names,
    });
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}

const UNITS = ['r-ab12', 'ou-ab12-cd34ef56', 'Workloads', 'ou-ab12-cd34ef57', 'Workloads/Production'];

test.each<[string, Partial<Names>, string]>([
  ['nothing when all names match', {}, ''],
  [
    'the unit that was probably meant',
    { units: [{ place: 'organization', unknown: ['Workloads/production'], names: UNITS }] },
    'organization.include names "Workloads/production", and the organization has no such unit. Did you mean "Workloads/Production"?',
  ],
  [
    'the id that was probably meant',
    { units: [{ place: 'organization', unknown: ['ou-ab12-cd34ef58'], names: UNITS }] },
    'organization.include names "ou-ab12-cd34ef58", and the organization has no such unit. Did you mean "ou-ab12-cd34ef56"?',
  ],
  [
    'what there is where nothing is near, cleaned',
    { units: [{ place: 'organization', unknown: ['Sales'], names: ['r-ab12', 'Work\u001bloads'] }] },
    'organization.include names "Sales", and the organization has no such unit. Its units are "Work\\u001bloads".',
  ],
  [
    'the account that was probably meant',
    { unknown: ['111122223332'] },
    '--accounts names 111122223332, which the configuration neither lists nor finds. Did you mean "111122223333"?',
  ],
  [
    'the name that was probably meant',
    { unknown: ['payment-prod'] },
    '--accounts names payment-prod, which the configuration neither lists nor finds. Did you mean "payments-prod"?',
  ],
  [
    'why a named account is left out',
    { leftOut: [{ selector: CLOSED, message: 'It is suspended.' }] },
    `--accounts names ${CLOSED}, which is left out: It is suspended.`,
  ],
])('says %s', (_what, names, words) => {
  expect(stop(names)).toBe(words);
});
