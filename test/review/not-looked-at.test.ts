import { describe, expect, it } from 'vitest';
import { notLookedAtIn, notLookedAtInWords } from '../../src/review/not-looked-at.ts';

const ACCOUNTS = ['1', '2', '3', '4', '5'].map((accountId) => ({
  ...{ accountId, name: `account ${accountId}`, status: 'PARTIAL', regions: ['eu-west-1'] },
}));
const CHECKS = [
  'delegation-request',
  'external-resource-share',
  'well-architected-share',
  'roles-anywhere-trust',
  'resource-third-party',
];

interface Given {
  gaps?: Array<{ accountId?: string; fact: string; resource?: string }>;
  checks?: string[];
  failed?: string[];
  excluded?: string[];
  identityCenter?: object | null;
  resourcePolicies?: string[];
}

const SERVICES = ['s3', 'kms', 'sns', 'sqs', 'secretsmanager', 'lambda', 'ecr', 'events', 'backup'];

function told(given: Given): string[] {
  const { gaps = [], checks = CHECKS, failed = [], excluded = [], resourcePolicies = SERVICES } = given;
  const { identityCenter = { isRead: true, accountId: '1' } } = given;
  const report = {
    coverage: { gaps: gaps.map((gap) => ({ accountId: '1', region: 'eu-west-1', ...gap })) },
    scope: {
      accounts: ACCOUNTS.map((one) => (failed.includes(one.accountId) ? { ...one, status: 'FAILED' } : one)),
      excluded: excluded.map((name) => ({ accountId: name, name })),
    },
    checks: checks.map((id) => ({ id })),
    ...(identityCenter === null ? {} : { identityCenter }),
  };
  return notLookedAtInWords(notLookedAtIn(report as never, { resourcePolicies } as never));
}

describe('at what a run did not look', () => {
  it.each<[string, Given, string[]]>([
    ['all was', {}, []],
    ['a fact of something else was not read', { gaps: [{ fact: 'drift' }] }, []],
    [
      'roles were not read',
      { gaps: ['2', '1', '2', '3', '4'].map((accountId) => ({ accountId, fact: 'authorization-details' })) },
      [
        'Not read, or not in full: roles and users in 4 accounts (account 1, account 2, account 3 and 1 more).',
      ],
    ],
    [
      'nothing of an account was, and shares of another',
      {
        failed: ['5'],
        gaps: [
          { accountId: '5', fact: 'authorization-details' },
          { accountId: '5', fact: 'resource-policies' },
          { fact: 'resource-shares' },
          { fact: 'well-architected-shares' },
          { fact: 'roles-anywhere' },
        ],
      },
      [
        'Not read, or not in full: anything at all in 1 account (account 5).',
        'Not read, or not in full: trust anchors and profiles of IAM Roles Anywhere in 1 account (account 1).',
        'Not read, or not in full: shares of AWS RAM in 1 account (account 1).',
        'Not read, or not in full: shares of the AWS Well-Architected Tool in 1 account (account 1).',
      ],
    ],
    [
      'one bucket was not, keys were not listed, and a Region was not in another account',
      {
        gaps: [
          { fact: 'resource-policies', resource: 'arn:aws:s3:::drop' },
          { fact: 'resource-policies', resource: 'arn:aws:kms:eu-west-1:1:*' },
          { accountId: '2', fact: 'resource-policies' },
        ],
      },
      [
        'Not read, or not in full: policies of resources in 1 account (account 2).',
        'Not read, or not in full: policies of s3 in 1 account (account 1).',
        'Not read, or not in full: policies of kms in 1 account (account 1).',
      ],
    ],
    [
      'nobody asked for some services',
      { resourcePolicies: SERVICES.filter((one) => one !== 'sns' && one !== 'ecr') },
      ['Not asked for: policies of sns, policies of ecr.'],
    ],
    [
      'nobody asked for anything beside roles',
      { checks: [], identityCenter: null, resourcePolicies: [] },
      [
        'Not asked for: trust anchors and profiles of IAM Roles Anywhere, people in IAM Identity Center, shares of AWS RAM, shares of the AWS Well-Architected Tool, requests for temporary delegation, policies of resources.',
      ],
    ],
    [
      'requests for temporary delegation and transfers of bills were not read',
      {
        gaps: [
          { accountId: '3', fact: 'delegation-requests' },
          { accountId: '9', fact: 'billing-transfers' },
        ],
      },
      [
        'Not read, or not in full: requests for temporary delegation in 1 account (account 3).',
        'Not read, or not in full: transfers of bills in 1 account (9).',
      ],
    ],
    [
      'no check asks for policies that the configuration names',
      { checks: CHECKS.slice(0, 4) },
      ['Not asked for: policies of resources.'],
    ],
    [
      'people were not found, and accounts were left out',
      { identityCenter: { isRead: false, accountId: '9' }, excluded: ['old', 'older'] },
      [
        'Not read, or not in full: people in IAM Identity Center in 1 account (9).',
        'Not in this run: 2 accounts (old, older).',
      ],
    ],
  ])('is told where %s', (_what, given, sentences) => {
    expect(told(given)).toEqual(sentences);
  });
});
