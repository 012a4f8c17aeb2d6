import { expect, it } from 'vitest';
import { baselineAfter } from '../../src/evaluate/baseline.ts';
import type { Baseline } from '../../src/model/baseline.ts';
import { evidenceShape, findingShape } from '../../src/model/finding.ts';
import { type AuditReport, accountScopeShape, checkInfoShape, reportShape } from '../../src/model/report.ts';
import type { RoleInventoryEntry } from '../../src/model/role-inventory-entry.ts';
import { sampleOf } from '../support/sample.ts';

const [A, B, C] = ['111111111111', '222222222222', '333333333333'] as const;
const READ = { regions: ['us-east-1'], status: 'COMPLETE' as const };

function report(accounts: readonly string[], more: Partial<AuditReport> = {}): AuditReport {
  const least = sampleOf(reportShape);
  return {
    ...least,
    scope: {
      ...least.scope,
      accounts: accounts.map((accountId) => sampleOf(accountScopeShape, { accountId, ...READ })),
    },
    ...{ findings: [], roles: [], unanswered: [], ...more },
  };
}

const after = (given: AuditReport, ...before: AuditReport[]) =>
  baselineAfter(given, before.map((one) => baselineAfter(one, undefined, new Set()))[0], new Set());

it.each<[now: string[], before: string[] | undefined, known: string[]]>([
  [[B, A], undefined, [A, B]],
  [[], undefined, []],
  [[B], [A, B], [A, B]],
  [[C, A], [B], [A, B, C]],
])('after a run of %j, with %j known before, %j are known', (now, before, known) => {
  expect(after(report(now), ...(before === undefined ? [] : [report(before)])).accountIds).toEqual(known);
});

it('keeps of a finding what it is told again by, and the accounts whose facts it rests on', () => {
  const evidence = [
    'accounts/222222222222/f',
    'accounts/111111111111/f',
    'organization/f',
    'accounts/222222222222/g',
  ];
  const finding = sampleOf(findingShape, {
    fingerprint: 'f',
    evidence: evidence.map((file) => sampleOf(evidenceShape, { file })),
    fixes: [{ kind: 'cli', title: 'Shut it', text: 'shut' }],
  });
  const [known, ...others] = after(report([A, B], { findings: [finding] })).findings;
  const { fixes: _, ...bare } = finding;
  expect(others).toEqual([]);
  expect(known).toEqual({ finding: { ...bare, evidence: [] }, readIn: [A, B] });
});

it('keeps the answers of controls where the report has any', () => {
  const control = { id: 'CC6.1', status: 'FAIL' };
  const controls = [
    { id: 'soc-2', controls: [{ ...control, title: 't' }] },
  ] as unknown as AuditReport['controls'];
  const { controls: _, ...without } = report([A]);
  expect(after({ ...without, ...(controls && { controls }) }).controls).toEqual([control]);
  expect(after(without as AuditReport)).not.toHaveProperty('controls');
});

const found = (...fingerprints: string[]) =>
  fingerprints.map((fingerprint) =>
    sampleOf(findingShape, { fingerprint, checkId: 'c', accountId: A, region: 'global' }),
  );

it('says of which run it is', () => {
  const { run } = report([A]);
  expect(after(report([A])).run).toEqual({ runId: run.runId, startedAt: run.startedAt });
});

it('keeps what was resolved, in order, until it is found again', () => {
  const runs = [found('b', 'c', 'a'), found('b'), found('c'), found()];
  const checks = [sampleOf(checkInfoShape, { id: 'c' })];
  let known: Baseline | undefined;
  const resolved = runs.map((findings) => {
    known = baselineAfter(report([A], { findings, checks }), known, new Set());
    return known.resolved.map(({ fingerprint }) => fingerprint).join(' ');
  });
  expect(resolved).toEqual(['', 'a c', 'a b', 'a b c']);
});

const roleIn = (accountId: string, name: string) =>
  ({
    accountId,
    roleArn: `arn:aws:iam::${accountId}:role/${name}`,
    admits: [],
  }) as unknown as RoleInventoryEntry;
const rolesOf = ({ roles }: Baseline) => roles.map(({ roleArn }) => roleArn.split('::')[1]);

it('has the roles of the run and, of accounts that it did not read, those known before, in order', () => {
  const before = report([A, B], { roles: [roleIn(B, 'old'), roleIn(A, 'gone')] });
  expect(rolesOf(after(before))).toEqual([`${A}:role/gone`, `${B}:role/old`]);
  expect(rolesOf(after(report([A], { roles: [roleIn(A, 'z'), roleIn(A, 'new')] }), before))).toEqual([
    `${A}:role/new`,
    `${A}:role/z`,
    `${B}:role/old`,
  ]);
});
