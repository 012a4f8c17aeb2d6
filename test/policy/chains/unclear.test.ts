import { describe, expect, it } from 'vitest';
import { A, admit, arn, assume, B, C, type LiteralRole, reachIn, rootOf, VENDOR } from './world.ts';

const STRANGE = ['555555555555', '666666666666', '777777777777', '888888888888'];
const [first = '', second = ''] = STRANGE;

interface Given {
  may?: object[];
  more?: Partial<LiteralRole>;
  unread?: string[];
  strange?: readonly string[];
  others?: LiteralRole[];
}

/** What is not known of where the one role leads that the vendor enters. */
function reason({ may = [], more = {}, unread = [], strange = STRANGE, others = [] }: Given): string | null {
  const entrance = { account: A, name: 'first', trust: [admit(rootOf(VENDOR))], may, ...more };
  const reach = reachIn({ roles: [entrance, ...others], unread }, strange).find(({ key }) => key === VENDOR);
  return reach?.unclear.find(({ roleArn }) => roleArn === arn(A, 'first'))?.reason ?? null;
}

const UNREAD = 'which could not be read';
const NOTHING_KNOWN = 'of which nothing is known in this audit';
const NOT_UNDERSTOOD = 'was not understood in full';

const all = (account: string) => arn(account, '*');
const odd = (name: string, account = A): LiteralRole => ({ account, name, trust: '{' });
const deny = (resource: string) => ({ Effect: 'Deny', Action: 'sts:AssumeRole', Resource: resource });

const CASES: Array<[says: string, given: Given, reason: string | null]> = [
  ['nothing, where it may ask for nothing', { unread: [C] }, null],
  [
    'an account that was not read',
    { may: [assume(all(C))], unread: [C] },
    `it may ask for roles of account ${C}, ${UNREAD}`,
  ],
  [
    'two of them, by a pattern',
    { may: [assume()], unread: [B, C] },
    `it may ask for roles of accounts ${B}, ${C}, ${UNREAD}`,
  ],
  [
    'by NotResource',
    { may: [{ Effect: 'Allow', Action: 'sts:AssumeRole', NotResource: all(B) }], unread: [B, C] },
    `it may ask for roles of account ${C}, ${UNREAD}`,
  ],
  [
    'by one of several patterns',
    { may: [assume([all(B), all(C)])], unread: [C] },
    `it may ask for roles of account ${C}, ${UNREAD}`,
  ],
  [
    'by one of several statements',
    { may: [assume(all(B)), assume(all(C))], unread: [C] },
    `it may ask for roles of account ${C}, ${UNREAD}`,
  ],
  ['no account that it may not ask for', { may: [assume(all(B))], unread: [C] }, null],
  ['no account that a Deny takes', { may: [assume(), deny(all(C))], unread: [C] }, null],
  [
    'three accounts by their ids, and the rest by their number',
    { may: [assume()], unread: ['10', '20', '30', '40', '50'].map((id) => `${id}0000000000`) },
    `it may ask for roles of accounts 100000000000, 200000000000, 300000000000 and 2 more, ${UNREAD}`,
  ],

  [
    'an account of which nothing is known',
    { may: [assume(arn(first, 'x'))] },
    `it may ask for roles of account ${first}, ${NOTHING_KNOWN}`,
  ],
  [
    'two of them, each once',
    { may: [assume([arn(first, 'x'), arn(second, 'x'), arn(first, 'y')])] },
    `it may ask for roles of accounts ${first}, ${second}, ${NOTHING_KNOWN}`,
  ],
  ['none that it does not name', { may: [assume()] }, null],
  ['none of which more is known', { may: [assume(arn(first, 'x'))], strange: [second] }, null],
  ['none that a Deny takes', { may: [assume(arn(first, 'x')), deny(all(first))] }, null],
  [
    'not the account that the caller comes from',
    { may: [assume(arn(VENDOR, 'x'))], strange: [VENDOR] },
    null,
  ],
  ['no bucket by the number of an account', { may: [assume(`arn:aws:s3:::${first}:x`)] }, null],

  [
    'a trust policy that was not understood',
    { may: [assume()], others: [odd('odd')] },
    `the trust policy of role ${arn(A, 'odd')} ${NOT_UNDERSTOOD}`,
  ],
  [
    'two of them',
    { may: [assume()], others: [odd('odd'), odd('queer', B)] },
    `the trust policy of roles ${arn(A, 'odd')}, ${arn(B, 'queer')} ${NOT_UNDERSTOOD}`,
  ],
  [
    'one of its own account, which may admit it by itself',
    { others: [odd('odd'), odd('far', B)] },
    `the trust policy of role ${arn(A, 'odd')} ${NOT_UNDERSTOOD}`,
  ],
  [
    'none of another account that it may not ask for',
    { may: [assume(all(A))], others: [odd('far', B)] },
    null,
  ],
  [
    'none of a role that it reaches all the same',
    {
      may: [assume()],
      others: [{ account: B, name: 'odd', trust: [admit(rootOf(A)), { Effect: 'Allow', Surprise: 1 }] }],
    },
    null,
  ],

  [
    'a policy of its own',
    { more: { attached: [`arn:aws:iam::${A}:policy/gone`] } },
    'what it may do is not known in full (attached policy gone: the document was not collected)',
  ],
  [
    'at most three of its policies',
    { more: { attached: ['a', 'b', 'c', 'd'].map((name) => `arn:aws:iam::${A}:policy/${name}`) } },
    ['a', 'b', 'c']
      .map(
        (name) =>
          `what it may do is not known in full (attached policy ${name}: the document was not collected)`,
      )
      .join('; '),
  ],
  [
    'everything at once',
    { may: [assume([all(C), arn(first, 'x')])], unread: [C], others: [odd('odd')] },
    [
      `it may ask for roles of account ${C}, ${UNREAD}`,
      `it may ask for roles of account ${first}, ${NOTHING_KNOWN}`,
      `the trust policy of role ${arn(A, 'odd')} ${NOT_UNDERSTOOD}`,
    ].join('; '),
  ],
];

describe('what is not known of where a role leads', () => {
  it.each(CASES)('%s', (_says, given, expected) => {
    expect(reason(given)).toBe(expected);
  });
});
