import { describe, expect, it } from 'vitest';
import { NOTICE_ACTIONS } from '../../src/notify/actions.ts';
import { noticeStatements } from '../../src/setup/notice-statements.ts';
import type { Statement } from '../../src/setup/policy-document.ts';
import { ref } from '../../src/setup/template.ts';
import { fileOf, filesOf, valuesOf } from './made.ts';

const HOME_TOPIC = 'arn:aws:sns:eu-west-1:111122223333:countersign';
const FOREIGN_TOPIC = 'arn:aws:sns:eu-central-1:444455556666:security';
const BUS = 'arn:aws:events:eu-west-1:444455556666:event-bus/security';
const SECRET = 'https://hooks.example/services/T0/s3cr3t';

const BASE = 'organization: { discover: true }\nauditor: { roleName: CountersignAuditor }\n';

function yamlOf(notify: readonly object[]): string {
  return `${BASE}notify: ${JSON.stringify(notify)}\n`;
}

/** What the runner's policy has in order to tell somebody. */
function telling(notify: readonly object[]): Statement[] {
  return noticeStatements(valuesOf(yamlOf(notify)).notices);
}

describe('what the runner may do to tell', () => {
  it.each<[string, object[], Partial<Statement>[]]>([
    [
      'a topic of another account, and not that of the home',
      [{ to: 'sns', target: FOREIGN_TOPIC }],
      [{ Action: [...NOTICE_ACTIONS.sns], Resource: FOREIGN_TOPIC }],
    ],
    [
      'a bus alone',
      [{ to: 'eventbridge', target: BUS }],
      [{ Action: [...NOTICE_ACTIONS.eventbridge], Resource: BUS }],
    ],
    ['a webhook: nothing of AWS', [{ to: 'webhook', target: SECRET }], []],
    ['Security Hub: nothing, the auditor roles do it', [{ to: 'securityhub' }], []],
    [
      'metrics of a namespace, and of no other',
      [{ to: 'metrics', target: 'Audit' }],
      [
        {
          Action: [...NOTICE_ACTIONS.metrics],
          Resource: '*',
          Condition: { StringEquals: { 'cloudwatch:namespace': 'Audit' } },
        },
      ],
    ],
    [
      'two owners by one topic, once',
      [
        { to: 'sns', target: FOREIGN_TOPIC, owner: 'Ana' },
        { to: 'sns', target: FOREIGN_TOPIC, owner: 'Bo' },
      ],
      [{ Resource: FOREIGN_TOPIC }],
    ],
  ])('%s', (_what, notify, expected) => {
    const statements = telling(notify);
    expect(statements).toHaveLength(expected.length);
    expect(statements).toMatchObject(expected);
  });

  it('by the topic of the home beside another: both, and no third', () => {
    const [statement, ...more] = telling([
      { to: 'sns', target: HOME_TOPIC },
      { to: 'sns', target: FOREIGN_TOPIC },
    ]);
    expect(more).toEqual([]);
    expect(statement?.Resource).toEqual([ref('NoticeTopic'), HOME_TOPIC, FOREIGN_TOPIC]);
  });
});

describe('what the auditor role may do', () => {
  const writes = (notify: readonly object[]) =>
    valuesOf(yamlOf(notify)).auditorPolicy.Statement.filter(
      (statement) => 'Sid' in statement && statement.Sid === 'CountersignPublishesFindings',
    );

  it('with Security Hub is to publish there, and the template says the same', () => {
    const notify = [{ to: 'securityhub' }];
    expect(writes(notify)).toEqual([
      {
        Sid: 'CountersignPublishesFindings',
        Effect: 'Allow',
        Action: [...NOTICE_ACTIONS.securityhub].sort(),
        Resource: '*',
      },
    ]);
    for (const name of ['auditor-role.yaml', 'auditor-role-management-account.yaml'])
      for (const action of NOTICE_ACTIONS.securityhub) expect(fileOf(name, yamlOf(notify))).toContain(action);
  });

  it.each(['sns', 'eventbridge', 'webhook', 'metrics'])('with %s is to read, as without', (to) => {
    const targets: Record<string, string> = { sns: FOREIGN_TOPIC, eventbridge: BUS, webhook: SECRET };
    const notify = [{ to, ...(targets[to] === undefined ? {} : { target: targets[to] }) }];
    expect(writes(notify)).toEqual([]);
    expect(fileOf('auditor-role.yaml', yamlOf(notify))).not.toContain('securityhub:');
  });
});

it('The address of a webhook is in no file that setup makes.', () => {
  const files = filesOf(yamlOf([{ to: 'webhook', target: SECRET }]));
  for (const [name, text] of files) expect(text, name).not.toContain('s3cr3t');
});
