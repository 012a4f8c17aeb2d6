import { z } from 'zod';
import { dayOf } from './days.ts';
import { ownerShape } from './owner.ts';
import { thirdPartyShape } from './party.ts';
import type { Severity } from './severity.ts';
import { countBySeverity, severityShape } from './severity-shape.ts';
import { count, texts } from './shape.ts';

/** The day by which findings of each severity are to be gone, in days from when they were first seen; null: none. */
const days = z.number().nullable();

export const deadlinesShape = z.object({ critical: days, high: days, medium: days, low: days, info: days });

export type Deadlines = Readonly<Record<Severity, number | null>>;

export const DEFAULT_DEADLINES: Deadlines = { critical: 7, high: 30, medium: 90, low: 180, info: null };

const DAY = 86_400_000;

/** The day by which a finding is to be gone; undefined where its severity has none. */
export function dueOf(
  { severity, firstSeen }: { severity: Severity; firstSeen: string },
  deadlines: Deadlines,
): string | undefined {
  const limit = deadlines[severity];
  return limit === null ? undefined : dayOf(Date.parse(firstSeen) + limit * DAY);
}

/** Where what is wrong is written down, so that one change there puts all of it right. */
const causeSourceShape = z.object({
  kind: z
    .enum(['stack set', 'stack set by name', 'stack', 'policy', 'resource'])
    .describe(
      '`stack set by name`: stacks whose names say so, and no stack set that was read. `policy`: roles with the same document. `resource`: each one by itself.',
    ),
  name: z
    .string()
    .describe('Of the stack set, the stack or the first role with the document; empty for resources.'),
});

/** Findings that have one cause: the same check, and the same thing to change. */
const causeShape = z.object({
  checkId: z.string(),
  source: causeSourceShape,
  findings: texts.describe('Fingerprints, in the order of the report.'),
});

export type ActionCause = z.output<typeof causeShape>;

/** Something to be decided, put right or asked for, and the findings that it clears. */
export const actionShape = z.object({
  id: z.string().describe('Hex; of what is to be done, about whom and by whom: the same in every run.'),
  kind: z.enum(['decide', 'fix', 'ask']),
  remedy: z
    .string()
    .describe('What is to be done, in a word: `external-ids`; a check id where no other fits.'),
  title: z.string(),
  party: thirdPartyShape.exactOptional().describe('The third party whose access it is about.'),
  owner: ownerShape
    .pick({ name: true })
    .exactOptional()
    .describe('Who answers for all its findings; absent where nobody does.'),
  severity: severityShape.nullable().describe('Of its worst finding; null where it clears none.'),
  clears: countBySeverity.describe('Its findings by severity: all of them are open, and in no other action.'),
  causes: z.array(causeShape).describe('The largest first.'),
  accounts: texts.describe('Ids of the accounts of its findings.'),
  effort: z
    .object({
      changes: count.describe('Different things to change: templates, documents, single resources.'),
      resources: count.describe('Resources that they reach.'),
      withThirdParty: z.boolean().describe('Whether the third party has to do its part.'),
    })
    .describe('How hard it is.'),
  due: z
    .string()
    .nullable()
    .describe('The day by which the first of its findings is to be gone; null: none.'),
  overdue: count.describe('Its findings whose day has passed.'),
  firstSeen: z.string().nullable().describe('When the oldest of its findings was first seen.'),
  forActions: texts
    .exactOptional()
    .describe('Ids of the actions that it is about: those for which an owner is to be named.'),
});

export type Action = z.output<typeof actionShape>;
