import { z } from 'zod';
import { CHECK_AREAS } from './check.ts';
import { comparedSideShape } from './compared-side.ts';
import { NOT_COLLECTED_REASONS } from './fact.ts';
import { fixShape } from './fix.ts';
import { ownerShape } from './owner.ts';
import { thirdPartyShape } from './party.ts';
import { severityShape } from './severity-shape.ts';
import { count, instant, texts } from './shape.ts';

/** Points into a file of the run directory: every finding names the collected bytes it rests on. */
export const evidenceShape = z.object({
  file: z.string().describe('Relative to the run directory: `accounts/111122223333/facts.jsonl.gz`.'),
  fact: z.string(),
  region: z.string(),
  pointer: z
    .string()
    .describe(
      "JSON Pointer (RFC 6901) into the fact's value. Where it passes through a string, that string is a JSON document.",
    ),
  value: z.unknown().describe('What stands there, external IDs masked unless the config shows them.'),
  marks: texts
    .exactOptional()
    .describe(
      'JSON Pointers into `value` of the parts that are to blame; where one passes through a string, see `pointer`.',
    ),
  comparison: comparedSideShape
    .exactOptional()
    .describe(
      'Set on the two sides of a comparison; a side that is not among the evidence says that nothing stands there.',
    ),
});

export type Evidence = z.output<typeof evidenceShape>;

/** A known risk that someone has accepted for a while. */
export const exceptionShape = z.object({
  check: z.string(),
  resource: z.string().describe('Glob over the resource ARN: `*` any run of characters, `?` one.'),
  account: z.string().exactOptional().describe('Only findings of this account.'),
  reason: z.string(),
  approvedBy: z.string(),
  ticket: z.string().exactOptional(),
  expires: z
    .string()
    .describe('ISO date; from the start of the next day (UTC) on, the finding counts again.'),
});

export type Exception = z.output<typeof exceptionShape>;

export const findingShape = z.object({
  fingerprint: z
    .string()
    .describe('Hex; the same thing wrong with the same resource has the same fingerprint in every run.'),
  checkId: z.string(),
  area: z.enum(CHECK_AREAS),
  severity: severityShape,
  status: z
    .enum(['OPEN', 'EXCEPTED'])
    .describe('`OPEN` counts; `EXCEPTED` is covered by an exception in force.'),
  accountId: z.string(),
  accountName: z.string(),
  region: z.string(),
  resourceArn: z.string(),
  resourceType: z.string(),
  title: z.string(),
  detail: z.string(),
  thirdParty: thirdPartyShape.exactOptional().describe('The one whose access is wrong.'),
  roleArns: texts
    .exactOptional()
    .describe('Roles that it bears on besides its resource; absent where there are none.'),
  thirdPartyKeys: texts
    .exactOptional()
    .describe(
      'The keys of all third parties that it concerns: the one above, and whoever may enter the roles that it is on. Absent where it concerns none, and in reports of earlier versions.',
    ),
  evidence: z.array(evidenceShape),
  remediation: z.string().describe('In words; what is to be copied stands in `fixes`.'),
  fixes: z.array(fixShape).exactOptional(),
  roleFix: z
    .string()
    .exactOptional()
    .describe(
      'The role whose one fix (`roleFixes`) clears it, by ARN; then no other policy is offered here.',
    ),
  tightening: z
    .object({
      entries: count.describe('Entries of the third party that CloudTrail shows.'),
      refused: count.describe('Those that the corrected policy would have refused, by its conditions.'),
      undecided: count.describe('Those of which it cannot be told.'),
      text: z.string().describe('The same in sentences.'),
    })
    .exactOptional()
    .describe(
      'What the corrected policy would have meant for the entries on record; absent where none were read.',
    ),
  controls: texts,
  exception: exceptionShape
    .extend({ expired: z.boolean() })
    .exactOptional()
    .describe('The exception that covers it, or one that did and has expired.'),
  owner: ownerShape.exactOptional().describe('Who answers for it; absent where nobody is named.'),
  firstSeen: instant.describe(
    "When the first run that saw it was started; this run's start when no earlier run is known.",
  ),
});

export type Finding = z.output<typeof findingShape>;

/** One line of `findings.jsonl`: a finding with what it needs to stand alone in a log store. */
export const findingLineShape = findingShape.extend({
  schemaVersion: count,
  runId: z.string(),
  asOf: instant.describe('The moment of judgement, ISO 8601 UTC.'),
});

export type FindingLine = z.output<typeof findingLineShape>;

/** A result that is not a FAIL and not a PASS: someone should know why. */
export const unansweredShape = z.object({
  checkId: z.string(),
  status: z.enum(['UNKNOWN', 'ERROR']),
  accountId: z.string(),
  region: z.string(),
  resourceArn: z.string().describe('Empty when the whole check could not run.'),
  detail: z.string(),
  blindSpot: count.exactOptional().describe('Which of `blindSpots` declares all that its answer lacks.'),
});

export type Unanswered = z.output<typeof unansweredShape>;

/** The number of results of one check over the whole run. */
export const checkCountsShape = z.object({
  checkId: z.string(),
  pass: count,
  fail: count,
  unknown: count,
  notApplicable: count,
  error: count,
});

export type CheckCounts = z.output<typeof checkCountsShape>;

/** One fact of one Region of one account: was it read? */
export const coverageEntryShape = z.object({
  accountId: z
    .string()
    .describe(
      'Or `organization` for what is read of the organization itself; of several, `organization o-…`.',
    ),
  region: z.string(),
  fact: z.string(),
  resource: z
    .string()
    .exactOptional()
    .describe('Set when one member of a fact that is read resource by resource is missing.'),
  status: z.enum(['COLLECTED', 'NOT_COLLECTED']),
  reason: z.enum(NOT_COLLECTED_REASONS).nullable(),
  action: z.string().nullable(),
  message: z.string().nullable(),
  blindSpot: count
    .exactOptional()
    .describe('Which of `blindSpots` declares it, where one in force does: then it is no reason to fail.'),
});

export type CoverageEntry = z.output<typeof coverageEntryShape>;

/** A fact of one Region that holds what was not found out by this run, but before it. */
export const olderReadingShape = z.object({
  accountId: z.string(),
  region: z.string(),
  fact: z.string(),
  since: z.string().describe('When the oldest of it was found out, ISO 8601 UTC.'),
  stacks: count
    .exactOptional()
    .describe('Of how many stacks: set where CloudFormation had compared them before this run.'),
  run: z
    .string()
    .exactOptional()
    .describe('The earlier run that read it: set where nothing had changed since, and it was taken over.'),
});

export type OlderReading = z.output<typeof olderReadingShape>;
