import { allow, type Statement } from './policy-document.ts';
import { ref, type Value } from './template.ts';
import type { RunnerNotices } from './values.ts';

/** What the runner is allowed in order to tell those whom the configuration names, and nobody else. */
export function noticeStatements({ topics, buses, metrics }: RunnerNotices): Statement[] {
  const ofTopics: Value[] =
    topics === undefined ? [] : [...(topics.home ? [ref('NoticeTopic')] : []), ...topics.arns];
  return [
    ...(topics === undefined ? [] : [allow('SendNotices', topics.actions, oneOrAll(ofTopics))]),
    ...(buses === undefined ? [] : [allow('PutEvents', buses.actions, oneOrAll([...buses.arns]))]),
    ...(metrics === undefined
      ? []
      : [
          {
            // CloudWatch knows no resource of metrics, and the namespace as a condition.
            ...allow('PutMetrics', metrics.actions, '*'),
            Condition: { StringEquals: { 'cloudwatch:namespace': oneOrAll([...metrics.namespaces]) } },
          },
        ]),
  ];
}

function oneOrAll(values: Value[]): Value {
  const [first] = values;
  return values.length === 1 && first !== undefined ? first : values;
}
