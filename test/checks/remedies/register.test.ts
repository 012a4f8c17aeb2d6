import { expect, it } from 'vitest';
import { registerFixes } from '../../../src/checks/remedies/register.ts';
import { thirdPartyRef } from '../../../src/model/party.ts';
import type { AdmittedParty } from '../../../src/parties/third-party.ts';

const ACCOUNT = '999988887777';
const unknown = (more: Partial<AdmittedParty> = {}) =>
  ({
    key: ACCOUNT,
    party: thirdPartyRef('unknown', ACCOUNT, { accountId: ACCOUNT }),
    ...more,
  }) as AdmittedParty;
const ENTRY = {
  name: 'Nimbus',
  accountIds: [ACCOUNT],
  organizationIds: [],
  owner: 'Ana',
  justification: 'Metrics',
};

it.each<[words: string, party: AdmittedParty, lines: string[], not: string]>([
  [
    'an account that nobody knows',
    unknown(),
    ['name: <their name>', `- "${ACCOUNT}"`, 'owner: <who answers for them>'],
    'organizationIds',
  ],
  [
    'a vendor of the public list',
    unknown({ vendor: 'Datadog' }),
    ['name: Datadog', `- "${ACCOUNT}"`],
    'organizationIds',
  ],
  [
    'an organization',
    unknown({ key: 'o-a1b2c3d4e5', party: thirdPartyRef('organization', 'o-a1b2c3d4e5') }),
    ['organizationIds:', '- o-a1b2c3d4e5'],
    'accountIds',
  ],
  [
    'a party of the register, as it stands there',
    unknown({ entry: ENTRY }),
    ['name: Nimbus', 'owner: Ana', 'justification: Metrics'],
    'organizationIds',
  ],
])('the entry of %s, with what is to change', (_, party, lines, not) => {
  const [fix, ...others] = registerFixes(party, { contractEnds: '2027-06-01' }, 'Their entry');
  expect(others).toEqual([]);
  expect(fix).toMatchObject({ kind: 'configuration', title: 'Their entry' });
  for (const line of ['thirdParties:', ...lines, 'contractEnds:']) expect(fix?.text).toContain(line);
  expect(fix?.text).not.toContain(not);
});

it('changes take the place of what the register says, and empty lists are left out', () => {
  const entry = { ...ENTRY, allowedSourceIps: [] };
  const [fix] = registerFixes(unknown({ entry }), { owner: 'Bo' }, 't');
  expect(fix?.text).toContain('owner: Bo');
  expect(fix?.text).not.toMatch(/Ana|allowedSourceIps/);
});

it('is not offered where it holds what nobody sees', () => {
  expect(registerFixes(unknown({ vendor: 'x\u202ey' }), {}, 't')).toEqual([]);
});
