import { auditorActions, ORGANIZATION_ACTIONS } from '../collect/actions.ts';
import { ATHENA_ACTIONS, ATHENA_ON_BEHALF } from '../collect/athena/actions.ts';
import { usualFacts } from '../collect/collectors.ts';
import type { DriftMode } from '../model/config.ts';
import type { FactKey } from '../model/fact-values.ts';
import { RESOURCE_SERVICES, type ResourceService } from '../model/resource-services.ts';
import { NOTICE_ACTIONS } from '../notify/actions.ts';

/** An IAM policy document that allows what it names on every resource. */
export interface PolicyDocument {
  Version: '2012-10-17';
  Statement: Array<{ Sid: string; Effect: 'Allow'; Action: string[]; Resource: '*' }>;
}

/**
 * The least that the auditor role needs in every account, from what the collectors call. The actions are read-only;
 * those that detect drift start a comparison and change nothing. Where findings are published, those of Security Hub come
 * beside them: they write findings of our own there, and nothing else.
 */
export function auditorPolicy(setup: {
  driftMode: DriftMode;
  enabledRegions: boolean;
  /** Only these facts; when absent, all that are read without being asked for. */
  wanted?: ReadonlySet<FactKey>;
  /** The services whose resource policies are read; none when absent. */
  resourcePolicies?: readonly ResourceService[];
  /** Findings are published to Security Hub. */
  publishes?: boolean;
}): PolicyDocument {
  const { called, onBehalf } = auditorActions(
    setup.driftMode,
    setup.enabledRegions,
    setup.wanted ?? usualFacts(),
    setup.resourcePolicies,
  );
  return documentOf([
    { Sid: 'CountersignCollects', actions: called },
    { Sid: 'CloudFormationReadsWhenItDetectsDrift', actions: onBehalf },
    {
      Sid: 'CountersignPublishesFindings',
      actions: setup.publishes === true ? NOTICE_ACTIONS.securityhub : [],
    },
  ]);
}

/** What discovering accounts needs, in the management account or a delegated administrator account. */
export function organizationPolicy(): PolicyDocument {
  return documentOf([{ Sid: 'CountersignDiscoversAccounts', actions: ORGANIZATION_ACTIONS }]);
}

/** Every action that the policy of an auditor role may hold, however the run is configured. */
export function everyAuditorAction(): string[] {
  const modes = ['access-roles', 'all-stacks', 'last-known', 'off'] as const;
  const actions = modes.flatMap((mode) => {
    const { called, onBehalf } = auditorActions(mode, true, undefined, RESOURCE_SERVICES);
    return [...called, ...onBehalf];
  });
  return [...new Set([...actions, ...ORGANIZATION_ACTIONS, ...NOTICE_ACTIONS.securityhub])].sort();
}

/** What the queries of Athena need of whoever makes them: the queries, the table, its log files and a place for results. */
export function athenaPolicy(): PolicyDocument {
  return documentOf([
    { Sid: 'CountersignQueriesAthena', actions: ATHENA_ACTIONS },
    { Sid: 'AthenaReadsInItsName', actions: [...new Set(Object.values(ATHENA_ON_BEHALF).flat())] },
  ]);
}

function documentOf(statements: Array<{ Sid: string; actions: readonly string[] }>): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: statements
      .filter(({ actions }) => actions.length > 0)
      .map(({ Sid, actions }) => ({ Sid, Effect: 'Allow', Action: [...actions].sort(), Resource: '*' })),
  };
}
