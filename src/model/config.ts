import { z } from 'zod';
import { deadlinesShape } from './action.ts';
import { blindSpotShape } from './blind-spot.ts';
import { environmentsShape } from './environment.ts';
import { exceptionShape } from './finding.ts';
import { OUTPUT_FORMATS } from './output.ts';
import { ownerEntryShape } from './owner.ts';
import type { ParameterValue } from './parameter.ts';
import { knownVendorShape, registeredThirdPartyShape } from './party.ts';
import { RESOURCE_SERVICES } from './resource-services.ts';
import type { Severity } from './severity.ts';
import { severityShape } from './severity-shape.ts';
import { texts } from './shape.ts';

/** A check's settings in the config. */
export type CheckSettings = { enabled?: boolean; severity?: Severity } & {
  [parameter: string]: ParameterValue | undefined;
};

const checkSettingsShape: z.ZodType<CheckSettings> = z
  .object({ enabled: z.boolean().exactOptional(), severity: severityShape.exactOptional() })
  .catchall(z.union([z.number(), z.string(), z.boolean(), texts]));

/**
 * The part of the config that judging depends on. It is kept in the run (`run.json`), holds no way into an account,
 * and together with the facts gives the same report again.
 */
export const judgementConfigShape = z.object({
  organizationId: z.string().nullable(),
  organizationIds: texts
    .exactOptional()
    .describe('The ids of the own organizations, where the config lists several.'),
  thirdParties: z.array(registeredThirdPartyShape),
  vendors: z
    .array(knownVendorShape)
    .describe('Vendors from the files that the config names, beside the built-in list.'),
  exceptions: z.array(exceptionShape),
  blindSpots: z
    .array(blindSpotShape)
    .exactOptional()
    .describe('What is not looked at on purpose; absent where nothing is declared.'),
  checks: z.record(z.string(), checkSettingsShape),
  owners: z
    .array(ownerEntryShape)
    .exactOptional()
    .describe('Who answers for what; absent where the configuration names nobody, and in earlier runs.'),
  environments: environmentsShape
    .exactOptional()
    .describe(
      'Which accounts are for what; absent where the configuration does not say, and in earlier runs.',
    ),
  deadlines: deadlinesShape.exactOptional().describe('Absent in earlier runs: the defaults hold.'),
  drift: z.object({
    mode: z.enum(['access-roles', 'all-stacks', 'last-known', 'off']),
    maxAge: z.number().describe('Hours for which a comparison by CloudFormation counts.'),
  }),
  resourcePolicies: z
    .array(z.enum(RESOURCE_SERVICES))
    .exactOptional()
    .describe('The services whose resource policies are judged; absent where they are none.'),
  activity: z
    .object({ source: z.enum(['lookup', 'files', 'athena']), days: z.number() })
    .exactOptional()
    .describe('Where it was read who came in; absent where it was not.'),
  recording: z.literal(true).exactOptional().describe('It was read who records; absent where it was not.'),
  identityCenter: z
    .object({ accountId: z.string(), region: z.string() })
    .exactOptional()
    .describe('Where IAM Identity Center was read; absent where it was not.'),
  report: z.object({
    externalIds: z.enum(['masked', 'full']),
    title: z.string(),
    organizationName: z.string().nullable(),
    print: z.literal('full').exactOptional(),
  }),
  strict: z
    .literal(true)
    .exactOptional()
    .describe(
      'Entries that match nothing, match everything or end make the run fail; absent where they do not.',
    ),
  outputs: z
    .array(z.enum(OUTPUT_FORMATS))
    .exactOptional()
    .describe('The forms to write the report in; absent in runs from before it could be chosen.'),
});

export type JudgementConfig = z.output<typeof judgementConfigShape>;
export type DriftMode = JudgementConfig['drift']['mode'];
