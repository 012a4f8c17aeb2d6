import { describe, expect, it } from 'vitest';
import { registry } from '../../src/checks/registry.ts';
import { loadConfig } from '../../src/config/load.ts';
import { problemsOf } from './problems-of.ts';

const HEAD = 'accounts: [{ id: "111122223333" }]\nnotify:\n';
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:countersign';

describe('notify', () => {
  it.each([
    ['a topic', `  - { to: sns, target: "${TOPIC}" }\n`, []],
    ['a topic in China', `  - { to: sns, target: "${TOPIC.replace('aws', 'aws-cn')}" }\n`, []],
    [
      'a topic without its ARN',
      '  - { to: sns }\n',
      [/c\.yaml:3.*notify\[0\].*"target" is missing.*ARN of an SNS topic/],
    ],
    [
      'a topic by name',
      '  - { to: sns, target: countersign }\n',
      [/notify\[0\]\.target.*ARN of an SNS topic/],
    ],
    [
      'a bus by the ARN of a topic',
      `  - { to: eventbridge, target: "${TOPIC}" }\n`,
      [/notify\[0\]\.target.*event bus/],
    ],
    ['a kind that is none', '  - { to: email, target: "x" }\n', [/notify\[0\]\.to.*must be "sns"/]],
    [
      'a webhook in the clear',
      '  - { to: webhook, target: "http://example.com/x" }\n',
      [/notify\[0\]\.target.*https/],
    ],
    ['a webhook on this machine', '  - { to: webhook, target: "http://127.0.0.1:8080/x" }\n', []],
    [
      'a webhook that looks like this machine',
      '  - { to: webhook, target: "http://127.0.0.1.example.com/x" }\n',
      [/https/],
    ],
    [
      'a webhook with a password',
      '  - { to: webhook, target: "https://u:hunter2@example.com/" }\n',
      [/without a user/],
    ],
    ['a webhook of another protocol', '  - { to: webhook, target: "file:///etc/passwd" }\n', [/https/]],
    [
      'a secret for a chat',
      '  - { to: webhook, target: "https://a.example/", format: slack, secret: hunter2 }\n',
      [/notify\[0\]\.secret/],
    ],
    [
      'an owner of metrics',
      '  - { to: metrics, owner: Ana }\n',
      [/notify\[0\]\.owner.*does nothing for metrics/],
    ],
    [
      "a namespace of AWS's own",
      '  - { to: metrics, target: AWS/EC2 }\n',
      [/notify\[0\]\.target.*namespace/],
    ],
    ['Security Hub in one Region', '  - { to: securityhub, target: eu-west-1 }\n', []],
    ['the same twice', '  - { to: metrics }\n  - { to: metrics }\n', [/notify\[1\].*same as notify\[0\]/]],
    [
      'a key that is none',
      '  - { to: metrics, tagret: x }\n',
      [/notify\[0\]\.tagret.*Did you mean "target"/],
    ],
  ])('%s', (_name, text, expected) => {
    const problems = problemsOf(HEAD + text);
    expect(problems, problems.join('\n')).toHaveLength(expected.length);
    expected.forEach((words, index) => {
      expect(problems[index]).toMatch(words);
    });
    expect(problems.join()).not.toContain('hunter2');
  });

  it('needs neither address nor secret of a webhook for judging and for setup', () => {
    const text = `${HEAD}  - { to: webhook, target: "\${COUNTERSIGN_HOOK}", secret: "\${COUNTERSIGN_SECRET}" }\n  - { to: sns, target: "${TOPIC}" }\n`;
    const load = (purpose: 'scan' | 'judge' | 'setup') =>
      loadConfig(text, 'c.yaml', {}, registry, undefined, purpose).notify;
    expect(() => load('scan')).toThrow();
    expect(load('judge')).toEqual([]);
    expect(load('setup')).toEqual([{ to: 'webhook' }, { to: 'sns', target: TOPIC }]);
  });
});
