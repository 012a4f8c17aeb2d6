import { EXISTING_COMPUTE_METHODS } from './methods/existing-compute.ts';
import { IDENTITY_CENTER_METHODS } from './methods/identity-center.ts';
import type { EscalationMethod } from './methods/method.ts';
import { PASS_ROLE_COMPUTE_METHODS } from './methods/pass-role.ts';
import { PASS_ROLE_SERVICE_METHODS } from './methods/pass-role-services.ts';
import { POLICY_METHODS } from './methods/policies.ts';
import { USER_METHODS } from './methods/users.ts';
import { WAITING_METHODS } from './methods/waiting.ts';

/** The methods, from the most to the least direct. Facts from the pages named; the words are our own. */
export const ESCALATION_METHODS: readonly EscalationMethod[] = [
  ...POLICY_METHODS,
  ...USER_METHODS,
  ...PASS_ROLE_COMPUTE_METHODS,
  ...PASS_ROLE_SERVICE_METHODS,
  ...EXISTING_COMPUTE_METHODS,
  ...IDENTITY_CENTER_METHODS,
  ...WAITING_METHODS,
];
