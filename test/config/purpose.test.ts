// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the configuration look like this.
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/config/errors.ts';
import { loadConfig } from '../../src/config/load.ts';
import { CHECKS, PARTY, PARTY_ACCOUNT } from './problems-of.ts';

function judging(text: string) {
  return loadConfig(text, 'c.yaml', {}, CHECKS, undefined, 'judge');
}

function problems(text: string): string {
  try {
    judging(text);
    return '';
  } catch (error) {
    if (error instanceof ConfigError) return error.format();
    throw error;
  }
}

describe('a configuration to judge a run by', () => {
  test.each([
    ['names no account', `${PARTY}${PARTY_ACCOUNT}`],
    ['discovers accounts and names no role', 'organization: { discover: true }\n'],
    ['lists accounts without a way in', 'accounts: [{ id: "111122223333" }, { id: "222233334444" }]\n'],
    [
      'includes units of an organization it does not discover',
      'organization: { include: { organizationalUnits: [A] } }\n',
    ],
    [
      'has variables for what opens accounts, signs and archives, and none of them is set',
      `auditor: { roleName: R, externalId: "\${COUNTERSIGN_ID}" }
accounts: [{ id: "111122223333", externalId: "\${COUNTERSIGN_ID}" }]
organization: { id: o-a1b2c3d4e5, externalId: "\${COUNTERSIGN_ID}", roleArn: "\${COUNTERSIGN_ARN}" }
evidence: { signing: { keyFile: "\${COUNTERSIGN_KEY}" }, directory: "\${COUNTERSIGN_OUT}" }
`,
    ],
  ])('is good when it %s', (_what, text) => {
    expect(problems(text)).toBe('');
    expect(() => loadConfig(text, 'c.yaml', {}, CHECKS)).toThrow(ConfigError);
  });

  test('keeps what judging goes by', () => {
    const config = judging(
      `organization: { id: o-a1b2c3d4e5, discover: true }\n${PARTY}${PARTY_ACCOUNT}evidence: { externalIdKeyFile: key }\n`,
    );
    expect(config.organization?.id).toBe('o-a1b2c3d4e5');
    expect(config.thirdParties).toHaveLength(1);
    expect(config.evidence.externalIdKeyFile).toBe('key');
  });

  test.each([
    ['an unknown key', 'auditr: {}\n', 'auditor'],
    ['a typo in an exception', 'exceptions: [{ check: stale-rol }]\n', 'stale-role'],
    [
      'a variable that judging needs',
      'report: { title: "${COUNTERSIGN_TITLE}" }\n',
      'COUNTERSIGN_TITLE is not set',
    ],
    [
      'a variable of a key that only begins alike',
      'evidence: { externalIdKeyFile: "${COUNTERSIGN_KEY}" }\n',
      'COUNTERSIGN_KEY is not set',
    ],
  ])('is still refused for %s', (_what, text, words) => {
    expect(problems(text)).toContain(words);
  });
});

describe('a configuration to set up by', () => {
  const ids = `organization: { discover: true, externalId: "\${COUNTERSIGN_A}" }
auditor: { roleName: R, externalId: "\${COUNTERSIGN_B}" }
accounts: [{ id: "111122223333", externalId: "\${COUNTERSIGN_C}" }]
`;

  test('has no external ID, and need not have one yet', () => {
    const given = { COUNTERSIGN_A: 'secret-a', COUNTERSIGN_B: 'secret-b', COUNTERSIGN_C: 'secret-c' };
    for (const environment of [{}, given]) {
      const config = loadConfig(ids, 'c.yaml', environment, CHECKS, undefined, 'setup');
      expect(JSON.stringify(config)).not.toContain('secret');
      expect(config.accounts[0]?.id).toBe('111122223333');
    }
  });

  test('has none of the eleventh account either, and says of what is no mapping what a scan says', () => {
    const accounts = Array.from(
      { length: 11 },
      (_, index) => `  - { id: "1111222233${10 + index}", externalId: "\${COUNTERSIGN_C}" }`,
    );
    const text = `auditor: { roleName: R }\naccounts:\n${accounts.join('\n')}\n`;
    expect(loadConfig(text, 'c.yaml', {}, CHECKS, undefined, 'setup').accounts).toHaveLength(11);
    for (const wrong of ['auditor:', 'auditor: R', 'accounts: [x, 7]', 'organization: [7]']) {
      const say = (purpose: 'scan' | 'setup') => {
        try {
          loadConfig(`${wrong}\n`, 'c.yaml', {}, CHECKS, undefined, purpose);
        } catch (error) {
          return error instanceof ConfigError ? error.format() : error;
        }
      };
      expect(say('setup')).toBe(say('scan'));
    }
  });

  test('says what a scan would say of all else', () => {
    const setUp = (text: string) => () => loadConfig(text, 'c.yaml', {}, CHECKS, undefined, 'setup');
    expect(setUp('organization: { discover: true }\n')).toThrow(ConfigError);
    expect(setUp(`${ids}report: { title: "\${COUNTERSIGN_TITLE}" }\n`)).toThrow(ConfigError);
  });
});
