import { accountCheck } from '../../src/model/check.ts';

/** A check of which only the words count. */
export const SAMPLE_CHECK = accountCheck({
  id: 'door',
  area: 'trust',
  title: 'The door is shut',
  failureTitle: 'The door is open',
  severity: 'medium',
  rationale: 'It matters.',
  remediation: 'Shut it.',
  cannotKnow: 'Whether it is locked.',
  per: 'account',
  requires: ['authorization-details'],
  evaluate: () => [],
});
