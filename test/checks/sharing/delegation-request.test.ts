import { describe, expect, it } from 'vitest';
import { delegationRequest } from '../../../src/checks/sharing/delegation-request.ts';
import type { Failed, Outcome } from '../../../src/model/check.ts';
import type { DelegationRequest } from '../../../src/model/facts/delegation-requests.ts';
import {
  allow,
  ENTRY,
  fixOf,
  HERE,
  judge,
  OWN,
  REGISTERED,
  role,
  STRANGER,
  VENDOR,
} from '../support/trust-fixtures.ts';

const BOUNDARY = 'arn:aws:iam::partner:policy/harbourlight/boundary';
const ADMINISTRATOR = `arn:aws:iam::${HERE}:role/administration`;

function request(more: Partial<DelegationRequest> = {}): DelegationRequest {
  return {
    id: 'dr-0123456789abcdef',
    requestorId: STRANGER,
    requestorName: 'Harbourlight',
    description: 'Sets up the agent',
    state: 'PENDING_APPROVAL',
    ownerArn: `arn:aws:iam::${HERE}:user/ada`,
    approverArn: null,
    permissionPolicy: '{"Version":"2012-10-17","Statement":[]}',
    roleBoundaryArns: [],
    createdAt: '2026-05-01T00:00:00.000Z',
    updatedAt: '2026-05-02T00:00:00.000Z',
    expiresAt: null,
    sessionSeconds: 43_200,
    ...more,
  };
}

const requests = (...all: DelegationRequest[]) => ({ 'delegation-requests': { requests: all } });
const LAMBDA = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
const left = (trust: object) => role(trust, { permissionsBoundaryArn: BOUNDARY });
const GIVEN = { state: 'FINALIZED', approverArn: ADMINISTRATOR, roleBoundaryArns: [BOUNDARY] };

function ofRoles(outcomes: Outcome[]): Outcome[] {
  return outcomes.filter(({ resource }) => resource.type === 'AWS::IAM::Role');
}

describe('requests of delegation-request', () => {
  it.each<[string, Partial<DelegationRequest>, Outcome['status'], RegExp]>([
    [
      'that waits',
      {},
      'FAIL',
      /asks for temporary access\. It calls itself Harbourlight\. It waits for somebody to accept it, begun by .*:user\/ada\. A session lasts 720 minutes\./,
    ],
    [
      'that nobody has taken up',
      { state: 'UNASSIGNED', ownerArn: null },
      'FAIL',
      /It waits for somebody to accept it\./,
    ],
    [
      'that was accepted',
      { state: 'ACCEPTED', approverArn: ADMINISTRATOR },
      'FAIL',
      /accepted by .*administration on 2026-05-02, and its token has not been sent/,
    ],
    [
      'that let somebody in',
      GIVEN,
      'FAIL',
      /was given temporary access\. It calls itself Harbourlight\. It was accepted by .*, and its token sent on 2026-05-02\. .* may make roles with the permissions boundary arn:aws:iam::partner/,
    ],
    ['by a vendor that is known alone', { requestorId: VENDOR }, 'FAIL', /Datadog .* not registered/],
    ['by a registered party', { requestorId: REGISTERED }, 'PASS', /is registered/],
    ['by a registered party that was let in', { ...GIVEN, requestorId: REGISTERED }, 'PASS', /is registered/],
    ['by an own account', { requestorId: OWN }, 'PASS', /own account/],
    ['by nobody', { requestorId: null }, 'UNKNOWN', /does not say who/],
    ['that was rejected', { state: 'REJECTED' }, 'NOT_APPLICABLE', /rejected/],
    ['that is over', { state: 'EXPIRED', requestorId: null }, 'NOT_APPLICABLE', /over/],
    ['in a state yet to come', { state: 'PAUSED' }, 'UNKNOWN', /PAUSED/],
  ])('one %s', (_what, more, status, detail) => {
    const [outcome] = judge(delegationRequest, [], {}, requests(request(more)));
    expect(outcome).toMatchObject({ status });
    expect(outcome?.detail).toMatch(detail);
  });

  it('one by a registered party whose contract is over', () => {
    const given = { entry: { ...ENTRY, contractEnds: '2026-05-31' } };
    const [outcome] = judge(delegationRequest, [], given, requests(request({ requestorId: REGISTERED })));
    expect(outcome).toMatchObject({ status: 'FAIL', thirdParty: { name: ENTRY.name } });
    expect(outcome?.detail).toContain('whose contract ended on 2026-05-31');
  });

  it('names the party, and how to reject what has not been sent yet', () => {
    const [open] = judge(delegationRequest, [], {}, requests(request())) as Failed[];
    expect(open).toMatchObject({ thirdParty: { kind: 'unknown', accountId: STRANGER } });
    expect(fixOf(open as Failed, 'cli')).toContain("--delegation-request-id 'dr-0123456789abcdef'");
    const [sent] = judge(delegationRequest, [], {}, requests(request(GIVEN))) as Failed[];
    expect(fixOf(sent as Failed, 'cli')).toBe('');
    expect(fixOf(sent as Failed, 'configuration')).toContain(STRANGER);
  });

  it('does not apply where there is none', () => {
    expect(judge(delegationRequest, role(LAMBDA), {}, requests())).toMatchObject([
      { status: 'NOT_APPLICABLE' },
    ]);
  });
});

describe('roles of delegation-request', () => {
  it.each<[string, object, DelegationRequest[], Outcome['status'], RegExp]>([
    [
      'with a partner’s boundary that nobody explains',
      left(LAMBDA),
      [],
      'FAIL',
      /Neither its trust policy nor a request/,
    ],
    [
      'of a stranger by a request',
      left(LAMBDA),
      [request(GIVEN)],
      'FAIL',
      /not registered, by a request on record/,
    ],
    [
      'of a stranger by its trust policy',
      left(allow(STRANGER)),
      [],
      'FAIL',
      /not registered, by its trust policy/,
    ],
    [
      'of a registered party by a request',
      left(LAMBDA),
      [request({ ...GIVEN, requestorId: REGISTERED })],
      'PASS',
      /is of Auditors Ltd/,
    ],
    [
      'of an own account by a request',
      left(LAMBDA),
      [request({ ...GIVEN, requestorId: OWN })],
      'PASS',
      /is of tooling/,
    ],
    ['of a registered party by its trust policy', left(allow(REGISTERED)), [], 'PASS', /is of Auditors Ltd/],
    [
      'of a registered party by a request, and of a stranger by its trust policy',
      left(allow(STRANGER)),
      [request({ ...GIVEN, requestorId: REGISTERED })],
      'FAIL',
      /not registered/,
    ],
    [
      'with a boundary of AWS that a request names',
      role(LAMBDA, { permissionsBoundaryArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
      [request({ ...GIVEN, roleBoundaryArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] })],
      'FAIL',
      /not registered/,
    ],
  ])('one %s', (_what, one, all, status, detail) => {
    const [outcome] = ofRoles(judge(delegationRequest, one as never, {}, requests(...all)));
    expect(outcome).toMatchObject({ status });
    expect(outcome?.detail).toMatch(detail);
  });

  it('one of a registered party whose contract is over, by a request', () => {
    const all = requests(request({ ...GIVEN, requestorId: REGISTERED }));
    const entry = { ...ENTRY, contractEnds: '2026-05-31' };
    const [outcome] = ofRoles(judge(delegationRequest, left(LAMBDA), { entry }, all));
    expect(outcome).toMatchObject({ status: 'FAIL', thirdParty: { name: ENTRY.name } });
    expect(outcome?.detail).toContain('whose contract ended on 2026-05-31, by a request on record');
  });

  it.each(['PENDING_APPROVAL', 'ACCEPTED', 'REJECTED'])(
    'none by a request that let nobody in: %s',
    (state) => {
      const boundary = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
      const one = role(LAMBDA, { permissionsBoundaryArn: boundary });
      const asked = request({ ...GIVEN, state, roleBoundaryArns: [boundary] });
      expect(ofRoles(judge(delegationRequest, one, {}, requests(asked)))).toEqual([]);
    },
  );

  it.each([
    ['without a boundary', role(LAMBDA)],
    [
      'with a boundary of AWS',
      role(LAMBDA, { permissionsBoundaryArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
    ],
    [
      'with one of the account',
      role(LAMBDA, { permissionsBoundaryArn: `arn:aws:iam::${HERE}:policy/partner:policy/x` }),
    ],
  ])('none %s', (_what, one) => {
    expect(ofRoles(judge(delegationRequest, one, {}, requests()))).toEqual([]);
  });
});
