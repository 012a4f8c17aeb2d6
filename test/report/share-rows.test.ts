import { expect, it } from 'vitest';
import type { PartyShare } from '../../src/model/third-party-summary.ts';
import { shareRow } from '../../src/report/html/parties/share-rows.ts';

const TOOL = 'arn:aws:wellarchitected:eu-west-1:111122223333';

function share(more: Partial<PartyShare>): PartyShare {
  return {
    ...{
      service: 'ram',
      accountId: '111122223333',
      region: 'eu-west-1',
      shareArn: 'arn:aws:ram:x',
      name: 'n',
    },
    ...{ direction: 'given', since: null, principals: [], isAccepted: true, resources: 2 },
    ...more,
  };
}

it.each<[string, Partial<PartyShare>]>([
  ['2 resources', {}],
  ['1 resource', { resources: 1, direction: 'received' }],
  ['Not known', { direction: 'invited' }],
  ['Workload of the Well-Architected Tool', { service: 'wellarchitected', shareArn: `${TOOL}:workload/0a` }],
  ['Lens of the Well-Architected Tool', { service: 'wellarchitected', shareArn: `${TOOL}:lens/0a` }],
  ['Profile of the Well-Architected Tool', { service: 'wellarchitected', shareArn: `${TOOL}:profile/0a` }],
  [
    'Review template of the Well-Architected Tool',
    { service: 'wellarchitected', shareArn: `${TOOL}:review-template/0a` },
  ],
  ['Well-Architected Tool', { service: 'wellarchitected', shareArn: 'invitation', direction: 'invited' }],
])('a share on a card holds: %s', (holds, more) => {
  expect(shareRow(share(more), new Map(), '2026-11-01T00:00:00.000Z').resources).toBe(holds);
});
