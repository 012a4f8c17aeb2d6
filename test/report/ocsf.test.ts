import { describe, expect, it } from 'vitest';
import { findingsOcsf } from '../../src/report/ocsf.ts';
import { auditReport } from './fixture.ts';
import { HOSTILE } from './fixture-parties.ts';
import { changedReport, cleanReport } from './fixture-variants.ts';
import { COMPLIANCE_FINDING, REQUIRED } from './ocsf-schema.ts';
import { whole } from './whole.ts';

describe('findingsOcsf', () => {
  const report = auditReport();
  const events = JSON.parse(whole(findingsOcsf(report)));

  it('gives an event a finding, in order', () => {
    expect(events.map((event: { finding_info: { uid: string } }) => event.finding_info.uid)).toEqual(
      [...report.findings, ...report.resolved].map(({ fingerprint }) => fingerprint),
    );
    expect(events.length).toBeGreaterThan(50);
  });

  it('creates what is new, updates what was known, closes what is gone, and says nothing of what is not known', () => {
    const [one, two, three] = report.findings;
    const { changes } = changedReport();
    if (one === undefined || two === undefined || three === undefined || changes === undefined)
      throw new Error('The fixture has no findings or no changes.');
    const found = {
      ...changes.findings,
      new: [one.fingerprint],
      notKnown: [{ finding: three, reason: 'not read' }],
    };
    const now = { ...report, findings: [one, two], changes: { ...changes, findings: found } };
    const said = JSON.parse(whole(findingsOcsf({ ...now, resolved: [{ ...three, fingerprint: 'ab' }] })));
    expect(
      said.map((event: typeof said) => [event.finding_info.uid, event.activity_name, event.type_uid]),
    ).toEqual([
      [one.fingerprint, 'Create', 200301],
      [two.fingerprint, 'Update', 200302],
      ['ab', 'Close', 200303],
    ]);
    expect(said[2]).toMatchObject({ status: 'Resolved', compliance: { status: 'Pass' } });
    for (const event of said) expect(COMPLIANCE_FINDING.safeParse(event).error).toBeUndefined();
  });

  it('creates all of a first run', () => {
    const { changes: _, ...first } = report;
    const said = JSON.parse(whole(findingsOcsf({ ...first, resolved: [] })));
    expect(new Set(said.map((event: typeof said) => event.activity_name))).toEqual(new Set(['Create']));
  });

  it('meets the schema in every event', () => {
    for (const event of events) expect(COMPLIANCE_FINDING.safeParse(event).error).toBeUndefined();
  });

  it.each(REQUIRED)('would be refused by the schema without %s', (name) => {
    expect(COMPLIANCE_FINDING.safeParse({ ...events[0], [name]: undefined }).success).toBe(false);
  });

  it.each([
    ['an attribute that OCSF does not know', { finding: {} }],
    ['a caption of another number', { severity: 'Grave' }],
    ['a number that OCSF does not know', { status_id: 7 }],
    ['a type of another activity', { activity_id: 2, activity_name: 'Update' }],
    ['an account without name and number', { cloud: { provider: 'AWS', account: {} } }],
    ['a time in seconds', { time: 1_700_000_000 }],
  ])('would be refused by the schema with %s', (_what, change) => {
    expect(COMPLIANCE_FINDING.safeParse({ ...events[0], ...change }).success).toBe(false);
  });

  it('says what, where, since when and against which controls', () => {
    const [finding] = report.findings;
    if (finding === undefined) throw new Error('The fixture holds no finding.');
    const changed = {
      ...finding,
      severity: 'medium' as const,
      status: 'OPEN' as const,
      controls: ['CIS-AWS-3.0 1.20', 'SOC2 CC6.1', 'SOC2 CC6.3'],
      firstSeen: '2026-07-05T06:00:09Z',
    };
    expect(JSON.parse(whole(findingsOcsf({ ...report, findings: [changed] })))[0]).toMatchObject({
      class_uid: 2003,
      severity_id: 3,
      severity: 'Medium',
      status_id: 1,
      time: Date.UTC(2026, 10, 22, 6, 4, 31),
      finding_info: { created_time: Date.UTC(2026, 6, 5, 6, 0, 9), analytic: { uid: finding.checkId } },
      compliance: {
        standards: ['CIS-AWS-3.0', 'SOC2'],
        requirements: ['CIS-AWS-3.0 1.20', 'SOC2 CC6.1', 'SOC2 CC6.3'],
        control: 'CIS-AWS-3.0 1.20',
        status_id: 3,
      },
      cloud: { provider: 'AWS', account: { uid: finding.accountId }, region: 'global' },
      resources: [{ uid: finding.resourceArn, type: 'AWS::IAM::Role', cloud_partition: 'aws' }],
      unmapped: { evidence: [{ file: finding.evidence[0]?.file, pointer: finding.evidence[0]?.pointer }] },
    });
  });

  it.each([
    ['critical', 5],
    ['high', 4],
    ['medium', 3],
    ['low', 2],
    ['info', 1],
  ] as const)('gives %s the number %i', (severity, id) => {
    const findings = report.findings.slice(0, 1).map((finding) => ({ ...finding, severity }));
    expect(JSON.parse(whole(findingsOcsf({ ...report, findings })))[0].severity_id).toBe(id);
  });

  it('shows excepted findings as suppressed and still failing', () => {
    const suppressed = events.filter((event: { status_id: number }) => event.status_id === 3);
    expect(suppressed).toHaveLength(report.summary.exceptedFindings);
    expect(suppressed.length).toBeGreaterThan(0);
    expect(suppressed[0].compliance.status_id).toBe(3);
    expect(suppressed[0].comment).toMatch(/^Accepted by .* until 20\d\d-/);
  });

  it('holds evidence as a place, not as a value', () => {
    expect(whole(findingsOcsf(report))).not.toContain('sts:AssumeRole');
  });

  it('holds no character that could act on a terminal, and gives every one back when read', () => {
    const findings = report.findings
      .slice(0, 1)
      .map((finding) => ({ ...finding, accountName: `${HOSTILE.bidi}${HOSTILE.escape}` }));
    const text = whole(findingsOcsf({ ...report, findings }));
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(JSON.parse(text)[0].cloud.account.name).toBe(`${HOSTILE.bidi}${HOSTILE.escape}`);
  });

  it('is an empty array without findings', () => {
    expect(whole(findingsOcsf(cleanReport()))).toBe('[]\n');
  });
});
