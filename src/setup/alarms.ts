import { EXIT_CODE_WORD } from './buildspec.ts';
import { TOPIC_NAME } from './home-notices.ts';
import { type Parameter, type Properties, type Resource, ref, sub } from './template.ts';
import type { RunnerNotices, SetupValues } from './values.ts';

export function alarmParameters() {
  return {
    TopicName: {
      label: 'Topic',
      description: 'The topic that alarms go to; TopicName of home.yaml.',
      default: TOPIC_NAME,
      pattern: '^[\\w-]{1,256}$',
      constraint: 'The name of an SNS topic',
    },
    HoursWithoutRun: {
      label: 'Hours without a run',
      description:
        'After so many hours in which no build has started, or none was complete, an alarm goes off: some more than lie between two runs, and 168 at most.',
      type: 'Number',
      default: 26,
      least: 2,
      most: 168,
    },
  } satisfies Record<string, Parameter>;
}

/** What counts the runs, and those that failed. */
export interface Runs {
  namespace: string;
  failed: string;
  started: string;
  dimension: Properties;
}

const BUILDS: Runs = {
  namespace: 'AWS/CodeBuild',
  failed: 'FailedBuilds',
  started: 'Builds',
  dimension: { Name: 'ProjectName', Value: ref('ProjectName') },
};

/**
 * Three that tell apart how a build ended, and one for the build that never was. An hour is over before the next run:
 * an alarm is off again by then, and goes off again if that run ends no better.
 */
export function alarms({ notices: { metrics } }: SetupValues, runs: Runs = BUILDS): Record<string, Resource> {
  return {
    IncompleteRuns: ended('Incomplete', 3),
    RunsWithFindings: ended('Findings', 2),
    IncompleteAlarm: alarm(
      'incomplete',
      'A scan was not complete (exit code 3): the report names what was not read.',
      {
        ...OVER_NOTHING,
        Metrics: [measured('incomplete', 'Countersign', 'Incomplete', true)],
      },
    ),
    FindingsAlarm: alarm('findings', 'A scan has open findings at or above failOn (exit code 2).', {
      ...OVER_NOTHING,
      Metrics: [measured('findings', 'Countersign', 'Findings', true)],
    }),
    FailedAlarm: alarm(
      'failed',
      'A scan could not run, or its build failed: the log of the build says why.',
      {
        ...OVER_NOTHING,
        Metrics: [
          // A build ends red with the codes 2 and 3 too, and these have alarms of their own.
          {
            Id: 'failed',
            Label: 'Failed otherwise',
            Expression: 'FILL(builds, 0) - FILL(incomplete, 0) - FILL(findings, 0)',
            ReturnData: true,
          },
          measured('builds', runs.namespace, runs.failed, false, runs.dimension),
          measured('incomplete', 'Countersign', 'Incomplete', false),
          measured('findings', 'Countersign', 'Findings', false),
        ],
      },
    ),
    SilentAlarm: alarm('silent', 'No scan has started for longer than the schedule allows.', {
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      EvaluationPeriods: ref('HoursWithoutRun'),
      TreatMissingData: 'breaching',
      Metrics: [measured('started', runs.namespace, runs.started, true, runs.dimension)],
    }),
    ...(metrics === undefined ? {} : heartbeat(metrics)),
  };
}

/**
 * Off after a run that was complete, and on again once none has been for so many hours: whether runs were incomplete,
 * died, could not begin, or nobody started them. Where nothing is measured, silence is the news.
 */
function heartbeat({ namespaces: [namespace = ''], heartbeat: name }: Heartbeat): Record<string, Resource> {
  return {
    NoCompleteRunAlarm: alarm(
      'no-complete-run',
      'No scan was complete for longer than the schedule allows, whatever became of them.',
      {
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 0,
        EvaluationPeriods: ref('HoursWithoutRun'),
        TreatMissingData: 'breaching',
        Metrics: [
          {
            Id: 'age',
            ReturnData: true,
            MetricStat: {
              Period: HOUR,
              Stat: 'Minimum',
              Metric: { Namespace: namespace, MetricName: name },
            },
          },
        ],
      },
    ),
  };
}

type Heartbeat = NonNullable<RunnerNotices['metrics']>;

const OVER_NOTHING: Properties = {
  ComparisonOperator: 'GreaterThanThreshold',
  Threshold: 0,
  EvaluationPeriods: 1,
  TreatMissingData: 'notBreaching',
};

/** Counts the lines of the log that tell an exit code. */
function ended(metric: string, code: number): Resource {
  return {
    type: 'AWS::Logs::MetricFilter',
    properties: {
      LogGroupName: ref('BuildLog'),
      FilterPattern: `[word = "${EXIT_CODE_WORD}", code = ${code}]`,
      MetricTransformations: [
        { MetricNamespace: 'Countersign', MetricName: sub(`\${ProjectName}-${metric}`), MetricValue: '1' },
      ],
    },
  };
}

function alarm(name: string, description: string, properties: Properties): Resource {
  return {
    type: 'AWS::CloudWatch::Alarm',
    properties: {
      AlarmName: sub(`\${ProjectName}-${name}`),
      AlarmDescription: description,
      AlarmActions: [sub('arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:${TopicName}')],
      ...properties,
    },
  };
}

const HOUR = 3600;

function measured(
  id: string,
  namespace: string,
  metric: string,
  shown: boolean,
  dimension: Properties = {},
): Properties {
  const own = namespace === 'Countersign';
  return {
    Id: id,
    ReturnData: shown,
    MetricStat: {
      Period: HOUR,
      Stat: 'Sum',
      Metric: {
        Namespace: namespace,
        MetricName: own ? sub(`\${ProjectName}-${metric}`) : metric,
        ...(own ? {} : { Dimensions: [dimension] }),
      },
    },
  };
}
