import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Caller } from './request-evaluator.ts';

const DATASET = join(import.meta.dirname, '../../datasets/trust-policies');

const texts = z.union([z.string(), z.array(z.string())]);

const callerSchema = z.strictObject({
  as: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('aws'),
      arn: z.string(),
      accountId: z.string(),
      roleArn: z.string().exactOptional(),
      uniqueId: z.string().exactOptional(),
    }),
    z.strictObject({ kind: z.literal('service'), service: z.string() }),
    z.strictObject({ kind: z.literal('federated'), provider: z.string() }),
  ]),
  action: z.string().default('sts:AssumeRole'),
  /** The context keys that every request of this caller carries. */
  context: z.record(z.string(), texts).default({}),
});

const caseSchema = z.strictObject({
  name: z.string(),
  /** What the documentation says, and the page (of pages.yaml) that says it. */
  rule: z.string(),
  page: z.string(),
  /** The statements of a document of version 2012-10-17, or the whole document as text. */
  statements: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]).optional(),
  document: z.string().optional(),
  /** For documents too large to write down: this text in place of `@`, so many times. */
  fill: z.strictObject({ text: z.string(), times: z.number() }).optional(),
  requests: z
    .array(
      z.strictObject({
        by: z.string(),
        action: z.string().optional(),
        with: z.record(z.string(), texts).default({}),
        gets: z.enum(['ALLOW', 'DENY', 'INVALID']),
      }),
    )
    .default([]),
  grants: z.array(
    z.strictObject({
      to: z.string(),
      actions: z.array(z.string()).default(['sts:AssumeRole']),
      /** The keys of its required conditions. */
      guards: z.array(z.string()).default([]),
    }),
  ),
  /** The checks that fail, with the severity where it is not the check's own. */
  findings: z.array(z.string()),
  /** A part of each thing that could not be understood. */
  problems: z.array(z.string()).default([]),
});

type CaseElement = z.infer<typeof caseSchema>;

export interface TrustCase extends Omit<CaseElement, 'statements' | 'document' | 'fill' | 'requests'> {
  theme: string;
  document: string;
  requests: Array<{
    by: string;
    caller: Caller;
    action: string;
    context: Record<string, string | string[]>;
    gets: 'ALLOW' | 'DENY' | 'INVALID';
  }>;
}

/** The moment at which the cases are judged and their requests made. */
export const AS_OF = '2026-06-01T12:00:00Z';

/** The documentation pages that the cases name, by their short names. */
export const pages = z.record(z.string(), z.url()).parse(read('pages.yaml'));

const callers = z.record(z.string(), callerSchema).parse(read('callers.yaml'));

/** Every named case, theme by theme. */
export function trustCases(): TrustCase[] {
  return readdirSync(DATASET)
    .filter((file) => !['pages.yaml', 'callers.yaml'].includes(file))
    .sort()
    .flatMap((file) =>
      z
        .array(caseSchema)
        .parse(read(file))
        .map((element) => trustCase(basename(file, '.yaml'), element)),
    );
}

function read(file: string): unknown {
  return parse(readFileSync(join(DATASET, file), 'utf8'));
}

function trustCase(theme: string, { statements, document, fill, requests, ...rest }: CaseElement): TrustCase {
  const whole = document ?? JSON.stringify({ Version: '2012-10-17', Statement: statements });
  return {
    ...rest,
    theme,
    document: fill === undefined ? whole : whole.replace('@', fill.text.repeat(fill.times)),
    requests: requests.map(({ by, action, with: more, gets }) => {
      const caller = callers[by];
      if (caller === undefined) throw new Error(`${rest.name}: nobody is called ${by}`);
      return {
        by,
        gets,
        caller: caller.as,
        action: action ?? caller.action,
        context: {
          'aws:CurrentTime': AS_OF,
          'aws:EpochTime': String(Date.parse(AS_OF) / 1000),
          ...caller.context,
          ...more,
        },
      };
    }),
  };
}
