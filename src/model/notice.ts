import { z } from 'zod';
import { documentReader } from './document.ts';
import type { NoticeKind } from './notice-kinds.ts';
import { countBySeverity, severityShape } from './severity-shape.ts';
import { count, instant, texts } from './shape.ts';
import { verdictShape } from './verdict.ts';

/** The newest shape of a notice; raised when a field changes its meaning or goes away. */
export const NOTICE_SCHEMA_VERSION = 1;

/** What a notice says of a finding: where it is and what is wrong, and nothing of its evidence. */
const noticedFindingShape = z.object({
  fingerprint: z.string(),
  checkId: z.string(),
  severity: severityShape,
  status: z.enum(['OPEN', 'EXCEPTED']),
  title: z.string(),
  accountId: z.string(),
  accountName: z.string(),
  region: z.string(),
  resourceArn: z.string(),
  thirdParty: z.string().nullable(),
  owner: z.string().nullable(),
  firstSeen: instant,
});

const noticedFindingsShape = z.object({
  count: count.describe('All of them, also those that are not shown.'),
  findings: z.array(noticedFindingShape).describe('The worst first.'),
  notShown: count,
});

export type NoticedFindings = z.output<typeof noticedFindingsShape>;

const overdueShape = z.object({
  what: z.enum(['review', 'contract', 'exception']),
  name: z.string().describe('The third party; for an exception, its check and resource.'),
  owner: z.string().nullable(),
  due: z.string().describe('The last day on which it was in order, ISO date.'),
  new: z.boolean().describe('Whether it has become so since the run that this one is compared with.'),
});

export type Overdue = z.output<typeof overdueShape>;

/**
 * What is told of one run, in whatever way: no evidence, no external ID, and of many things the first and the number of
 * the others.
 */
export const noticeShape = z.object({
  schemaVersion: count,
  tool: z.object({ name: z.literal('countersign'), version: z.string() }),
  run: z.object({
    runId: z.string(),
    startedAt: instant,
    asOf: instant,
    title: z.string(),
    organizationName: z.string().nullable(),
  }),
  owner: z
    .string()
    .nullable()
    .describe('Whose findings these are alone; null for a notice of all of them. The verdict is of the run.'),
  report: z
    .string()
    .nullable()
    .describe('Where the run is kept: `s3://…`; null where it is on a disk alone.'),
  verdict: verdictShape,
  accounts: z.object({ inScope: count, read: count }),
  comparedWith: z
    .object({ runId: z.string(), startedAt: instant })
    .nullable()
    .describe('The run before; null for a first one, in which all is new.'),
  openFindings: countBySeverity,
  new: noticedFindingsShape,
  reopened: noticedFindingsShape,
  changed: noticedFindingsShape.describe('Of another severity, or accepted or open again.'),
  gone: noticedFindingsShape.describe('Known before, looked at again, and not there any more.'),
  notKnown: count.describe('Findings known before of which this run cannot tell.'),
  thirdParties: z
    .object({ count, names: texts, notShown: count })
    .describe('Those that may enter a role since the run before.'),
  overdue: z.object({ count, entries: z.array(overdueShape), notShown: count }),
});

export type Notice = z.output<typeof noticeShape>;

export const parseNotice = documentReader(noticeShape, NOTICE_SCHEMA_VERSION);

/** One number for CloudWatch. */
export const metricShape = z.object({
  name: z.string(),
  unit: z.enum(['Count', 'Percent', 'Seconds', 'None']),
  value: z.number(),
  dimensions: z.array(z.object({ name: z.string(), value: z.string() })),
});

export type Metric = z.output<typeof metricShape>;

/** The numbers of a run, with the moment that they are of. */
export const measuredShape = z.object({ at: instant, metrics: z.array(metricShape) });

export type Measured = z.output<typeof measuredShape>;

/** How it went with one entry of `notify`. */
export interface NoticeOutcome {
  /** The entry by its place: `notify[1] (webhook)`; its target may be a secret. */
  name: string;
  to: NoticeKind;
  owner: string | null;
  /** `nothing-new`: the entry asks for changes alone, and there were none. */
  status: 'told' | 'nothing-new' | 'not-told';
  /** Of earlier runs, told now. */
  caughtUp: number;
  /** What could not be told, one sentence each; the first of many. */
  problems: string[];
  /** Whether it is told again at the next run. */
  kept: boolean;
}
