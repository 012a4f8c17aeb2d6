import { describe, expect, test } from 'vitest';
import { staleRole } from '../../../src/checks/usage/stale-role.ts';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import { contextFor, expectEvidence, OWN_OTHER, role, statuses, trusting } from '../drift/facts.ts';

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
