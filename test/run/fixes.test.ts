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
import type { AuthorizationDetails } from '../../src/model/facts/authorization-details.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { RoleFix } from '../../src/model/role-fix.ts';
import type { RunRecord } from '../../src/model/run-record.ts';
import { fixFiles } from '../../src/report/role-fix/files.ts';
import { parametersOf } from '../../src/report/role-fix/parameters.ts';
import { everyAuditorAction } from '../../src/run/auditor-policy.ts';
import { readRun } from '../../src/run/open-run.ts';
import { withFix } from '../evaluate/role-fix/fixed.ts';
import { type ScannedFleet, scanFleet } from '../support/fleet.ts';
import { factsOf } from '../support/run-files.ts';
import { some, THOROUGH } from '../support/thorough.ts';

let fleet: ScannedFleet;
let run: RunRecord;
let rules: Rules;

beforeAll(async () => {
  fleet = await scanFleet(
    { accounts: 24 },
    { everything: THOROUGH, config: { report: { externalIds: 'full' }, outputs: ['json'] } },
  );
  run = await readRun(directoryReader(fleet.directory));
  const organizationFacts = (await readFacts(join(fleet.directory, ORGANIZATION_DIRECTORY))) ?? [];
  ({ rules } = rulesFor(run, organizationFacts, { auditorActions: everyAuditorAction() }));
});

/** What all checks of an account find by themselves, once the fix of one of its roles is in force or before. */
async function judged(
  { accountId, roleArn, maxSessionDuration }: RoleFix,
  fix?: RoleFix,
): Promise<Finding[]> {
  const subject = run.scope.accounts.find((account) => account.accountId === accountId);
  if (subject === undefined) throw new Error(`no account ${accountId}`);
  const facts = (await factsOf(fleet.directory, accountId)).map((record): FactRecord => {
    if (record.status !== 'COLLECTED') return record;
    if (record.fact === 'role-settings' && fix !== undefined && maxSessionDuration !== undefined) {
      const settings = record.value as { roles: Array<{ arn: string }> };
      const roles = settings.roles.map((one) =>
        one.arn === roleArn ? { ...one, maxSessionDuration: maxSessionDuration.after } : one,
      );
      return { ...record, value: { ...settings, roles } };
    }
    if (record.fact !== 'authorization-details') return record;
    const details = record.value as AuthorizationDetails;
    const roles = details.roles.map((one) =>
      fix !== undefined && one.arn === roleArn ? withFix(one, fix) : one,
    );
    return { ...record, value: { ...details, roles } };
  });
  const { results } = judgeAccount(subject, facts, rules);
  return buildFindings(results.failures, {
    rules,
    accountName: () => '',
    firstSeen: () => '',
    partiesOn: () => [],
  });
}

describe('the fixes of the demonstration fleet', () => {
  it('clear what they say and bring nothing that they do not say, by every check', async () => {
    const { roleFixes = [], findings } = fleet.report;
    expect(roleFixes.length).toBeGreaterThan(20);
    for (const fix of some([...roleFixes], 12)) {
      // In a report, what checks find with each other's help is one finding: like is held against like.
      const known = new Set((await judged(fix)).map(({ fingerprint }) => fingerprint));
      const again = await judged(fix, fix);
      const left = again.filter(({ fingerprint }) => fix.clears.includes(fingerprint));
      const said = new Set(fix.follows.map(({ checkId }) => checkId));
      const fresh = again.filter(
        // What a stack declares is changed in its template, and only then is there no drift.
        ({ fingerprint, checkId, area }) =>
          !known.has(fingerprint) && !said.has(checkId) && (area !== 'drift' || fix.stack === null),
      );
      const words = ({ checkId, detail }: Finding) => `${checkId}: ${detail}`;
      expect({ left: left.map(words), fresh: fresh.map(words) }, fix.roleArn).toEqual({
        left: [],
        fresh: [],
      });
    }
    const cleared = new Set([...roleFixes].flatMap(({ clears }) => clears));
    const checks = new Set(
      findings.filter(({ fingerprint }) => cleared.has(fingerprint)).map(({ checkId }) => checkId),
    );
    // Which role of a party comes in, and until when, are for people to say.
    for (const id of [
      'confused-deputy-service',
      'external-id-missing',
      'external-id-not-enforced',
      'external-id-guessable',
      'external-id-reuse',
      'public-trust',
      'saml-audience',
      'session-duration',
      'third-party-admin',
      'third-party-privileges',
      'unconditioned-trust',
      'web-identity-subject',
    ])
      expect(checks).toContain(id);
  });

  it('say the same in a template as in the policy beside it, external IDs as parameters', () => {
    let compared = 0;
    for (const fix of fleet.report.roleFixes ?? []) {
      const template = fixFiles(fix).get('template.yaml');
      if (template === undefined || fix.trustPolicy === undefined) continue;
      const { Parameters = {}, Resources } = parse(template);
      const { Properties } = Resources[fix.stack?.logicalId ?? 'Role'];
      const placeholders = new Map(
        parametersOf(fix, (number) => `ExternalId${number}`).map(({ name, input }) => [
          name,
          input.placeholder,
        ]),
      );
      expect(Object.keys(Parameters)).toEqual([...placeholders.keys()]);
      const filled = JSON.stringify(Properties.AssumeRolePolicyDocument).replace(
        /\{"Ref":"(\w+)"\}/g,
        (_, name: string) => JSON.stringify(placeholders.get(name)),
      );
      expect(JSON.parse(filled)).toEqual(JSON.parse(fix.trustPolicy.after));
      compared += 1;
    }
    expect(compared).toBeGreaterThan(20);
  });

  it('have no script where a stack declares the role, since that would be drift', () => {
    for (const fix of fleet.report.roleFixes ?? [])
      expect(fixFiles(fix).has('fix.sh'), fix.roleArn).toBe(fix.stack === null || fix.stack === undefined);
  });

  it('never change by command what a stack declares, but to set it back or to take off what it does not', () => {
    const stacks = new Map(fleet.report.roles.map(({ roleArn, stack }) => [roleArn, stack]));
    const managed = [...fleet.report.findings].filter(
      ({ area, resourceArn }) => area !== 'drift' && area !== 'external-ids' && stacks.get(resourceArn),
    );
    expect(managed.length).toBeGreaterThan(20);
    const commands = managed.flatMap(({ checkId, fixes = [] }) =>
      checkId === 'transitive-third-party-access' ? [] : fixes.filter(({ kind }) => kind === 'cli'),
    );
    expect(commands.map(({ text }) => text).filter((text) => text.startsWith('aws iam'))).toEqual([]);
  });

  it('give every finding something to copy, but for those that only an owner can put right', () => {
    const without = [...fleet.report.findings].filter(
      ({ fixes, roleFix }) => (fixes ?? roleFix) === undefined,
    );
    expect(
      without.map(({ checkId, detail }) => `${checkId}: ${detail}`).filter((words) => !EXPECTED.test(words)),
    ).toEqual([]);
  });
});

/**
 * Policies that cannot be read, roles that are to go with a template, and things of a stack that are gone,
 * administrators that AWS made or somebody has to decide about, what a policy of a resource says, what somebody did, and
 * what nobody records, and who is to be in a group: there is nothing to copy, and the words say what to do.
 */
const EXPECTED =
  /^(?:public-trust: The trust policy could not be understood|unmanaged-role: |role-drift: CloudFormation finds \w+ \(AWS::IAM::Role\) of stack|stale-role: |expired-trust: |full-admin-policy: |auditor-role: |dead-guard: |resource-(?:public|beyond-register): By (?:statement|a grant)|activity-[a-z-]+: |recording-missing: |identity-center-guest: .*(?:by the group|holds) )/;
