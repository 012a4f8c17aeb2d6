import { describe, expect, it } from 'vitest';
import { sharesOf } from '../../src/evaluate/shares.ts';
import { thirdPartySummaries } from '../../src/evaluate/third-parties.ts';
import type { FactRecord } from '../../src/model/fact.ts';
import { indexFacts } from '../../src/model/fact-index.ts';
import type { OwnShare, ResourceShares } from '../../src/model/facts/resource-shares.ts';
import {
  contextOf,
  ENTRY,
  HERE,
  OWN,
  OWN_ORGANIZATION,
  REGISTERED,
  STRANGER,
} from '../checks/support/trust-fixtures.ts';

const REGION = 'eu-west-1';
const SINCE = '2026-01-01T00:00:00Z';

function share(name: string, principals: string[], more: Partial<OwnShare> = {}): OwnShare {
  const associated = (entity: string) => ({ entity, status: 'ASSOCIATED', since: SINCE });
  return {
    ...{ arn: `arn:aws:ram:${REGION}:${HERE}:resource-share/${name}`, name, status: 'ACTIVE' },
    ...{ allowExternalPrincipals: true, featureSet: null, createdAt: SINCE, updatedAt: SINCE },
    principals: principals.map(associated),
    resources: [associated('arn:aws:ec2:::subnet/a')],
    ...more,
  };
}

function rowsOf(value: Partial<ResourceShares>, regions = [REGION]) {
  const { study } = contextOf({ account: { regions } });
  const fact = { own: [], received: [], invitations: [], ...value };
  const record = { fact: 'resource-shares', region: REGION, status: 'COLLECTED', value: fact };
  return sharesOf(indexFacts([record as unknown as FactRecord]), study);
}

const received = (name: string, owningAccountId: string, status = 'ACTIVE') => ({
  ...{ arn: `arn:aws:ram:${REGION}:${owningAccountId}:resource-share/${name}`, name, owningAccountId },
  ...{ status, createdAt: SINCE, resources: [] },
});

const invitation = (shareName: string, status: string) => ({
  ...{ arn: `i-${shareName}`, shareArn: `s-${shareName}`, shareName, senderAccountId: STRANGER },
  ...{ status, sentAt: SINCE },
});

describe('the shares of an account', () => {
  it('are those that it gives, has part in and is asked into, with who has them', () => {
    const rows = rowsOf({
      own: [
        share('a', [OWN, `arn:aws:organizations::${OWN}:organization/${OWN_ORGANIZATION}`, STRANGER, 'x']),
        share('b', ['pca-connector-ad.amazonaws.com'], { allowExternalPrincipals: false }),
        share('gone', [STRANGER], { status: 'DELETED' }),
      ],
      received: [received('c', REGISTERED), received('over', OWN, 'DELETED')],
      invitations: [invitation('d', 'PENDING'), invitation('e', 'EXPIRED')],
    });
    expect(
      rows.map(({ name, direction, allowExternalPrincipals, parties }) => [
        ...[name, direction, allowExternalPrincipals],
        parties.map(({ party }) => `${party.kind} ${party.name}`),
      ]),
    ).toEqual([
      ['a', 'given', true, ['own tooling', `own ${OWN_ORGANIZATION}`, `unknown ${STRANGER}`, 'unknown x']],
      ['b', 'given', false, ['service pca-connector-ad.amazonaws.com']],
      ['c', 'received', undefined, ['registered Auditors Ltd']],
      ['d', 'invited', undefined, [`unknown ${STRANGER}`]],
    ]);
    expect(rows[0]).toMatchObject({ accountId: HERE, region: REGION, resources: ['arn:aws:ec2:::subnet/a'] });
  });

  it('are those of the AWS Well-Architected Tool too, of whatever kind, and no more than were read', () => {
    const { study } = contextOf({ account: { regions: [REGION] } });
    const thing = (what: string, sharedWith = STRANGER) => ({
      ...{ arn: `arn:aws:wellarchitected:${REGION}:${HERE}:${what}/0a`, name: what },
      shares: [{ id: `of ${what}`, sharedWith, permission: null, status: 'ACCEPTED' }],
    });
    const rows = (more: object) => {
      const value = {
        ...{ offered: true, workloads: [thing('workload')], lenses: [thing('lens')] },
        ...{ received: [], invitations: [], ...more },
      };
      const record = { fact: 'well-architected-shares', region: REGION, status: 'COLLECTED', value };
      return sharesOf(indexFacts([record as unknown as FactRecord]), study).map(
        ({ name, direction, parties }) => [
          ...[name, direction],
          parties.map(({ party, shareId = '' }) => `${party.name} ${shareId}`),
        ],
      );
    };
    const [workload, lens] = ['workload', 'lens'].map((name) => [name, 'given', [`${STRANGER} of ${name}`]]);
    expect(rows({})).toEqual([workload, lens]);
    const other = { arn: 'arn:x', name: 'theirs', kind: 'template', ownerAccountId: REGISTERED };
    expect(
      rows({ profiles: [thing('profile', OWN)], templates: [thing('review-template')], received: [other] }),
    ).toEqual([
      ...[workload, lens],
      ['profile', 'given', ['tooling of profile']],
      ['review-template', 'given', [`${STRANGER} of review-template`]],
      ['theirs', 'received', ['Auditors Ltd ']],
    ]);
  });

  it('leave out principals and resources that were taken out', () => {
    const out = { entity: STRANGER, status: 'DISASSOCIATED', since: SINCE };
    const [row] = rowsOf({ own: [share('a', [], { principals: [out], resources: [out] })] });
    expect(row).toMatchObject({ parties: [], resources: [] });
  });

  it('are not known of Regions that were not read', () => {
    expect(rowsOf({ own: [share('a', [OWN])] }, ['us-east-1'])).toEqual([]);
  });

  it('stand on the cards of those outside who have or give them, once each', () => {
    const shares = rowsOf({
      own: [
        share('a', [OWN, REGISTERED, `arn:aws:iam::${REGISTERED}:role/r`]),
        share('b', [], {
          principals: [{ entity: STRANGER, status: 'ASSOCIATING', since: '2026-05-01T00:00:00Z' }],
        }),
      ],
      received: [received('c', REGISTERED), received('d', OWN)],
      invitations: [invitation('e', 'PENDING')],
    });
    const summaries = thirdPartySummaries({ roles: [], findings: [], reach: [], shares, register: [ENTRY] });
    expect(
      summaries.map(({ party, accountIds, shares: own = [] }) => [
        ...[party.name, accountIds],
        own.map(
          ({ name, direction, isAccepted, since }) =>
            `${name} ${direction} ${isAccepted} ${since?.slice(0, 10)}`,
        ),
      ]),
    ).toEqual([
      ['Auditors Ltd', [REGISTERED], ['a given true 2026-01-01', 'c received true 2026-01-01']],
      [STRANGER, [STRANGER], ['b given false 2026-05-01', 'e invited false 2026-01-01']],
    ]);
  });
});
