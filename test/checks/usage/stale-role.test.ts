import { describe, expect, test } from 'vitest';
import { staleRole } from '../../../src/checks/usage/stale-role.ts';
import type { OwningStack } from '../../../src/model/check.ts';
import type { Activity } from '../../../src/model/facts/activity.ts';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import { activityOf, entry, GAP } from '../activity/activity-facts.ts';
import {
  contextFor,
  expectEvidence,
  OWN_OTHER,
  REGISTERED,
  role,
  STACK_ID,
  statuses,
  trusting,
  UNKNOWN_ACCOUNT,
} from '../drift/facts.ts';

function judge(live: Partial<Role>, parameters = {}) {
  const facts = { 'authorization-details': { roles: [role(live)], policies: [] } };
  return { facts, outcomes: staleRole.evaluate(facts, contextFor(staleRole, parameters)) };
}

describe('PASS', () => {
  test('used lately', () => {
    expect(judge({}).outcomes).toMatchObject([
      { status: 'PASS', detail: expect.stringContaining('2026-07-30 in eu-west-1') },
    ]);
  });

  test('used exactly as long ago as allowed', () => {
    expect(statuses(judge({ lastUsed: { at: '2026-05-02T12:00:00.000Z', region: null } }).outcomes)).toEqual([
      'PASS',
    ]);
  });

  test('never used, but young', () => {
    expect(judge({ lastUsed: null, createdAt: '2026-07-01T00:00:00.000Z' }).outcomes).toMatchObject([
      { status: 'PASS', detail: expect.stringContaining('30 days') },
    ]);
  });

  test('never used, and as old as allowed', () => {
    expect(statuses(judge({ lastUsed: null, createdAt: '2026-05-02T12:00:00.000Z' }).outcomes)).toEqual([
      'PASS',
    ]);
    expect(statuses(judge({ lastUsed: null, createdAt: '2026-05-01T12:00:00.000Z' }).outcomes)).toEqual([
      'FAIL',
    ]);
  });

  test('within the configured limit', () => {
    const lastUsed = { at: '2026-01-01T00:00:00.000Z', region: null };
    expect(statuses(judge({ lastUsed }, { staleAfterDays: 365 }).outcomes)).toEqual(['PASS']);
  });
});

describe('FAIL', () => {
  test('last used too long ago', () => {
    const { outcomes, facts } = judge({ lastUsed: { at: '2026-05-01T12:00:00.000Z', region: 'us-east-1' } });
    expect(outcomes).toMatchObject([
      {
        status: 'FAIL',
        detail: expect.stringContaining('2026-05-01 in us-east-1, 91 days ago; the limit is 90 days'),
        thirdParty: { kind: 'unknown' },
      },
    ]);
    expectEvidence(outcomes, facts);
  });

  test('no use on record, and old: says how far the record goes', () => {
    const { outcomes, facts } = judge({ lastUsed: null });
    expect(outcomes).toMatchObject([
      { status: 'FAIL', detail: expect.stringContaining('not within the 400 days') },
    ]);
    expectEvidence(outcomes, facts);
  });

  test('no use on record since it was made within the tracked period', () => {
    const { outcomes } = judge({ lastUsed: null, createdAt: '2026-01-01T00:00:00.000Z' });
    expect(outcomes).toMatchObject([
      { status: 'FAIL', detail: expect.stringContaining('since it was made on 2026-01-01') },
    ]);
  });

  test('a role for own accounts is stale too, without a third party', () => {
    const { outcomes } = judge({ lastUsed: null, trustPolicy: trusting(OWN_OTHER) });
    expect(statuses(outcomes)).toEqual(['FAIL']);
    expect(outcomes[0]).not.toHaveProperty('thirdParty');
  });
});

describe('whom a stale role admits', () => {
  const both = JSON.stringify({
    Statement: [UNKNOWN_ACCOUNT, REGISTERED].map((AWS) => ({
      Effect: 'Allow',
      Principal: { AWS },
      Action: 'sts:AssumeRole',
    })),
  });

  test.each<[says: string, trustPolicy: string, admits: string | null, thirdParty: string | undefined]>([
    ['own accounts, not worth a word', trusting(OWN_OTHER), null, undefined],
    ['one third party', trusting(REGISTERED), 'It admits Acme (account 555566667777).', 'registered'],
    [
      'two, of which the finding is neither’s',
      both,
      'It admits account 999988887777 and Acme (account 555566667777).',
      undefined,
    ],
  ])('%s', (_says, trustPolicy, admits, thirdParty) => {
    const [found] = judge({ lastUsed: null, trustPolicy }).outcomes;
    expect(found?.detail.match(/It admits.*$/)?.[0] ?? null).toBe(admits);
    expect(found?.status === 'FAIL' && found.thirdParty?.kind).toBe(thirdParty);
  });
});

describe('what is on record', () => {
  test.each<[says: string, live: Partial<Role>, detail: string, evidence: string[]]>([
    [
      'a use without a Region',
      { lastUsed: { at: '2026-05-01T12:00:00.000Z', region: null }, trustPolicy: trusting(OWN_OTHER) },
      'The role was last used on 2026-05-01, 91 days ago; the limit is 90 days.',
      ['/roles/0/lastUsed'],
    ],
    [
      'no use for as long as IAM tracks',
      { lastUsed: null, createdAt: '2025-06-26T12:00:00.000Z', trustPolicy: trusting(OWN_OTHER) },
      'IAM has no use of the role on record since it was made on 2025-06-26, 400 days ago. IAM tracks 400 days, fewer in newer Regions.',
      ['/roles/0/lastUsed', '/roles/0/createdAt'],
    ],
    [
      'no use for longer',
      { lastUsed: null, createdAt: '2025-06-25T12:00:00.000Z', trustPolicy: trusting(OWN_OTHER) },
      'IAM has no use of the role on record since it was made on 2025-06-25, 401 days ago. That means not within the 400 days that IAM tracks, fewer in newer Regions; it may have been used before.',
      ['/roles/0/lastUsed', '/roles/0/createdAt'],
    ],
  ])('%s', (_says, live, detail, evidence) => {
    const [found] = judge(live).outcomes;
    expect(found).toMatchObject({ status: 'FAIL', detail });
    expect(found?.status === 'FAIL' && found.evidence.map(({ pointer }) => pointer)).toEqual(evidence);
    expect(found?.status === 'FAIL' && found.evidence.map(({ marks }) => marks)).toEqual(
      evidence.map(() => ['']),
    );
  });

  test('a use long ago counts, however young the role is said to be', () => {
    const lastUsed = { at: '2026-01-01T12:00:00.000Z', region: null };
    expect(statuses(judge({ lastUsed, createdAt: '2026-07-30T12:00:00.000Z' }).outcomes)).toEqual(['FAIL']);
  });

  test('one day is not several', () => {
    const [young] = judge({ lastUsed: null, createdAt: '2026-07-30T12:00:00.000Z' }).outcomes;
    expect(young?.detail).toContain('made only 1 day ago');
  });
});

describe('how to retire it', () => {
  function retirement(stack: OwningStack | null | undefined) {
    const facts = { 'authorization-details': { roles: [role({ lastUsed: null })], policies: [] } };
    const [found] = staleRole.evaluate(facts, { ...contextFor(staleRole), stackOf: () => stack });
    return found?.status === 'FAIL' ? found : undefined;
  }

  test.each([[null], [undefined]])('without a stack (%s): shut, then taken off and deleted', (stack) => {
    const found = retirement(stack);
    expect(found?.remediation).toContain('refuse everything for a while, then delete the role');
    const denyAll = "'arn:aws:iam::aws:policy/AWSDenyAll'";
    expect(found?.fixes?.()).toEqual([
      {
        kind: 'cli',
        title: expect.stringContaining('shut it for a while'),
        text: `aws iam attach-role-policy --role-name 'vendor' --policy-arn ${denyAll}`,
      },
      {
        kind: 'cli',
        title: expect.stringContaining('If nobody has missed it'),
        text: expect.stringMatching(
          /detach-role-policy --role-name 'vendor' --policy-arn '[^']*AWSDenyAll'.*delete-role --role-name 'vendor'/s,
        ),
      },
    ]);
  });

  test('by its stack, and never by hand', () => {
    const stack = { stackId: STACK_ID, stackName: 'access', logicalId: 'Role', region: 'eu-west-1' };
    const found = retirement(stack as OwningStack);
    expect(found?.remediation).toContain('take Role out of the template of stack access (eu-west-1)');
    expect(found?.fixes?.() ?? []).toEqual([]);
  });
});

test('UNKNOWN: a trust policy that cannot be read', () => {
  expect(statuses(judge({ trustPolicy: 'no JSON' }).outcomes)).toEqual(['UNKNOWN']);
});

test('service-linked roles and roles for services are not judged', () => {
  expect(judge({ lastUsed: null, path: '/aws-service-role/x.amazonaws.com/' }).outcomes).toEqual([]);
  const trustPolicy = JSON.stringify({
    Statement: { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
  });
  expect(judge({ lastUsed: null, trustPolicy }).outcomes).toEqual([]);
});

describe('what CloudTrail shows beside it', () => {
  const stale = { lastUsed: { at: '2026-01-02T12:00:00.000Z', region: null } };
  const said = (more: Partial<Activity>, live: Partial<Role> = {}) => {
    const facts = { 'authorization-details': { roles: [role({ ...stale, ...live })], policies: [] } };
    const activity = activityOf(more);
    const [outcome] = staleRole.evaluate(facts, { ...contextFor(staleRole, {}), activity });
    return outcome?.detail;
  };
  const { arn } = role({});

  test.each<[string, RegExp, Partial<Activity>]>([
    ['nobody', /CloudTrail shows no entry of a third party in the 90 days up to 2026-06-01 either\.$/, {}],
    [
      'somebody all the same',
      /CloudTrail shows an entry of a third party all the same, the last on 2026-05-03\.$/,
      { entries: [entry(['2026-05-03T10:00:00Z'], { role: arn })] },
    ],
    ['nothing, where not all was read', /the limit is 90 days\. It admits [^.]*\.$/, { perResource: GAP }],
  ])('%s', (_what, says, more) => {
    expect(said(more, { trustPolicy: trusting(REGISTERED) })).toMatch(says);
  });
});
