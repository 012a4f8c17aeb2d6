import { describe, expect, it } from 'vitest';
import { auditorRole } from '../../src/checks/trust/auditor-role.ts';
import { externalIdMissing } from '../../src/checks/trust/external-id-missing.ts';
import type { Role } from '../../src/model/facts/authorization-details.ts';
import { readTrustPolicy } from '../../src/policy/trust.ts';
import { auditorPolicy, organizationPolicy } from '../../src/run/auditor-policy.ts';
import { contextOf, details, HERE, judge, OWN, role, UUID } from '../checks/support/trust-fixtures.ts';
import { fileOf, stackOf, valuesOf } from './made.ts';

const RUNNER = `arn:aws:iam::${OWN}:role/CountersignRunner`;
const GIVEN = { RunnerRoleArn: RUNNER, ExternalId: UUID };
const ROLES = [
  ['auditor-role.yaml', 'AuditorRole'],
  ['auditor-role-management-account.yaml', 'AuditorRole'],
  ['organization-reader.yaml', 'OrganizationReader'],
] as const;

function liveRole(file: string, logicalId: string, given: Record<string, string> = GIVEN): Role {
  const property = stackOf(fileOf(file), given);
  const policies = property(logicalId, 'Policies') as Array<{ PolicyName: string; PolicyDocument: object }>;
  return role(JSON.stringify(property(logicalId, 'AssumeRolePolicyDocument')), {
    inlinePolicies: policies.map(({ PolicyName, PolicyDocument }) => ({
      name: PolicyName,
      document: JSON.stringify(PolicyDocument),
    })),
  });
}

describe.each(ROLES)('%s', (file, logicalId) => {
  it('admits the runner alone, and asks it for the external ID', () => {
    const { grants, problems } = readTrustPolicy(liveRole(file, logicalId).trustPolicy);
    expect(problems).toEqual([]);
    expect(grants).toMatchObject([{ principal: { kind: 'role', arn: RUNNER }, actions: ['sts:AssumeRole'] }]);
    expect(grants[0]?.conditions).toMatchObject([
      { operator: 'StringEquals', key: 'sts:ExternalId', values: [UUID], required: true },
    ]);
    expect(
      judge(externalIdMissing, liveRole(file, logicalId)).filter(({ status }) => status === 'FAIL'),
    ).toEqual([]);
  });

  it('asks for the moment too where access is to end', () => {
    const ends = { ...GIVEN, AccessEnds: '2027-12-31T00:00:00Z' };
    const [grant] = readTrustPolicy(liveRole(file, logicalId, ends).trustPolicy).grants;
    expect(
      grant?.conditions.filter(({ required }) => required).map(({ operator, key }) => [operator, key]),
    ).toEqual(
      expect.arrayContaining([
        ['StringEquals', 'sts:ExternalId'],
        ['DateLessThan', 'aws:CurrentTime'],
      ]),
    );
  });

  it('is bounded by a policy of its own account, where one is named', () => {
    const bounded = stackOf(fileOf(file), { ...GIVEN, PermissionsBoundaryName: 'bounds/ReadOnly' });
    expect(bounded(logicalId, 'PermissionsBoundary')).toBe(`arn:aws:iam::${HERE}:policy/bounds/ReadOnly`);
  });
});

describe('the auditor role', () => {
  it.each(ROLES.slice(0, 2))('in %s passes the check of the audit’s own role', (file, logicalId) => {
    const one = liveRole(file, logicalId);
    const account = {
      auditorRoleArn: one.arn,
      auditorCallerArn: `arn:aws:sts::${OWN}:assumed-role/CountersignRunner/night`,
      auditorExternalId: true,
    };
    const auditorActions = auditorPolicy({
      driftMode: 'access-roles',
      enabledRegions: true,
    }).Statement.flatMap(({ Action }) => Action);
    const outcomes = auditorRole.evaluate(
      { 'authorization-details': details(one) },
      { ...contextOf({ account }), auditorActions },
    );
    expect(outcomes).toMatchObject([{ status: 'PASS' }]);
  });

  it.each([
    ['nothing said', undefined],
    ['no drift', 'drift: { mode: off }'],
    ['drift of all stacks', 'drift: { mode: all-stacks }'],
    ['Regions named', 'regions: [eu-west-1]'],
    ['a check switched off', 'checks: { stale-role: { enabled: false } }'],
  ])('may do what countersign policy says, no more and no less: %s', (_, said) => {
    const yaml = said && `organization: { discover: true }\nauditor: { roleName: A }\n${said}\n`;
    const { auditorPolicy: expected } = valuesOf(yaml);
    for (const file of ['auditor-role.yaml', 'auditor-role-management-account.yaml']) {
      const [policy] = stackOf(fileOf(file, yaml), GIVEN)('AuditorRole', 'Policies') as Array<{
        PolicyDocument: object;
      }>;
      expect(policy?.PolicyDocument, file).toEqual(expected);
    }
  });

  it('of the management account says why it has a template of its own, and is the same', () => {
    const [one, other] = ['auditor-role.yaml', 'auditor-role-management-account.yaml'].map((name) =>
      fileOf(name),
    );
    expect(other).toMatch(/StackSet[^"]* leaves\s+the\s+management account out/);
    const resources = (text = '') => text.slice(text.indexOf('\nParameters:'));
    expect(resources(other)).toBe(resources(one));
  });
});

it('the organization reader may do what discovery calls', () => {
  const [policy] = stackOf(fileOf('organization-reader.yaml'), GIVEN)(
    'OrganizationReader',
    'Policies',
  ) as Array<{
    PolicyDocument: object;
  }>;
  expect(policy?.PolicyDocument).toEqual(organizationPolicy());
});
