import { expect, test } from 'vitest';
import { stopAtNamesWithoutMatch } from '../../src/run/names-without-match.ts';

type Names = Parameters<typeof stopAtNamesWithoutMatch>[0];

const OWN = '111122223333';
const CLOSED = '444455556666';

function stop(names: Partial<Names>, selected: string[] = []): string {
  const target = {
    accountId: OWN,
    name: 'a',
    partition: 'aws',
    tags: {},
    access: { kind: 'caller' as const },
    regions: [],
  };
  const excluded = [{ accountId: CLOSED, name: 'b', reason: 'SUSPENDED', message: 'It is suspended.' }];
  try {
    stopAtNamesWithoutMatch(
      { targets: [target], excluded, unknown: [], unknownUnits: [], unitNames: [], ...names },
      selected,
    );
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}

const UNITS = ['r-ab12', 'ou-ab12-cd34ef56', 'Workloads', 'ou-ab12-cd34ef57', 'Workloads/Production'];

test.each<[string, Partial<Names>, string[], string]>([
  ['nothing when all names match', {}, [OWN], ''],
  [
    'the unit that was probably meant',
    { unknownUnits: ['Workloads/production'], unitNames: UNITS },
    [],
    'organization.include names "Workloads/production", and the organization has no such unit. Did you mean "Workloads/Production"?',
  ],
  [
    'the id that was probably meant',
    { unknownUnits: ['ou-ab12-cd34ef58'], unitNames: UNITS },
    [],
    'organization.include names "ou-ab12-cd34ef58", and the organization has no such unit. Did you mean "ou-ab12-cd34ef56"?',
  ],
  [
    'what there is where nothing is near, cleaned',
    { unknownUnits: ['Sales'], unitNames: ['r-ab12', 'Work\u001bloads'] },
    [],
    'organization.include names "Sales", and the organization has no such unit. Its units are "Work\\u001bloads".',
  ],
  [
    'the account that was probably meant',
    { unknown: ['111122223332'] },
    ['111122223332'],
    '--accounts names 111122223332, which the configuration neither lists nor finds. Did you mean "111122223333"?',
  ],
  [
    'why a named account is left out',
    {},
    [OWN, CLOSED],
    `--accounts names ${CLOSED}, which is left out: It is suspended.`,
  ],
])('says %s', (_what, names, selected, words) => {
  expect(stop(names, selected)).toBe(words);
});
