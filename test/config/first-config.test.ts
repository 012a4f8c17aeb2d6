import { describe, expect, it } from 'vitest';
import { registry } from '../../src/checks/registry.ts';
import { loadConfig } from '../../src/config/load.ts';
import { firstConfig, type Seen } from '../../src/run/first-config.ts';
import { HOSTILE } from '../report/fixture-parties.ts';

const SEEN: Seen = {
  at: '2026-11-29T12:00:00.000Z',
  callerArn: 'arn:aws:sts::111122223333:assumed-role/Admin/ana',
  accountId: '111122223333',
  organization: {
    id: 'o-a1b2c3d4e5',
    arn: 'arn:aws:organizations::111122223333:organization/o-a1b2c3d4e5',
    managementAccountId: '111122223333',
  },
  accounts: { open: 24, closed: 1 },
  regions: ['eu-west-1', 'us-east-1'],
};
const REFUSED = { unseen: 'organizations:ListAccounts was refused.' };

function loaded(seen: Partial<Seen>, environment: Record<string, string> = {}) {
  return loadConfig(firstConfig({ ...SEEN, ...seen }), 'config.yaml', environment, registry);
}

describe('a first configuration', () => {
  it('reads the whole organization where its accounts can be listed', () => {
    const config = loaded({}, { COUNTERSIGN_EXTERNAL_ID: 'an-id' });
    expect(config.organization).toMatchObject({ id: 'o-a1b2c3d4e5', discover: true });
    expect(config.auditor).toMatchObject({ roleName: 'CountersignAuditor', externalId: 'an-id' });
    expect([config.accounts, config.regions]).toEqual([[], 'enabled']);
    const text = firstConfig(SEEN);
    expect(text).toContain('# Seen: the organization o-a1b2c3d4e5, managed by account 111122223333.\n');
    expect(text).toContain('# Seen: 24 accounts, and 1 that is not active.');
    expect(text).toContain('switched on in the account of the caller: eu-west-1, us-east-1.');
    expect(text).toMatch(/# Guessed: the role/);
  });

  it('reads the account of the caller, as the caller, where they cannot; the organization stays known as its own', () => {
    const config = loaded({ accounts: REFUSED });
    expect(config.accounts).toMatchObject([{ id: '111122223333' }]);
    expect(config.organization).toMatchObject({ id: 'o-a1b2c3d4e5', discover: false });
    expect(config.auditor.roleName).toBeUndefined();
    expect(firstConfig({ ...SEEN, accounts: REFUSED })).toContain(
      `# Not seen: its accounts. ${REFUSED.unseen}\n`,
    );
  });

  it('says what was not seen, and holds nothing for it', () => {
    const config = loaded({ accounts: REFUSED, organization: REFUSED, regions: REFUSED });
    expect([config.organization, config.regions]).toEqual([undefined, 'enabled']);
    expect(firstConfig({ ...SEEN, regions: REFUSED })).toContain(
      '# Not seen: which Regions are switched on.',
    );
    const half = loaded({ organization: REFUSED }, { COUNTERSIGN_EXTERNAL_ID: 'an-id' });
    expect([half.organization?.id, half.organization?.discover]).toEqual([undefined, true]);
  });

  it.each([...Object.values(HOSTILE), 'x\naccounts: [{ id: "999999999999" }]\n#'])(
    'keeps %j in its comments',
    (text) => {
      const managed = { id: text, arn: text, managementAccountId: text };
      const config = loaded({
        callerArn: text,
        organization: managed,
        accounts: { unseen: text },
        regions: [text],
      });
      expect(config).toEqual(loaded({ accounts: REFUSED, organization: { ...managed, id: 'none' } }));
    },
  );
});
