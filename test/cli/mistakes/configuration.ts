import { configured, fleet, folder, type Mistake } from './scene.ts';

/** What is wrong in a file, or in the environment that it takes values from. */
export const OF_THE_CONFIGURATION = {
  'The configuration is somewhere else': () => folder(),

  'A key is misspelt': () =>
    configured('accounts: [{ id: "111122223333" }]', 'regions: [eu-west-1]', 'failon: high'),

  'An account id has lost its quotes': () =>
    configured('accounts:', '  - id: 012345678901', 'regions: [eu-west-1]'),

  'An account is named twice': () =>
    configured(
      'auditor: { roleName: CountersignAuditor }',
      'accounts:',
      '  - id: "111122223333"',
      '  - id: "444455556666"',
      '  - id: "111122223333"',
      'regions: [eu-west-1]',
    ),

  'A Region is misspelt': () => configured('accounts: [{ id: "111122223333" }]', 'regions: [eu-west1]'),

  'An account or a unit is misspelt': () =>
    fleet({ config: { accounts: [{ id: '111122223333', name: 'payments-prod' }] } }),

  'A variable is not set where the job runs': () =>
    configured(
      'organization: { discover: true }',
      'auditor: { roleName: CountersignAuditor, externalId: "${COUNTERSIGN_EXTERNAL_ID}" }',
      'regions: [eu-west-1]',
    ),

  'An exception has expired': () =>
    fleet({
      config: {
        exceptions: [
          {
            check: 'unregistered-third-party',
            resource: 'arn:aws:iam::*:role/VantaAuditor',
            reason: 'The contract is being signed.',
            approvedBy: 'A. Rousseau',
            expires: '2026-01-31',
          },
        ],
      },
    }),
} satisfies Record<string, Mistake>;
