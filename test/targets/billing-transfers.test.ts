import { describe, expect, test } from 'vitest';
import { AwsCallError } from '../../src/aws/errors.ts';
import { readBillingTransfers } from '../../src/targets/billing-transfers.ts';
import { callerOf } from '../facts/answers.ts';

const MANAGEMENT = '900000000001';
const OUTSIDE = '515151515151';
const ORGANIZATION = { id: 'o-test123456', arn: 'arn:aws:o', managementAccountId: MANAGEMENT };
const START = new Date('2026-02-01T00:00:00Z');

function read(answer: unknown, askerId = MANAGEMENT) {
  const caller = callerOf({ ListOutboundResponsibilityTransfers: answer }, MANAGEMENT);
  return readBillingTransfers(caller('billing-transfers'), ORGANIZATION, askerId);
}

const refusing = (code: string) => () => {
  throw Object.assign(new Error('No.'), { name: code, $metadata: { httpStatusCode: 400 } });
};

describe('transfers of bills', () => {
  test('are read page by page, without addresses', async () => {
    const transfer = (id: string) => ({
      ...{ Id: id, Arn: `arn:${id}`, Name: 'Bills', Status: 'ACCEPTED', StartTimestamp: START },
      Target: { ManagementAccountId: OUTSIDE, ManagementAccountEmail: 'a@b.example' },
    });
    const answer = ({ NextToken }: { NextToken?: string }) =>
      NextToken === undefined
        ? { ResponsibilityTransfers: [transfer('rt-2')], NextToken: 'more' }
        : { ResponsibilityTransfers: [transfer('rt-1')] };
    const found = await read(answer);
    expect(found).toMatchObject({ asked: 'YES', managementAccountId: MANAGEMENT });
    expect(found.outbound.map(({ id }) => id)).toEqual(['rt-1', 'rt-2']);
    expect(found.outbound[0]).toEqual({
      ...{ id: 'rt-1', arn: 'arn:rt-1', name: 'Bills', status: 'ACCEPTED', targetAccountId: OUTSIDE },
      ...{ startsAt: '2026-02-01T00:00:00.000Z', endsAt: null },
    });
  });

  test('are not asked for by another account than the management account', async () => {
    const found = await read(refusing('AccessDeniedException'), '900000000002');
    expect(found).toMatchObject({ asked: 'NOT_THE_MANAGEMENT_ACCOUNT', outbound: [] });
  });

  test('are not there where AWS does not offer them', async () => {
    const found = await read(refusing('UnsupportedAPIEndpointException'));
    expect(found).toMatchObject({ asked: 'NOT_OFFERED', outbound: [] });
  });

  test('are not absent where they are refused', async () => {
    await expect(read(refusing('AccessDeniedException'))).rejects.toThrow(AwsCallError);
  });
});
