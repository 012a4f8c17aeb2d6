import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { judgeAccount } from '../../src/evaluate/account.ts';
import { buildFindings } from '../../src/evaluate/findings.ts';
import type { Rules } from '../../src/evaluate/rules.ts';
import { rulesFor } from '../../src/evaluate/rules-for-run.ts';
import { readFacts } from '../../src/evidence/account-evidence.ts';
import { directoryReader } from '../../src/evidence/evidence-reader.ts';
import { ORGANIZATION_DIRECTORY } from '../../src/evidence/run-paths.ts';
import type { FactRecord } from '../../src/model/fact.ts';
import type { AuthorizationDetails, Role } from '../../src/model/facts/authorization-details.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { RunRecord } from '../../src/model/run-record.ts';
import { everyAuditorAction } from '../../src/run/auditor-policy.ts';
import { readRun } from '../../src/run/open-run.ts';
import { type ScannedFleet, scanFleet } from '../support/fleet.ts';
import { factsOf } from '../support/run-files.ts';

const UUID = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

let fleet: ScannedFleet;
let run: RunRecord;
let rules: Rules;

beforeAll(async () => {
  fleet = await scanFleet(
    { accounts: 24 },
    { config: { report: { externalIds: 'full' }, outputs: ['json'] } },
  );
  run = await readRun(directoryReader(fleet.directory));
  const organizationFacts = (await readFacts(join(fleet.directory, ORGANIZATION_DIRECTORY))) ?? [];
  ({ rules } = rulesFor(run, organizationFacts, { auditorActions: everyAuditorAction() }));
});

/** The findings of one check in one account, whose roles are as `change` makes them. */
async function judgedAgain(
  { accountId, checkId, resourceArn }: Finding,
  change: (role: Role, details: AuthorizationDetails) => Role | null,
): Promise<Finding[]> {
  const subject = run.scope.accounts.find((account) => account.accountId === accountId);
  const checks = rules.checks.filter(({ id }) => id === checkId);
  if (subject === undefined) throw new Error(`no account ${accountId}`);
  const facts = (await factsOf(fleet.directory, accountId)).map((record): FactRecord => {
    if (record.fact !== 'authorization-details' || record.status !== 'COLLECTED') return record;
    const details = record.value as AuthorizationDetails;
    const roles = details.roles.flatMap((role) =>
      role.arn === resourceArn ? (change(role, details) ?? []) : [role],
    );
    return { ...record, value: { ...details, roles } };
  });
  const { results } = judgeAccount(subject, facts, { ...rules, checks });
  return buildFindings(results.failures, {
    rules,
    accountName: () => '',
    firstSeen: () => '',
    partiesOn: () => [],
  });
}

function of(kind: string, title: RegExp): Array<[Finding, string]> {
  return fleet.report.findings.flatMap((finding) =>
    (finding.fixes ?? [])
      .filter((fix) => fix.kind === kind && title.test(fix.title))
      .map((fix): [Finding, string] => [finding, fix.text]),
  );
}

function expectFixed(finding: Finding, again: readonly Finding[]): void {
  const known = new Set(fleet.report.findings.map(({ fingerprint }) => fingerprint));
  const words = `${finding.checkId}: ${finding.detail}`;
  expect(
    again.map(({ fingerprint }) => fingerprint),
    words,
  ).not.toContain(finding.fingerprint);
  expect(
    again.filter(({ fingerprint }) => !known.has(fingerprint)),
    words,
  ).toEqual([]);
}

describe('the fixes of the demonstration fleet', () => {
  it('leave no finding of the same kind where they put a trust policy in force', async () => {
    const offered = of('policy', /trust policy as it should read/i);
    expect(offered.length).toBeGreaterThan(50);
    for (const [finding, text] of offered) {
      const trustPolicy = text.replaceAll('<a random UUID, for this account alone>', UUID);
      expectFixed(finding, await judgedAgain(finding, (role) => ({ ...role, trustPolicy })));
    }
    const checks = new Set(offered.map(([{ checkId }]) => checkId));
    for (const id of [
      'account-root-principal',
      'confused-deputy-service',
      'external-id-missing',
      'external-id-not-enforced',
      'external-id-guessable',
      'open-ended-trust',
      'public-trust',
      'saml-audience',
      'unconditioned-trust',
      'web-identity-subject',
    ])
      expect(checks).toContain(id);
  });

  it('leave no finding of the same kind where they deny', async () => {
    const offered = of('policy', /inline policy$/).filter(([{ checkId }]) =>
      checkId.startsWith('third-party'),
    );
    expect(offered.length).toBeGreaterThan(2);
    for (const [finding, document] of offered) {
      const again = await judgedAgain(finding, (role) => ({
        ...role,
        inlinePolicies: [...role.inlinePolicies, { name: 'countersign-deny', document }],
      }));
      expectFixed(finding, again);
    }
  });

  it('say the same in a template as in the policy beside it', () => {
    const both = fleet.report.findings.flatMap(({ fixes = [] }) => {
      const policy = fixes.find(({ kind, title }) => kind === 'policy' && /as it should read/.test(title));
      const template = fixes.find(({ kind }) => kind === 'cloudformation');
      return policy === undefined || template === undefined ? [] : [[policy.text, template.text] as const];
    });
    expect(both.length).toBeGreaterThan(5);
    for (const [policy, template] of both) {
      const [resource] = Object.values<{ Properties: object }>(parse(template, { version: '1.1' }).Resources);
      expect(resource?.Properties).toEqual({ AssumeRolePolicyDocument: JSON.parse(policy) });
    }
  });

  it('never change by command what a stack declares, but to set it back or to take off what it does not', () => {
    const stacks = new Map(fleet.report.roles.map(({ roleArn, stack }) => [roleArn, stack]));
    const managed = fleet.report.findings.filter(
      ({ area, resourceArn }) => area !== 'drift' && area !== 'external-ids' && stacks.get(resourceArn),
    );
    expect(managed.length).toBeGreaterThan(20);
    const commands = managed.flatMap(({ checkId, fixes = [] }) =>
      checkId === 'transitive-third-party-access' ? [] : fixes.filter(({ kind }) => kind === 'cli'),
    );
    expect(commands.map(({ text }) => text).filter((text) => text.startsWith('aws iam'))).toEqual([]);
  });

  it('give every finding something to copy, but for those that only an owner can put right', () => {
    const without = fleet.report.findings.filter(({ fixes }) => fixes === undefined);
    expect(
      without.map(({ checkId, detail }) => `${checkId}: ${detail}`).filter((words) => !EXPECTED.test(words)),
    ).toEqual([]);
  });
});

/**
 * Policies that cannot be read, roles that are to go with a template, and things of a stack that are gone,
 * administrators that AWS made or somebody has to decide about: there is nothing to copy, and the words say what to do.
 */
const EXPECTED =
  /^(?:public-trust: The trust policy could not be understood|unmanaged-role: |role-drift: CloudFormation finds \w+ \(AWS::IAM::Role\) of stack|stale-role: |expired-trust: |full-admin-policy: |auditor-role: |dead-guard: )/;
