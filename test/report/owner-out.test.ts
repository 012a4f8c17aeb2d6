import { expect, it } from 'vitest';
import { asffFindings } from '../../src/report/asff.ts';
import { findingsOcsf } from '../../src/report/ocsf.ts';
import { auditReport } from './fixture.ts';
import { whole } from './whole.ts';

it('tells other systems who answers for a finding, where somebody does', () => {
  const report = auditReport();
  const [one, two] = report.findings;
  if (one === undefined || two === undefined) throw new Error('The fixture holds too few findings.');
  const { owner: _, ...nobodys } = two;
  const owner = { name: 'platform-team@example.com', from: 'role tag' as const };
  const owned = { ...report, findings: [{ ...one, owner }, nobodys], resolved: [] };
  expect([...asffFindings(owned)].map(({ ProductFields }) => ProductFields['countersign/owner'])).toEqual([
    owner.name,
    undefined,
  ]);
  const events: Array<{ unmapped: object }> = JSON.parse(whole(findingsOcsf(owned)));
  expect(events.map(({ unmapped }) => 'owner' in unmapped && unmapped.owner)).toEqual([owner, false]);
});
