import { describe, expect, it } from 'vitest';
import { pointedAtFix } from '../../../src/evaluate/role-fix/settle.ts';
import { findingShape } from '../../../src/model/finding.ts';
import type { Fix } from '../../../src/model/fix.ts';
import { type RoleFix, roleFixShape } from '../../../src/model/role-fix.ts';
import {
  allow,
  REGISTERED,
  role,
  STRANGER,
  VENDOR,
  withExternalId,
} from '../../checks/support/trust-fixtures.ts';
import { sampleOf } from '../../support/sample.ts';
import { type Given, reportOn, withFix } from './fixed.ts';

const OWN_ID = '0d9d5a5c-64f1-4e6b-9f5a-3f1f0a3b7c21';
/** Another role asks for the same as `withExternalId` does. */
const OTHER = role(withExternalId(STRANGER), { name: 'other' });

function settled(statements: object[], given: Given = {}) {
  const wrong = role(statements);
  const report = reportOn([wrong, OTHER], given);
  const fix = report.roleFixes?.find(({ roleArn }) => roleArn === wrong.arn);
  if (fix === undefined) throw new Error('no fix');
  const cleared = [...report.findings].filter(({ fingerprint }) => fix.clears.includes(fingerprint));
  return { fix, wrong, clears: cleared.map(({ checkId }) => checkId) };
}

describe('an external ID that another role asks for too', () => {
  it('becomes a new one of that party alone, which is asked for under a name of its own', () => {
    const { fix, wrong, clears } = settled([withExternalId(REGISTERED), withExternalId(VENDOR, OWN_ID)]);
    expect(clears).toContain('external-id-reuse');
    const fresh = fix.inputs.filter(({ kind }) => kind === 'new-external-id');
    expect(fresh.map(({ party }) => party)).toEqual(['Auditors Ltd']);
    expect(withFix(wrong, fix).trustPolicy).toContain(OWN_ID);
    expect(withFix(wrong, fix).trustPolicy).not.toContain('07fc1f90ae7');
  });

  it('leaves what is new for another reason, and counts on from there', () => {
    const { fix } = settled([withExternalId(REGISTERED), allow(VENDOR)]);
    const { inputs } = fix;
    expect(inputs.filter(({ kind }) => kind === 'new-external-id')).toHaveLength(2);
    expect(new Set(inputs.map(({ placeholder }) => placeholder)).size).toBe(inputs.length);
    expect(new Set(inputs.map(({ variable }) => variable)).size).toBe(inputs.length);
    const { before, after } = fix.trustPolicy ?? {};
    for (const { placeholder } of inputs) expect(`${before}${after}`).toContain(placeholder);
    // In the policy as it is stands the one that is in force.
    expect(before).not.toContain('‹new ');
  });

  it.each<[words: string, statements: object[], given: Given, times: number]>([
    ['once', [withExternalId(REGISTERED)], {}, 1],
    ['once where another has none yet', [withExternalId(REGISTERED), allow(VENDOR)], {}, 1],
    [
      'not where the check is switched off',
      [withExternalId(REGISTERED)],
      { checks: { 'external-id-change': { enabled: false } } },
      0,
    ],
  ])('is said to be told of by the next run: %s', (_words, statements, given, times) => {
    const { follows } = settled(statements, given).fix;
    expect(follows.filter(({ checkId }) => checkId === 'external-id-change')).toHaveLength(times);
  });
});

it('gives the fixes in the order of their roles, and says of each finding of a role what becomes of it', () => {
  const roles = ['z', 'a', 'm'].map((name) => role(allow(REGISTERED), { name }));
  const report = reportOn(roles);
  const fixes = [...(report.roleFixes ?? [])];
  expect(fixes.map(({ roleName }) => roleName)).toEqual(['a', 'm', 'z']);
  for (const { roleArn, clears, remains } of fixes) {
    const here = [...report.findings].filter(({ resourceArn }) => resourceArn === roleArn);
    expect([...clears, ...remains.map(({ fingerprint }) => fingerprint)].sort()).toEqual(
      here.map(({ fingerprint }) => fingerprint).sort(),
    );
  }
});

it('offers no policy in which an external ID of another role stands as a word', () => {
  const told = role({ ...allow(REGISTERED), Sid: `Was${OWN_ID.replaceAll('-', '')}` }, { name: 'told' });
  const asking = role(withExternalId(STRANGER, OWN_ID.replaceAll('-', '')), { name: 'asking' });
  const fixesOf = (...roles: Parameters<typeof reportOn>[0]) =>
    [...(reportOn(roles).roleFixes ?? [])].map(({ roleName }) => roleName);
  expect(fixesOf(told)).toContain('told');
  expect(fixesOf(told, asking)).not.toContain('told');
});

describe('a finding', () => {
  const copied = (kind: Fix['kind']): Fix => ({ kind, title: kind, text: 'x' });
  const finding = (fixes?: Fix[]) =>
    sampleOf(findingShape, { fingerprint: 'f', ...(fixes === undefined ? {} : { fixes }) });
  const ofRole = (clears: string[]): RoleFix => sampleOf(roleFixShape, { roleArn: 'arn:r', clears });

  it.each<[words: string, fixes: Fix[] | undefined, left: Fix[] | undefined]>([
    [
      'what is entered in the configuration',
      [copied('cli'), copied('configuration')],
      [copied('configuration')],
    ],
    ['nothing where all is a policy', [copied('cli')], undefined],
    ['nothing where there was nothing', undefined, undefined],
  ])('that the fix of a role clears points there, and offers beside it %s', (_words, fixes, left) => {
    const [pointed] = pointedAtFix([finding(fixes)], [ofRole(['e', 'f'])]);
    const { fixes: _, ...bare } = finding(fixes);
    expect(pointed).toStrictEqual({ ...bare, ...(left && { fixes: left }), roleFix: 'arn:r' });
  });

  it('that it does not clear is left as it is', () => {
    const left = finding([copied('cli')]);
    expect(pointedAtFix([left], [ofRole(['e'])])).toEqual([left]);
  });
});
