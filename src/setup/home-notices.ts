import { policyDocument } from './policy-document.ts';
import { getAtt, type Parameter, type Resource, ref } from './template.ts';
import type { SetupValues } from './values.ts';

/** The name of the topic, in both templates that speak of it. */
export const TOPIC_NAME = 'countersign';

export function noticeParameters() {
  return {
    TopicName: {
      label: 'Topic',
      description: 'The name of the SNS topic of notices and alarms.',
      default: TOPIC_NAME,
      pattern: '^[\\w-]{1,256}$',
      constraint: 'The name of an SNS topic',
    },
    NoticeEmail: {
      label: 'Mail address',
      description: 'Who gets notices and alarms by mail, once the address is confirmed. Empty: nobody.',
      default: '',
      pattern: '^$|^[^@\\s]+@[^@\\s]+$',
      constraint: 'Empty, or a mail address',
    },
  } satisfies Record<string, Parameter>;
}

/** The topic that the runner and the alarms of this account publish to. */
export function notices({ notices: { topics } }: SetupValues): Record<string, Resource> {
  const topic = ref('NoticeTopic');
  return {
    NoticeTopic: {
      type: 'AWS::SNS::Topic',
      properties: { TopicName: ref('TopicName'), KmsMasterKeyId: getAtt('EncryptionKey', 'Arn') },
    },
    NoticeTopicPolicy: {
      type: 'AWS::SNS::TopicPolicy',
      properties: {
        Topics: [topic],
        PolicyDocument: policyDocument(
          ...(topics?.home === true
            ? [
                {
                  Sid: 'RunnerPublishes',
                  Effect: 'Allow' as const,
                  Principal: { AWS: getAtt('RunnerRole', 'Arn') },
                  Action: 'sns:Publish',
                  Resource: topic,
                },
              ]
            : []),
          {
            Sid: 'AlarmsOfTheAccountPublish',
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: topic,
            Condition: { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } },
          },
          {
            Sid: 'OnlyByTls',
            Effect: 'Deny',
            Principal: '*',
            Action: 'sns:Publish',
            Resource: topic,
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ),
      },
    },
    NoticeSubscription: {
      type: 'AWS::SNS::Subscription',
      condition: 'NoticesGoByMail',
      properties: { TopicArn: topic, Protocol: 'email', Endpoint: ref('NoticeEmail') },
    },
  };
}
