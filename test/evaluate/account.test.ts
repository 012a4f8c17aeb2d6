import { describe, expect, it } from 'vitest';
import { judgeAccount } from '../../src/evaluate/account.ts';
import type { Rules } from '../../src/evaluate/rules.ts';
import type { AccountSubject } from '../../src/model/account.ts';
import type { Check, CheckContext, Outcome } from '../../src/model/check.ts';
import type { FactRecord } from '../../src/model/fact.ts';
import type { Fault } from '../../src/model/fault.ts';
import { buildParties } from '../../src/parties/build-parties.ts';
import { SAMPLE_CHECK } from './sample-check.ts';

const HERE = '111122223333';
const ROLE = `arn:aws:iam::${HERE}:role/r`;
const SUBJECT: AccountSubject = {
  accountId: HERE,
  name: 'Payments',
  partition: 'aws',
  tags: {},
  regions: ['eu-west-1', 'us-east-1'],
};
const OUTCOME: Outcome = { status: 'PASS', resource: { arn: ROLE, type: 'AWS::IAM::Role' }, detail: 'Well.' };

function record(fact: string, region: string, value?: object): FactRecord {
  const of =
    value === undefined
      ? { status: 'NOT_COLLECTED', reason: 'ACCESS_DENIED', message: 'AWS refused.' }
      : { status: 'COLLECTED', value };
  return { fact, region, ...of } as unknown as FactRecord;
}

const DETAILS = record('authorization-details', 'global', { roles: [], policies: [] });

type Evaluate = (facts: Record<string, unknown>, context: CheckContext) => Outcome[];

function check(more: object, evaluate: Evaluate = () => [OUTCOME]): Check {
  return { ...SAMPLE_CHECK, ...more, evaluate } as unknown as Check;
}

function judged(
  checks: Check[],
  records: FactRecord[] | undefined,
  more: { drift?: string; fault?: (fault: Fault) => void } = {},
) {
  const rules = {
    checks,
    asOf: '2026-06-01T00:00:00Z',
    parties: buildParties({ ownAccounts: [], ownOrganizationIds: [], register: [], vendors: [] }),
    config: {
      checks: {},
      thirdParties: [],
      drift: { mode: more.drift ?? 'access-roles', maxAge: 24 },
      report: { externalIds: 'masked' },
    },
    ...(more.fault && { noteFault: more.fault }),
  } as unknown as Rules;
  return judgeAccount(SUBJECT, records, rules);
}

describe('a check of one account', () => {
  it('is asked once, and in each Region where it is of a Region', () => {
    const seen: string[] = [];
    const note: Evaluate = (_facts, { region }) => {
      seen.push(region);
      return [OUTCOME];
    };
    const analyzers = SUBJECT.regions.map((region) => record('analyzers', region, { analyzers: [] }));
    const { results } = judged(
      [check({ id: 'once' }, note), check({ id: 'each', per: 'region', requires: ['analyzers'] }, note)],
      [DETAILS, ...analyzers],
    );
    expect(seen).toEqual(['global', 'eu-west-1', 'us-east-1']);
    expect([...results.counts].map(([id, counts]) => [id, counts.get('PASS')])).toEqual([
      ['once', 1],
      ['each', 2],
    ]);
  });

  it.each<[string, object, FactRecord[] | undefined, string]>([
    [
      'a fact was refused',
      {},
      [record('authorization-details', 'global')],
      'The fact authorization-details was not collected: AWS refused.',
    ],
    [
      'a fact is not there',
      {},
      [],
      'The fact authorization-details was not collected: it is not in the evidence',
    ],
    [
      'no fact is there',
      {},
      undefined,
      'The fact authorization-details was not collected: it is not in the evidence',
    ],
    [
      'it was refused in a Region',
      { requires: ['analyzers'] },
      [record('analyzers', 'eu-west-1', { analyzers: [] }), record('analyzers', 'us-east-1')],
      'The fact analyzers in us-east-1 was not collected: AWS refused.',
    ],
  ])('has no answer where %s, and is not run', (_what, more, records, detail) => {
    const { results, digests } = judged(
      [
        check(more, () => {
          throw new Error('it was run');
        }),
      ],
      records,
    );
    expect(results.unanswered).toEqual([
      { checkId: 'door', status: 'UNKNOWN', accountId: HERE, region: 'global', resourceArn: '', detail },
    ]);
    expect(digests).toEqual([]);
  });

  it('that throws has no answer, is told of, and leaves the others alone', () => {
    const faults: Fault[] = [];
    const broken = check({ id: 'broken' }, () => {
      throw new Error('it broke');
    });
    const { results } = judged([broken, check({})], [DETAILS], { fault: (fault) => faults.push(fault) });
    expect(results.unanswered).toMatchObject([
      {
        checkId: 'broken',
        status: 'ERROR',
        accountId: HERE,
        region: 'global',
        detail: expect.stringContaining('it broke'),
      },
    ]);
    expect(results.counts.get('door')?.get('PASS')).toBe(1);
    expect(faults).toMatchObject([{ id: 'broken', accountId: HERE, region: 'global' }]);
  });

  it('goes without drift where nobody looked for any, if it can', () => {
    const seen: unknown[] = [];
    const note: Evaluate = (facts) => {
      seen.push(facts.drift);
      return [OUTCOME];
    };
    const either = check(
      { requires: ['authorization-details', 'drift'], withoutDrift: true, per: 'region' },
      note,
    );
    expect(judged([either], [DETAILS], { drift: 'off' }).results.unanswered).toEqual([]);
    expect(seen).toEqual(SUBJECT.regions.map(() => ({ perResource: [] })));
    expect(judged([either], [DETAILS]).results.unanswered).toHaveLength(2);
    const never = check({ requires: ['authorization-details', 'drift'], per: 'region' }, note);
    expect(judged([never], [DETAILS], { drift: 'off' }).results.unanswered).toHaveLength(2);
  });

  it('says nothing of an external ID that CloudFormation’s own words hold', () => {
    const policy = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: '*',
          Resource: '*',
          Condition: { StringEquals: { 'sts:ExternalId': 'known-0001-abcd' } },
        },
      ],
    };
    const details = record('authorization-details', 'global', {
      roles: [],
      policies: [{ arn: 'arn:p', document: JSON.stringify(policy) }],
    });
    const saying = (area: string) =>
      check({ area }, () => [{ ...OUTCOME, status: 'UNKNOWN', detail: 'Not known-0001-abcd.' }]);
    const [drift, trust] = ['drift', 'trust'].map(
      (area) => judged([saying(area)], [details]).results.unanswered[0]?.detail,
    );
    expect(drift).not.toContain('known-0001-abcd');
    expect(trust).toContain('known-0001-abcd');
    expect(judged([], [details]).externalIds).toEqual(['known-0001-abcd']);
  });
});

describe('a check of all accounts keeps of one', () => {
  const wide = (digest: (facts: unknown, context: CheckContext) => unknown) =>
    check({ scope: 'organization', digest });

  it('what it makes of its facts', () => {
    const { digests, results } = judged([wide((facts) => facts)], [DETAILS]);
    expect(digests).toEqual([
      { checkId: 'door', region: 'global', value: { 'authorization-details': { roles: [], policies: [] } } },
    ]);
    expect(results.counts.size).toBe(0);
  });

  it.each<[string, FactRecord[], string]>([
    ['its facts were not read', [record('authorization-details', 'global')], 'UNKNOWN'],
    ['it throws', [DETAILS], 'ERROR'],
  ])('that nothing is known where %s', (_what, records, status) => {
    const { digests, results } = judged(
      [
        wide(() => {
          throw new Error('it broke');
        }),
      ],
      records,
    );
    expect(digests).toEqual([{ checkId: 'door', region: 'global', missing: true }]);
    expect(results.unanswered).toMatchObject([{ status }]);
  });
});

it('an account without evidence has no roles that were read', () => {
  expect(judged([], undefined)).toMatchObject({
    chainRoles: null,
    inventory: [],
    scope: { status: 'FAILED' },
  });
  expect(judged([], [DETAILS])).toMatchObject({
    chainRoles: [],
    inventory: [],
    scope: { status: 'COMPLETE' },
  });
});
