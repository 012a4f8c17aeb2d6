import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Finding } from '../../src/model/finding.ts';
import type { AuditReport } from '../../src/model/report.ts';
import { findingsAsff } from '../../src/report/asff.ts';
import { auditReport } from './fixture.ts';
import { HOSTILE } from './fixture-parties.ts';
import { changedReport, cleanReport } from './fixture-variants.ts';
import { whole } from './whole.ts';

const text = (limit: number) => z.string().min(1).max(limit);
const severity = z.strictObject({
  Label: z.enum(['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL']),
  Original: text(64),
});
const types = z.array(z.string().regex(/^[A-Z][\w ]*(\/[\w ]+){0,2}$/)).max(50);

/** What BatchImportFindings takes of each attribute. */
const ASFF = z.strictObject({
  SchemaVersion: z.literal('2018-10-08'),
  Id: text(512),
  ProductArn: z.string().regex(/^arn:aws[a-z-]*:securityhub:[a-z0-9-]+:(\d{12}):product\/\1\/default$/),
  ProductName: text(128),
  CompanyName: text(128),
  Region: z.string().regex(/^[a-z]{2,4}(-[a-z]+)+-\d$/),
  GeneratorId: text(512),
  AwsAccountId: z.string().regex(/^\d{12}$/),
  Types: types,
  FirstObservedAt: z.iso.datetime(),
  LastObservedAt: z.iso.datetime().exactOptional(),
  CreatedAt: z.iso.datetime(),
  UpdatedAt: z.iso.datetime(),
  Severity: severity,
  FindingProviderFields: z.strictObject({ Severity: severity, Types: types }),
  Title: text(256),
  Description: text(1024),
  Remediation: z.strictObject({ Recommendation: z.strictObject({ Text: text(512) }) }),
  Resources: z
    .array(z.strictObject({ Type: text(256), Id: text(512), Partition: text(16), Region: text(16) }))
    .min(1)
    .max(32),
  Compliance: z.strictObject({
    Status: z.enum(['FAILED', 'PASSED']),
    RelatedRequirements: z.array(text(64)).max(32),
  }),
  // BatchImportFindings never changes it: what is not new at first is never new again.
  Workflow: z.strictObject({ Status: z.literal('NEW') }),
  RecordState: z.enum(['ACTIVE', 'ARCHIVED']),
  ProductFields: z.record(text(128), text(2048)),
});

function first(change: Partial<Finding>, report: AuditReport = auditReport()): z.infer<typeof ASFF> {
  const findings = report.findings.slice(0, 1).map((finding) => ({ ...finding, ...change }));
  return ASFF.parse(JSON.parse(whole(findingsAsff({ ...report, findings, resolved: [] })))[0]);
}

describe('findingsAsff', () => {
  it('gives a finding within the limits for each finding, in order', () => {
    const report = changedReport();
    const written = JSON.parse(whole(findingsAsff(report))).map((finding: unknown) => ASFF.parse(finding));
    expect(written.map(({ Id }: { Id: string }) => Id.split('/')[2])).toEqual(
      [...report.findings, ...report.resolved].map(({ fingerprint }) => fingerprint),
    );
    const inState = (state: string) =>
      written.filter(
        ({ ProductFields }: z.infer<typeof ASFF>) => ProductFields['countersign/status'] === state,
      );
    expect(inState('EXCEPTED')).toHaveLength(report.summary.exceptedFindings);
    expect(inState('RESOLVED')).toHaveLength(report.resolved.length);
    expect(report.resolved.length).toBeGreaterThan(0);
  });

  it('archives what is accepted and what is gone, and only that; what is accepted is still failed', () => {
    const exception = {
      check: 'x',
      resource: '*',
      reason: 'r',
      approvedBy: 'Ana',
      expires: '2027-01-01',
      expired: false,
    };
    const state = (written: z.infer<typeof ASFF>) => [written.RecordState, written.Compliance.Status];
    expect(state(first({ status: 'OPEN' }))).toEqual(['ACTIVE', 'FAILED']);
    expect(state(first({ status: 'EXCEPTED', exception }))).toEqual(['ARCHIVED', 'FAILED']);
    // An exception that has ended: the finding counts again.
    expect(state(first({ status: 'OPEN', exception: { ...exception, expired: true } }))).toEqual([
      'ACTIVE',
      'FAILED',
    ]);
    const report = auditReport();
    const gone = JSON.parse(
      whole(findingsAsff({ ...report, findings: [], resolved: report.findings.slice(0, 1) })),
    );
    expect(state(ASFF.parse(gone[0]))).toEqual(['ARCHIVED', 'PASSED']);
  });

  it('keeps every text within its limit and the finding under 240 KB, whatever it holds', () => {
    const huge = `${HOSTILE.bidi}${'\u202e\u{1F600}é'.repeat(100_000)}`;
    const finding = first({
      title: huge,
      detail: huge,
      remediation: huge,
      accountName: huge,
      resourceArn: huge,
      resourceType: huge,
      controls: Array.from({ length: 100 }, () => huge),
      thirdParty: { name: huge, kind: 'unknown' },
      evidence: [{ file: huge, fact: huge, region: huge, pointer: huge, value: huge }],
    });
    expect(Buffer.byteLength(JSON.stringify(finding))).toBeLessThan(240_000);
    expect(finding.Title).toMatch(/^admin\[U\+202E\]gpj.*…$/u);
    expect(JSON.stringify(finding)).not.toMatch(/\\ud/);
  });

  it('writes a policy in the remediation on one line, still readable as JSON', () => {
    const policy = { Effect: 'Deny', Action: ['sts:AssumeRole'], Resource: '*' };
    const { Text } = first({ remediation: JSON.stringify(policy, null, 2) }).Remediation.Recommendation;
    expect(Text).toBe('{ "Effect": "Deny", "Action": [ "sts:AssumeRole" ], "Resource": "*" }');
    expect(JSON.parse(Text)).toEqual(policy);
  });

  it('keeps a text that fits as it is', () => {
    expect(first({ title: 'x'.repeat(256) }).Title).toBe('x'.repeat(256));
    expect(first({ title: 'x'.repeat(257) }).Title).toBe(`${'x'.repeat(255)}…`);
  });

  it.each([
    ['aws', 'global', 'us-east-1'],
    ['aws-cn', 'global', 'cn-north-1'],
    ['aws-us-gov', 'global', 'us-gov-west-1'],
    ['aws-eusc', 'global', 'eusc-de-east-1'],
    ['aws-iso-b', 'global', 'us-isob-east-1'],
    ['aws-new', 'global', 'xx-new-north-1'],
    ['aws', 'eu-west-1', 'eu-west-1'],
  ])('in partition %s and Region %s goes to %s', (partition, region, expected) => {
    const report = auditReport();
    const regions = partition === 'aws-new' ? ['xx-new-north-1'] : ['eu-west-1'];
    const accounts = report.scope.accounts.map((account) => ({ ...account, partition, regions }));
    const { ProductArn, Region, AwsAccountId, Resources } = first(
      { region },
      { ...report, scope: { ...report.scope, accounts } },
    );
    expect(Region).toBe(expected);
    expect(ProductArn).toBe(
      `arn:${partition}:securityhub:${expected}:${AwsAccountId}:product/${AwsAccountId}/default`,
    );
    expect(Resources[0]?.Partition).toBe(partition);
  });

  it.each([
    ['AWS::IAM::Role', 'AwsIamRole'],
    ['AWS::S3::Bucket', 'AwsS3Bucket'],
    ['AWS::Made::Up', 'Other'],
    ['__proto__', 'Other'],
    ['constructor', 'Other'],
  ])('calls a resource of type %s %s', (resourceType, expected) => {
    expect(first({ resourceType }).Resources[0]?.Type).toBe(expected);
  });

  it('is as old as the finding and as new as the judgement', () => {
    expect(first({ firstSeen: '2026-07-05T06:00:09Z' })).toMatchObject({
      CreatedAt: '2026-07-05T06:00:09Z',
      UpdatedAt: '2026-11-22T06:04:31Z',
    });
  });

  it('is an empty array without findings', () => {
    expect(whole(findingsAsff(cleanReport()))).toBe('[]\n');
  });
});
