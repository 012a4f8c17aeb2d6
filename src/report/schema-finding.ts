import { z } from 'zod';
import { SEVERITIES } from '../model/severity.ts';

export const instant = z.iso.datetime();
export const count = z.int().nonnegative();
export const names = z.array(z.string());
export const area = z.enum(['trust', 'external-ids', 'access-analyzer', 'usage', 'drift']);
export const severity = z.enum(SEVERITIES);
export const countBySeverity = z.record(severity, count);

export const thirdParty = z.object({
  name: z.string(),
  kind: z.enum([
    'registered',
    'known-vendor',
    'unknown',
    'public',
    'organization',
    'identity-provider',
    'service',
  ]),
  accountId: z.string().exactOptional(),
  key: z.string().exactOptional(),
});

export const exception = z.object({
  check: z.string(),
  resource: z.string(),
  account: z.string().exactOptional(),
  reason: z.string(),
  approvedBy: z.string(),
  ticket: z.string().exactOptional(),
  expires: z.string(),
});

export const evidence = z.object({
  file: z.string(),
  fact: z.string(),
  region: z.string(),
  pointer: z.string(),
  value: z.unknown(),
  marks: names.exactOptional(),
  comparison: z.object({ of: z.string(), side: z.enum(['expected', 'actual']) }).exactOptional(),
});

const fix = z.object({
  kind: z.enum(['policy', 'cli', 'cloudformation', 'configuration']),
  title: z.string(),
  text: z.string(),
});

export const finding = z.object({
  fingerprint: z.string(),
  checkId: z.string(),
  area,
  severity,
  status: z.enum(['OPEN', 'EXCEPTED']),
  accountId: z.string(),
  accountName: z.string(),
  region: z.string(),
  resourceArn: z.string(),
  resourceType: z.string(),
  title: z.string(),
  detail: z.string(),
  thirdParty: thirdParty.exactOptional(),
  roleArns: names.exactOptional(),
  thirdPartyKeys: names.exactOptional(),
  evidence: z.array(evidence),
  remediation: z.string(),
  fixes: z.array(fix).exactOptional(),
  controls: names,
  exception: exception.extend({ expired: z.boolean() }).exactOptional(),
  firstSeen: instant,
});
