import { expect, it } from 'vitest';
import { accountsWithRolesRead, whyNotKnown } from '../../src/evaluate/still-known.ts';

const [HERE, THERE, FAILED] = ['111122223333', '222233334444', '333344445555'];
const ROLE = `arn:aws:iam::${HERE}:role/r`;
const REGIONS = ['eu-west-1'];

function why(
  finding: object = {},
  answers: object[] = [],
  { readIn = [], wide = [] }: { readIn?: string[]; wide?: string[] } = {},
): string | null {
  const report = {
    scope: {
      accounts: [
        { accountId: HERE, status: 'COMPLETE', regions: REGIONS },
        { accountId: THERE, status: 'COMPLETE', regions: REGIONS },
        { accountId: FAILED, status: 'FAILED', regions: REGIONS },
      ],
    },
    checks: [{ id: 'a' }],
    unanswered: answers.map((one) => ({
      ...{ checkId: 'a', accountId: HERE, region: 'eu-west-1', resourceArn: '', detail: 'not read' },
      ...one,
    })),
  };
  const about = { checkId: 'a', accountId: HERE, region: 'eu-west-1', resourceArn: ROLE, ...finding };
  return whyNotKnown(report as never, new Set(wide))({ finding: about, readIn });
}

const NO_ANSWER = 'The check has no answer: not read';

it.each<[words: string, given: Parameters<typeof why>, reason: string | null]>([
  ['all was looked at', [], null],
  ['the check was not applied', [{ checkId: 'b' }], 'The check was not applied.'],
  ['the account was not in scope', [{ accountId: '999988887777' }], 'Account 999988887777 was not in scope.'],
  ['the account was not read', [{ accountId: FAILED }], `Account ${FAILED} was not read.`],
  ['the Region was not in scope', [{ region: 'us-east-1' }], `us-east-1 was not in scope in ${HERE}.`],
  ['what is global is in every scope', [{ region: 'global' }], null],
  [
    'another account that it rested on was not read',
    [{}, [], { readIn: [FAILED] }],
    `Account ${FAILED} was not read.`,
  ],
  ['there is no answer about the account', [{}, [{}]], NO_ANSWER],
  ['there is none about the resource', [{}, [{ resourceArn: ROLE }]], NO_ANSWER],
  ['there is none about another', [{}, [{ resourceArn: `${ROLE}-2` }]], null],
  ['there is none in another Region', [{}, [{ region: 'us-east-1' }]], null],
  ['there is none for the whole account', [{}, [{ region: 'global' }]], NO_ANSWER],
  ['there is none in one Region, of what is global', [{ region: 'global' }, [{}]], NO_ANSWER],
  ['there is none of another check', [{}, [{ checkId: 'c' }]], null],
  ['there is none of another account', [{}, [{ accountId: THERE }]], null],
  ['there is none of one that it rested on', [{}, [{ accountId: THERE }], { readIn: [THERE] }], NO_ANSWER],
  [
    'there is none of one of all that are judged together',
    [{}, [{ accountId: THERE }], { wide: ['a'] }],
    NO_ANSWER,
  ],
])('whether a finding is gone can be told, unless something was not looked at: %s', (_, given, reason) => {
  expect(why(...given)).toBe(reason);
});

it('the roles of an account were read unless it failed, or they are a gap', () => {
  const scope = {
    accounts: [HERE, THERE, FAILED, '444455556666'].map((accountId) => ({
      accountId,
      status: accountId === FAILED ? 'FAILED' : 'PARTIAL',
    })),
  };
  const gaps = [
    { accountId: THERE, fact: 'authorization-details' },
    { accountId: HERE, fact: 'stacks' },
  ];
  expect([...accountsWithRolesRead({ scope, coverage: { gaps } } as never)]).toEqual([HERE, '444455556666']);
});
