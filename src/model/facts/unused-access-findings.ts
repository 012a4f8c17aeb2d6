import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { findingsOfEach } from './findings-of-each.ts';
import { name, ownArn, time, unique, word } from './held.ts';
import { notCollectedFact } from './per-resource.ts';

/** A summary of ListFindingsV2 for an unused-access analyzer. */
const finding = z.object({
  id: name,
  analyzerArn: ownArn,
  status: word,
  /** `UnusedIAMRole`, `UnusedIAMUserAccessKey`, `UnusedIAMUserPassword`, `UnusedPermission` or one yet to come. */
  findingType: word,
  resource: name.nullable(),
  resourceType: word,
  resourceOwnerAccount: name,
  error: word.nullable(),
  createdAt: time,
  updatedAt: time,
  analyzedAt: time,
});

/** Unused access does not vary by Region. All analyzers of an account are read, wherever they stand. */
const shape = z.object({
  /** The analyzers read; empty when the account has no active unused-access analyzer. */
  analyzers: unique(z.object({ arn: ownArn, region: name, type: word }), 'arn'),
  findings: unique(finding, 'id', 'analyzerArn'),
  /** Analyzers, and Regions (`…:analyzer/*`), that did not answer; absent when all did. */
  perResource: z.exactOptional(z.array(z.object({ resource: name, fact: notCollectedFact }))),
});

export type UnusedAccessFinding = z.infer<typeof finding>;

export const unusedAccessFindings = declareFact({
  title: 'What analyzers say of access that nobody uses',
  scope: 'global',
  shape,
  limits: [],
  planning: ({ analyzers, findings }) => ({ unusedFindings: findingsOfEach(analyzers, findings) }),
});
