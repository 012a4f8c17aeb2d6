import { describe, expect, it } from 'vitest';
import { auditorRole } from '../../../src/checks/trust/auditor-role.ts';
import type { AccountSubject } from '../../../src/model/account.ts';
import type { Outcome } from '../../../src/model/check.ts';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import { exemptReason } from '../../../src/parties/third-party.ts';
import { everyAuditorAction } from '../../../src/run/auditor-policy.ts';
import {
  allow,
  contextOf,
  details,
  HERE,
  OWN,
  role,
  STRANGER,
  withExternalId,
} from '../support/trust-fixtures.ts';

const ARN = `arn:aws:iam::${HERE}:role/access`;
const CALLER = `arn:aws:sts::${OWN}:assumed-role/audit/session`;
const ACTIONS = ['iam:GetAccountAuthorizationDetails', 'iam:ListRoles'];

function judged(one: Role, account: Partial<AccountSubject> = {}): Outcome[] {
  const context = contextOf({
    account: { auditorRoleArn: ARN, auditorCallerArn: CALLER, auditorExternalId: true, ...account },
  });
  return auditorRole.evaluate(
    { 'authorization-details': details(one) },
    { ...context, auditorActions: ACTIONS },
  );
}

function may(...actions: string[]): Partial<Role> {
  const document = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });
  return { inlinePolicies: [{ name: 'audit', document }] };
}

const named = (arn: string, more: object = {}) => allow(OWN, { Principal: { AWS: arn }, ...more });
const asked = { Condition: { StringEquals: { 'sts:ExternalId': 'x-1' } } };

describe('auditor-role', () => {
  it.each([
    ['the account of the caller with an external ID', withExternalId(OWN)],
    ['the caller itself with an external ID', named(`arn:aws:iam::${OWN}:role/path/audit`, asked)],
    ['a principal that is gone, which lets nobody in', [withExternalId(OWN), named('AROAGONEGONEGONEGONE1')]],
  ])('passes and is exempt for %s', (_, statements) => {
    const one = role(statements, may(...ACTIONS));
    expect(judged(one)).toMatchObject([{ status: 'PASS' }]);
  });

  it.each([
    ['anyone', allow(OWN, { Principal: '*' })],
    ['a third party', [withExternalId(OWN), withExternalId(STRANGER)]],
    ['another role of the caller’s account', named(`arn:aws:iam::${OWN}:role/other`, asked)],
    ['its own account', withExternalId(HERE)],
    ['the account of the caller without an external ID', allow(OWN)],
    ['the caller without the external ID that the run sends', named(`arn:aws:iam::${OWN}:role/audit`)],
    ['a pattern of an external ID', allow(OWN, { Condition: { StringLike: { 'sts:ExternalId': 'x-*' } } })],
    [
      'one of two external IDs',
      allow(OWN, { Condition: { StringEquals: { 'sts:ExternalId': ['x-1', 'y-2'] } } }),
    ],
    [
      'an external ID that may be left out',
      allow(OWN, { Condition: { StringEqualsIfExists: { 'sts:ExternalId': 'x' } } }),
    ],
    ['a service', allow(OWN, { Principal: { Service: 'lambda.amazonaws.com' } })],
  ])('fails for %s, and the role is judged like every other', (_, statements) => {
    const one = role(statements, may(...ACTIONS));
    expect(judged(one)).toMatchObject([{ status: 'FAIL', discriminator: 'trust' }]);
    const account = { auditorRoleArn: ARN, auditorCallerArn: CALLER, auditorExternalId: true };
    expect(exemptReason(one, contextOf({ account }).study)).toBeNull();
  });

  it.each([['*'], ['s3:GetObject'], ['iam:*'], ['not:APublishedAction']])('fails for %s', (action) => {
    const one = role(withExternalId(OWN), may(...ACTIONS, action));
    expect(judged(one)).toMatchObject([{ status: 'FAIL', discriminator: 'permissions' }]);
    const account = { auditorRoleArn: ARN, auditorCallerArn: CALLER, auditorExternalId: true };
    expect(exemptReason(one, contextOf({ account }).study)).toContain('judged by auditor-role alone');
  });

  it('passes for all that the generated policy may hold', () => {
    const context = contextOf({
      account: { auditorRoleArn: ARN, auditorCallerArn: CALLER, auditorExternalId: true },
    });
    const actions = everyAuditorAction();
    const facts = { 'authorization-details': details(role(withExternalId(OWN), may(...actions))) };
    expect(auditorRole.evaluate(facts, { ...context, auditorActions: actions })).toMatchObject([
      { status: 'PASS' },
    ]);
  });

  it('is unknown where the caller, the role or a policy is, and silent where no role was assumed', () => {
    const fine = role(withExternalId(OWN), may(...ACTIONS));
    const { auditorCallerArn: _, ...before } = { auditorRoleArn: ARN, auditorCallerArn: CALLER };
    const context = contextOf({ account: before });
    const evaluate = (given: typeof context) =>
      auditorRole.evaluate({ 'authorization-details': details(fine) }, { ...given, auditorActions: ACTIONS });
    expect(evaluate(context)).toMatchObject([{ status: 'UNKNOWN' }]);
    expect(evaluate(contextOf())).toEqual([]);
    expect(judged(fine, { auditorRoleArn: `${ARN}-other` })).toMatchObject([{ status: 'UNKNOWN' }]);
    const attached = { attachedPolicies: [{ name: 'x', arn: 'arn:aws:iam::aws:policy/x' }] };
    expect(judged(role(withExternalId(OWN), attached))).toMatchObject([{ status: 'UNKNOWN' }]);
  });
});
