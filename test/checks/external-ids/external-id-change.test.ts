import { describe, expect, it } from 'vitest';
import { externalIdChange } from '../../../src/checks/external-ids/external-id-change.ts';
import type { EarlierExternalIds, Outcome } from '../../../src/model/check.ts';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import {
  contextOf,
  details,
  finding,
  fixOf,
  REGISTERED,
  role,
  statuses,
  UUID,
  withExternalId,
} from '../support/trust-fixtures.ts';

const SINCE = '2026-05-31T00:00:00.000Z';
const guarded = role(withExternalId(REGISTERED));

function judge(given: Role, earlier?: Partial<EarlierExternalIds>): Outcome[] {
  const earlierExternalIds: EarlierExternalIds = {
    since: SINCE,
    fingerprint: (value) => `id:${value.slice(0, 4)}`,
    of: () => undefined,
    ...earlier,
  };
  return externalIdChange.evaluate(
    { 'authorization-details': details(given) },
    { ...contextOf(), ...(earlier === undefined ? {} : { earlierExternalIds }) },
  );
}

describe('external-id-change', () => {
  it('does not apply to the first run, and says why', () => {
    const outcomes = judge(guarded);
    expect(statuses(outcomes)).toEqual(['NOT_APPLICABLE']);
    expect(outcomes[0]?.detail).toMatch(/no run before this one/);
    expect(statuses(judge(role('not a policy')))).toEqual([]);
  });

  it('does not apply where no earlier run knew an external ID of this party in this role', () => {
    expect(statuses(judge(guarded, {}))).toEqual(['NOT_APPLICABLE']);
  });

  it('passes when the id is what it was', () => {
    const of = (arn: string, party: string) =>
      arn === guarded.arn && party === REGISTERED ? ['id:7c9e'] : undefined;
    expect(statuses(judge(guarded, { of }))).toEqual(['PASS']);
  });

  it('fails when it is another one, or one more', () => {
    const changed = finding(judge(guarded, { of: () => ['id:aaaa'] }));
    expect(changed.detail).toBe(
      `The external ID of Auditors Ltd (account ${REGISTERED}) was id:aaaa in the run of 2026-05-31 and is id:7c9e now.`,
    );
    expect(changed).toMatchObject({ discriminator: REGISTERED, thirdParty: { name: 'Auditors Ltd' } });
    expect(changed.detail).not.toContain(UUID);
    const more = role(withExternalId(REGISTERED, [UUID, 'bbbb-second']));
    expect(finding(judge(more, { of: () => ['id:7c9e'] })).detail).toContain('is id:7c9e and id:bbbb now');
  });

  it('is UNKNOWN when the key is another one', () => {
    const { fingerprint: _, ...noKey }: EarlierExternalIds = {
      since: SINCE,
      fingerprint: String,
      of: () => ['id:7c9e'],
    };
    const outcomes = externalIdChange.evaluate(
      { 'authorization-details': details(guarded) },
      { ...contextOf(), earlierExternalIds: noKey },
    );
    expect(statuses(outcomes)).toEqual(['UNKNOWN']);
  });

  it('is UNKNOWN for a trust policy that cannot be understood', () => {
    expect(statuses(judge(role('not a policy'), {}))).toEqual(['UNKNOWN']);
  });

  it('passes when it is written in another case where case does not count, and fails where it does', () => {
    const upper = withExternalId(REGISTERED, UUID.toUpperCase());
    const before = { of: () => ['id:before'], inAnyCase: () => ['id:7c9e'] };
    const anyCase = JSON.parse(JSON.stringify(upper).replace('StringEquals', 'StringEqualsIgnoreCase'));
    expect(statuses(judge(role(anyCase), before))).toEqual(['PASS']);
    expect(statuses(judge(role(upper), before))).toEqual(['FAIL']);
    expect(statuses(judge(role(anyCase), { of: () => ['id:before'] }))).toEqual(['FAIL']);
  });

  it.each<[words: string, now: string[], before: string[], status: string]>([
    ['the same in another order', ['bbbb', 'aaaa'], ['id:aaaa', 'id:bbbb'], 'PASS'],
    ['one that is told twice', ['aaaa'], ['id:aaaa', 'id:aaaa'], 'PASS'],
    ['one of two taken away', ['aaaa'], ['id:aaaa', 'id:bbbb'], 'FAIL'],
    ['one of two changed', ['aaaa', 'cccc'], ['id:aaaa', 'id:bbbb'], 'FAIL'],
  ])('compares all ids of a role with all that it asked for before: %s', (_, now, before, status) => {
    const [outcome] = judge(role(withExternalId(REGISTERED, now)), { of: () => before });
    expect(outcome?.status).toBe(status);
  });

  it('names the ids in order, those of now and those of before', () => {
    const now = role(withExternalId(REGISTERED, ['dddd', 'cccc']));
    expect(finding(judge(now, { of: () => ['id:aaaa', 'id:bbbb'] })).detail).toMatch(
      / was id:aaaa and id:bbbb in the run of 2026-05-31 and is id:cccc and id:dddd now\.$/,
    );
  });

  it('counts for nothing in the first run, since there is nothing to compare', () => {
    expect(judge(guarded)).toMatchObject([{ silent: true }]);
    expect(judge(guarded, {})).not.toMatchObject([{ silent: true }]);
  });

  it.each([
    ['aws', 'us-east-1'],
    ['aws-us-gov', 'us-gov-west-1'],
    ['aws-cn', 'cn-north-1'],
    ['aws-not-known', undefined],
  ])('looks for who changed it in the Region that has the trail of IAM: %s: %s', (partition, region) => {
    const context = contextOf({ account: { partition } });
    const fingerprint = (value: string) => value;
    const found = finding(
      externalIdChange.evaluate(
        { 'authorization-details': details(guarded) },
        { ...context, earlierExternalIds: { since: SINCE, fingerprint, of: () => ['before'] } },
      ),
    );
    expect(fixOf(found, 'cli')).toBe(
      region === undefined
        ? ''
        : `aws cloudtrail lookup-events --region '${region}' --start-time '${SINCE}' --lookup-attributes AttributeKey=EventName,AttributeValue=UpdateAssumeRolePolicy`,
    );
  });
});
