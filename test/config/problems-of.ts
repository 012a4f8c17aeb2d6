import type { KnownCheck } from '../../src/config/check-problems.ts';
import { ConfigError } from '../../src/config/errors.ts';
import { loadConfig } from '../../src/config/load.ts';

/** A small catalogue with a parameter of each type. */
export const CHECKS: readonly KnownCheck[] = [
  { id: 'public-trust' },
  { id: 'stale-role', parameters: { staleAfterDays: { default: 90 } } },
  { id: 'owner-tag', parameters: { requiredTags: { default: ['owner'] } } },
  { id: 'unmanaged-role', parameters: { strict: { default: false }, toolTag: { default: 'tool' } } },
];

const ENVIRONMENT = {
  AWS_SECRET_ACCESS_KEY: 'secret of another',
  EXTERNAL_ID: 'hunter2 with a space',
  DRIFT_MODE: 'access-role',
  ACCOUNT: '99',
};

export const ACCOUNTS = 'accounts:\n  - id: "111122223333"\n';
export const PARTY = 'thirdParties:\n  - name: Nimbus\n    owner: Ana\n    justification: Monitoring\n';
export const PARTY_ACCOUNT = '    accountIds: ["222233334444"]\n';
export const EXCEPTION = 'exceptions:\n  - resource: "*"\n    reason: Legacy\n    approvedBy: Ana\n';

/** The lines that a person sees; empty for a configuration that loads. */
export function problemsOf(text: string): string[] {
  try {
    loadConfig(text, 'c.yaml', ENVIRONMENT, CHECKS, { named: ['EXTERNAL_ID', 'DRIFT_MODE', 'ACCOUNT'] });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.format().split('\n');
    throw error;
  }
}
