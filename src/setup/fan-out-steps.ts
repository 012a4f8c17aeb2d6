import { type Properties, ref, sub, type Value } from './template.ts';

/** The name of the state machine, by which its role may start what belongs to it. */
export const MACHINE_NAME = '${ProjectName}-shards';

/**
 * The steps of a run in shards, in the Amazon States Language: a build that plans it; the shards, each a build of its own;
 * and a build that merges them. The place of the shards is named by the execution, so that a step that is done again, or
 * redriven, finds what is there.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
export function steps(): Properties {
  return {
    Comment: 'A run of Countersign in shards.',
    QueryLanguage: 'JSONata',
    StartAt: 'Plan',
    States: {
      Plan: {
        ...build(sub(`{% 'plan --shards \${Shards} --place ' & ${PLACE} %}`)),
        Retry: AGAIN,
        Next: 'Shards',
      },
      Shards: {
        Type: 'Map',
        Label: 'Shards',
        ItemReader: {
          Resource: sub('arn:${AWS::Partition}:states:::s3:getObject'),
          ReaderConfig: { InputType: 'JSONL' },
          Arguments: { Bucket: ref('ShardsBucket'), Key: `{% ${EXECUTION} & '/shards.jsonl' %}` },
        },
        ItemSelector: {
          shard: `{% $string(${ITEM}.shard) & '/' & $string(${ITEM}.of) %}`,
          place: sub(`{% ${PLACE} %}`),
        },
        MaxConcurrency: sub('{% ${MaxConcurrency} %}'),
        ToleratedFailurePercentage: sub('{% ${ToleratedFailurePercentage} %}'),
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Scan',
          States: {
            Scan: {
              // Within the map, the execution is that of the shard.
              ...build("{% 'scan --shard ' & $states.input.shard & ' --place ' & $states.input.place %}"),
              Retry: AGAIN,
              End: true,
            },
          },
        },
        ResultWriter: {
          Resource: sub('arn:${AWS::Partition}:states:::s3:putObject'),
          Arguments: { Bucket: ref('ShardsBucket'), Prefix: `{% ${EXECUTION} & '/${RESULTS}' %}` },
        },
        Output: {},
        Next: 'Merge',
      },
      Merge: {
        // What more may fail than is tolerated has ended the map before.
        ...build(sub(`{% 'merge ' & ${PLACE} & ' --allow-missing' %}`), {
          ComputeTypeOverride: ref('MergeComputeType'),
        }),
        End: true,
      },
    },
  };
}

/** The folder beside the shards of a run for what the map says of them. */
export const RESULTS = 'results';

const EXECUTION = '$states.context.Execution.Name';
const PLACE = `'s3://\${ShardsBucket}/' & ${EXECUTION}`;
const ITEM = '$states.context.Map.Item.Value';

/** A build may fail for what passes: a limit of CodeBuild, a machine that is gone. What it has done already stays. */
const AGAIN: Value = [
  {
    ErrorEquals: ['States.TaskFailed'],
    IntervalSeconds: 60,
    BackoffRate: 2,
    MaxAttempts: 2,
    JitterStrategy: 'FULL',
  },
];

function build(command: Value, more: Properties = {}): Properties {
  return {
    Type: 'Task',
    Resource: sub('arn:${AWS::Partition}:states:::codebuild:startBuild.sync'),
    Arguments: {
      ProjectName: ref('Project'),
      ...more,
      EnvironmentVariablesOverride: [{ Name: 'COUNTERSIGN_ARGUMENTS', Type: 'PLAINTEXT', Value: command }],
    },
    Output: {},
  };
}
