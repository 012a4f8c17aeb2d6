import {
  accountCheck,
  type CheckContext,
  type Failed,
  type Outcome,
  type OutcomeEvidence,
} from '../../model/check.ts';
import type { AuthorizationDetails } from '../../model/facts/authorization-details.ts';
import type { ConfigRecorders } from '../../model/facts/config-recorders.ts';
import type { Trail, Trails } from '../../model/facts/trails.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { lazily } from '../../model/lazily.ts';
import { mayAdmitOutsiders } from '../../parties/outside-providers.ts';
import { actionSet, overlap } from '../../policy/permissions/catalogue.ts';
import { surroundingsOf } from '../../policy/permissions/role-surroundings.ts';
import { firstFew, MOST_SHOWN } from '../support/role-activity.ts';
import { listed } from '../support/wording.ts';

/** Reads and writes of data, which only data events tell of. */
const onData = lazily(() =>
  actionSet([
    's3:GetObject',
    's3:PutObject',
    's3:DeleteObject',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:Query',
    'dynamodb:Scan',
    'lambda:InvokeFunction',
  ]),
);

export const recordingMissing = accountCheck({
  id: 'recording-missing',
  area: 'activity',
  per: 'account',
  title: 'What happens in the account is recorded',
  failureTitle: 'What happens in the account is not recorded in full',
  failsWhen:
    'In a Region that was read no trail, or no pair of trails, that is logging and delivers records all management events of reading and of writing, but for those of KMS and of the RDS Data API: high. Of the trails that do, none is of all Regions, or none of a Region has log file validation: medium. No such trail records data events, and outsiders may read, write or invoke S3, DynamoDB or Lambda by a role: low. AWS Config has no recorder that records in a Region, none there that records all types of resources or none that delivers, or keeps what it records for less than `retentionDays`: medium.',
  // Without a record nobody can tell what a third party did, and every other check of this area is blind.
  severity: 'high',
  rationale:
    'What a third party did can be told afterwards only where it was recorded. The event history of CloudTrail forgets after 90 days, and nothing shows that it is as it was written.',
  remediation:
    'Have one trail of the organization record all management events of all Regions, with log file validation, into a bucket of a logging account. Have AWS Config record in every Region, and keep what it records for a year and more.',
  cannotKnow:
    'Who may delete or change the log files in their bucket, how long the bucket keeps them, event data stores of CloudTrail Lake, and Regions that are not read.',
  parameters: {
    retentionDays: {
      default: 365,
      description: 'The least number of days for which AWS Config keeps what it records.',
    },
  },
  requires: ['authorization-details', 'trails', 'config-recorders'],
  evaluate(facts, context) {
    const { account, parameters } = context;
    const trails = {
      arn: `aws:cloudtrail:global:${account.accountId}:recording`,
      type: 'AWS::CloudTrail::Trail',
    };
    const recorders = {
      arn: `aws:config:global:${account.accountId}:recording`,
      type: 'AWS::Config::ConfigurationRecorder',
    };
    return [
      ...trailVerdicts(facts.trails, facts['authorization-details'], context).map(
        (one): Outcome => ({ resource: trails, ...one }),
      ),
      {
        resource: recorders,
        ...recorderVerdict(facts['config-recorders'], parameters.retentionDays),
      } as Outcome,
    ];
  },
});

type Verdict =
  | { status: 'PASS' | 'UNKNOWN'; detail: string }
  | Pick<Failed, 'status' | 'detail' | 'severity' | 'discriminator' | 'evidence'>;

/** Busy ones, which CloudTrail itself offers to leave out. No record of a third party is lost by that. */
const MAY_BE_LEFT_OUT: ReadonlySet<string> = new Set(['kms.amazonaws.com', 'rdsdata.amazonaws.com']);

function works({ isLogging, deliveryError }: Trail): boolean {
  return isLogging && deliveryError === null;
}

function leavesOut({ excluded }: Trail): string[] {
  return excluded.filter((service) => !MAY_BE_LEFT_OUT.has(service));
}

/** It records management events of reading, of writing or of both, and delivers them. */
function records(trail: Trail, kind: 'read' | 'write'): boolean {
  const { managementEvents } = trail;
  return works(trail) && leavesOut(trail).length === 0 && [kind, 'all'].includes(managementEvents);
}

/** Those by which a Region has all management events on record, be it one for reading and one for writing. */
function recordingTrails(trails: readonly Trail[]): Trail[] {
  const kinds = ['read', 'write'] as const;
  return kinds.every((kind) => trails.some((trail) => records(trail, kind)))
    ? trails.filter((trail) => kinds.some((kind) => records(trail, kind)))
    : [];
}

function trailVerdicts(
  { perResource }: Trails,
  details: AuthorizationDetails,
  context: CheckContext,
): Verdict[] {
  const read = perResource.flatMap(({ fact }, index) =>
    fact.status === 'COLLECTED' ? [{ ...fact.value, index }] : [],
  );
  const unread = unreadOf(perResource);
  const bare = read.filter(({ trails }) => recordingTrails(trails).length === 0);
  const recorded = read.filter((region) => !bare.includes(region));
  const good = recorded.flatMap(({ trails }) => recordingTrails(trails));
  const evidence = (of: ReadonlyArray<{ index: number; trails: unknown }>): OutcomeEvidence[] =>
    of.slice(0, MOST_SHOWN).map(({ index, trails }) => ({
      fact: 'trails',
      region: 'global',
      pointer: jsonPointer('perResource', index, 'fact', 'value', 'trails'),
      value: trails,
    }));
  const verdicts: Verdict[] = [];
  if (bare.length > 0) {
    verdicts.push({
      status: 'FAIL',
      discriminator: 'management-events',
      detail: `No trail that works records all management events in ${firstFew(bare.map(({ region }) => region))}.${whyNot(bare)}`,
      evidence: evidence(bare),
    });
  }
  const weak = weaknesses(recorded.map(({ trails }) => recordingTrails(trails)));
  if (good.length > 0 && weak.length > 0) {
    verdicts.push({
      status: 'FAIL',
      discriminator: 'trail-settings',
      severity: 'medium',
      detail: `Of the trails that record the account, ${firstFew(weak)}.`,
      evidence: evidence(recorded),
    });
  }
  const reached = rolesOnData(details, context);
  const hasData = read.some(({ trails }) => trails.some((trail) => works(trail) && trail.dataEvents));
  if (reached.length > 0 && read.length > 0 && !hasData) {
    verdicts.push({
      status: 'FAIL',
      discriminator: 'data-events',
      severity: 'low',
      detail: `No trail records data events, and third parties reach data by ${firstFew(reached)}: what they read there leaves no trace.`,
      evidence: evidence(read),
    });
  }
  if (unread !== undefined) return verdicts.length > 0 ? verdicts : [{ status: 'UNKNOWN', detail: unread }];
  if (verdicts.length > 0) return verdicts;
  const names = [...new Set(good.map(({ name }) => name))].sort();
  const without = [...new Set(good.flatMap(({ excluded }) => excluded))].sort();
  const but = without.length === 0 ? '' : ` Events of ${listed(without)} are left out.`;
  return [
    {
      status: 'PASS',
      detail: `All management events are recorded in every Region that was read, by ${firstFew(names)}.${but}`,
    },
  ];
}

/** Why trails that there are do not count. */
function whyNot(regions: ReadonlyArray<{ trails: readonly Trail[] }>): string {
  const reasons = new Set(
    regions.flatMap(({ trails }) =>
      trails.map((trail) => {
        const { name, isLogging, managementEvents, deliveryError } = trail;
        if (!isLogging) return `${name} is stopped`;
        if (deliveryError !== null) return `${name} cannot deliver (${deliveryError})`;
        if (managementEvents !== 'all')
          return `${name} records ${managementEvents === 'none' ? 'none' : 'not all'} of them`;
        return `${name} leaves out those of ${firstFew(leavesOut(trail))}`;
      }),
    ),
  );
  return reasons.size === 0 ? '' : ` ${firstFew([...reasons])}.`;
}

/** Of the trails of each Region that is recorded. */
function weaknesses(regions: ReadonlyArray<readonly Trail[]>): string[] {
  return [
    ...(regions.flat().some(({ isMultiRegion }) => isMultiRegion)
      ? []
      : ['none is of all Regions, so that a Region which is switched on later is not recorded']),
    ...(regions.every((trails) => trails.some(({ isValidated }) => isValidated))
      ? []
      : [
          `none ${regions.some((trails) => trails.some(({ isValidated }) => isValidated)) ? 'of a Region ' : ''}has log file validation, so that a change to its files does not show`,
        ]),
  ];
}

/** Names of roles by which outsiders reach data. */
function rolesOnData(details: AuthorizationDetails, { study }: CheckContext): string[] {
  const around = surroundingsOf(details, study);
  return details.roles
    .filter((role) => mayAdmitOutsiders(role, study) && overlap(around.held(role).access.actions, onData()))
    .map(({ name }) => name);
}

function recorderVerdict({ perResource }: ConfigRecorders, leastDays: number): Verdict {
  const read = perResource.flatMap(({ fact }, index) =>
    fact.status === 'COLLECTED' ? [{ ...fact.value, index }] : [],
  );
  const silent = read.filter(({ recorders }) => !recorders.some(({ isRecording }) => isRecording));
  const at = read.filter((one) => !silent.includes(one));
  const failing = at.filter(({ recorders }) => recorders.every(cannotDeliver));
  const partial = at.filter(
    ({ recorders }) => !recorders.some((one) => one.isRecording && one.isForAllTypes),
  );
  const short = at.filter((one) => one.retentionDays < leastDays);
  const wrong = [...new Set([...silent, ...failing, ...partial, ...short])];
  if (wrong.length > 0) {
    const places: Array<[typeof read, string]> = [
      [silent, 'it does not record'],
      [failing, 'it failed to deliver at last'],
      [partial, 'it records only some types of resources'],
      [short, `it keeps what it records for less than ${leastDays} days`],
    ];
    const said = places
      .filter(([regions]) => regions.length > 0)
      .map(([regions, what]) => `${what} in ${firstFew(regions.map(({ region }) => region))}`);
    return {
      status: 'FAIL',
      discriminator: 'config',
      severity: 'medium',
      detail: `${said.join('; ').replace(/^it/, 'AWS Config')}.`,
      evidence: wrong.slice(0, MOST_SHOWN).map(({ index, ...value }) => ({
        fact: 'config-recorders',
        region: 'global',
        pointer: jsonPointer('perResource', index, 'fact', 'value'),
        value,
      })),
    };
  }
  const unread = unreadOf(perResource);
  return unread === undefined
    ? { status: 'PASS', detail: 'AWS Config records in every Region that was read.' }
    : { status: 'UNKNOWN', detail: unread };
}

/** https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationRecorderStatus.html */
function cannotDeliver({ isRecording, lastStatus }: { isRecording: boolean; lastStatus: string | null }) {
  return isRecording && lastStatus?.toLowerCase() === 'failure';
}

function unreadOf(members: Trails['perResource'] | ConfigRecorders['perResource']): string | undefined {
  for (const { fact } of members)
    if (fact.status === 'NOT_COLLECTED') return `Not every Region was read: ${fact.message}`;
  return undefined;
}
