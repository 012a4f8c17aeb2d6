import { bucketParameters, evidenceBucket } from './home-bucket.ts';
import { aliasParameters, keys } from './home-keys.ts';
import { noticeParameters, notices } from './home-notices.ts';
import { runner, runnerConditions, runnerParameters } from './home-runner.ts';
import { equals, getAtt, not, ref, type Template } from './template.ts';
import type { SetupValues } from './values.ts';

/** Where Countersign lives: its role, the evidence, the keys, and where notices go. */
export function home(values: SetupValues): Template {
  const runs = runnerParameters(values);
  const evidence = bucketParameters(values);
  const aliases = aliasParameters(values);
  const noticed = noticeParameters();
  return {
    name: 'home',
    description: `The home of Countersign, in one account and Region: the role that runs it, the bucket that keeps its evidence, its keys, and the topic of its notices. Bucket and keys stay when the stack is deleted. Made by countersign setup ${values.version}.`,
    parameters: { ...runs, ...evidence, ...noticed, ...aliases },
    groups: {
      'The runner': Object.keys(runs),
      'The evidence': Object.keys(evidence),
      'The notices': Object.keys(noticed),
      'The keys': Object.keys(aliases),
    },
    conditions: {
      ...runnerConditions(),
      SettingsHaveAnAdministrator: not(equals(ref('EvidenceAdministratorArn'), '')),
      ReviewersWrite: not(equals(ref('ReviewerArn'), '')),
      NoticesGoByMail: not(equals(ref('NoticeEmail'), '')),
    },
    resources: {
      ...runner(values),
      ...keys(values.runnerActions),
      ...evidenceBucket(),
      ...notices(values),
    },
    outputs: {
      RunnerRoleArn: {
        description: 'What the other templates ask for as RunnerRoleArn.',
        value: getAtt('RunnerRole', 'Arn'),
      },
      EvidenceBucketName: {
        description: 'evidence.s3.bucket of the configuration.',
        value: ref('EvidenceBucket'),
      },
      SigningKeyArn: {
        description: 'evidence.signing.kmsKeyId of the configuration.',
        value: getAtt('SigningKey', 'Arn'),
      },
      FingerprintKeyArn: {
        description: 'evidence.externalIdKmsKeyId of the configuration.',
        value: getAtt('FingerprintKey', 'Arn'),
      },
      EncryptionKeyArn: {
        description: 'What encrypts the bucket and the topic.',
        value: getAtt('EncryptionKey', 'Arn'),
      },
      NoticeTopicArn: {
        description: 'Where alarms go; the target under notify of the configuration, with to: sns.',
        value: ref('NoticeTopic'),
      },
    },
  };
}
