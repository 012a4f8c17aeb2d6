import { describe, expect, it } from 'vitest';
import { registry } from '../../src/checks/registry.ts';
import { loadConfig } from '../../src/config/load.ts';
import { problemsOf } from './problems-of.ts';

const HEAD = 'accounts: [{ id: "111122223333" }]\nnotify:\n';
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:countersign';
const BUS = 'arn:aws:events:eu-west-1:111122223333:event-bus/';

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
    ['a topic that keeps the order', `  - { to: sns, target: "${TOPIC}.fifo" }\n`, []],
    ['an ARN with more before it', `  - { to: sns, target: "x${TOPIC}" }\n`, [/ARN of an SNS topic/]],
    ['an ARN with more after it', `  - { to: sns, target: "${TOPIC} x" }\n`, [/ARN of an SNS topic/]],
    ['a bus', `  - { to: eventbridge, target: "${BUS}default" }\n`, []],
    [
      'a bus of a partner, in GovCloud',
      `  - { to: eventbridge, target: "${BUS.replace('aws', 'aws-us-gov')}aws.partner/x.com/1" }\n`,
      [],
    ],
    [
      'the ARN of a bus with more before it',
      `  - { to: eventbridge, target: "x${BUS}default" }\n`,
      [/event bus/],
    ],
    [
      'the ARN of a bus with more after it',
      `  - { to: eventbridge, target: "${BUS}default x" }\n`,
      [/event bus/],
    ],
    ['no bus', '  - { to: eventbridge }\n', [/"target" is missing.*event bus/]],
    ['a Region of GovCloud', '  - { to: securityhub, target: us-gov-west-1 }\n', []],
    ['a zone', '  - { to: securityhub, target: eu-west-1a }\n', [/must be an AWS Region/]],
    [
      'a Region with more before it',
      '  - { to: securityhub, target: x-eu_west-1 }\n',
      [/must be an AWS Region/],
    ],
    ['a namespace', '  - { to: metrics, target: Audit/Access }\n', []],
    ['a namespace with a space', '  - { to: metrics, target: Audit Access }\n', [/namespace/]],
    ['a webhook without its address', '  - { to: webhook }\n', [/"target" is missing.*https/]],
    ['a webhook that is no address', '  - { to: webhook, target: nowhere }\n', [/must be an address/]],
    ['a webhook with a user', '  - { to: webhook, target: "https://u@example.com/" }\n', [/without a user/]],
    [
      'a webhook with a password alone',
      '  - { to: webhook, target: "https://:hunter2@example.com/" }\n',
      [/without a user/],
    ],
    [
      'a webhook at a place in a page',
      '  - { to: webhook, target: "https://example.com/#x" }\n',
      [/must be an address/],
    ],
    ['a webhook on this machine, by name', '  - { to: webhook, target: "http://localhost:8080/x" }\n', []],
    ['a webhook on this machine, by IPv6', '  - { to: webhook, target: "http://[::1]:8080/x" }\n', []],
    [
      'a webhook on this machine, by another address',
      '  - { to: webhook, target: "http://127.0.10.255/x" }\n',
      [],
    ],
    ['a file server on this machine', '  - { to: webhook, target: "ftp://localhost/x" }\n', [/https/]],
    [
      'a secret for JSON',
      '  - { to: webhook, target: "https://a.example/", format: json, secret: hunter2 }\n',
      [],
    ],
    ['a secret', '  - { to: webhook, target: "https://a.example/", secret: hunter2 }\n', []],
    ['a chat without a secret', '  - { to: webhook, target: "https://a.example/", format: slack }\n', []],
    [
      'a secret for a topic',
      `  - { to: sns, target: "${TOPIC}", secret: hunter2 }\n`,
      [/notify\[0\]\.secret: does nothing for sns: leave it out/],
    ],
    [
      'a format for a topic, with a secret',
      `  - { to: sns, target: "${TOPIC}", format: slack, secret: hunter2 }\n`,
      [/notify\[0\]\.format: does nothing for sns/, /notify\[0\]\.secret: does nothing for sns/],
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

  it('of a topic needs its ARN for setup too', () => {
    const text = `${HEAD}  - { to: sns }\n  - { to: webhook }\n`;
    expect(() => loadConfig(text, 'c.yaml', {}, registry, undefined, 'setup')).toThrow(
      /notify\[0\]: the key "target" is missing(?![\s\S]*notify\[1\])/,
    );
  });
});
