import { describe, expect, it } from 'vitest';
import { conditionOf } from '../../../src/policy/operators.ts';
import { actionSet, levelsOf } from '../../../src/policy/permissions/catalogue.ts';
import { heldToReading } from '../../../src/policy/permissions/read-only-forms.ts';

type Condition = [operator: string, key: string, ...values: string[]];

const MODE = 's3express:SessionMode';
const NEEDED = 'codeconnections:ProviderPermissionsRequired';
const IP: Condition = ['IpAddress', 'aws:SourceIp', '192.0.2.0/24'];

describe('an action is held to reading', () => {
  it.each<[says: string, action: string, conditions: Condition[], levels: string[]]>([
    ['not without conditions', 's3express:CreateSession', [], ['read', 'write']],
    ['by the mode of its session', 's3express:CreateSession', [['StringEquals', MODE, 'ReadOnly']], ['read']],
    [
      'beside other conditions',
      's3express:CreateSession',
      [IP, ['StringEquals', MODE, 'ReadOnly']],
      ['read'],
    ],
    ['not by other conditions', 's3express:CreateSession', [IP], ['read', 'write']],
    [
      'not by another mode',
      's3express:CreateSession',
      [['StringEquals', MODE, 'ReadWrite']],
      ['read', 'write'],
    ],
    [
      'not by either mode',
      's3express:CreateSession',
      [['StringEquals', MODE, 'ReadOnly', 'ReadWrite']],
      ['read', 'write'],
    ],
    [
      'not by a mode that may be left out',
      's3express:CreateSession',
      [['StringEqualsIfExists', MODE, 'ReadOnly']],
      ['read', 'write'],
    ],
    [
      'not by all modes but that',
      's3express:CreateSession',
      [['StringNotEquals', MODE, 'ReadOnly']],
      ['read', 'write'],
    ],
    [
      'not by the mode of another action',
      's3express:CreateSession',
      [['StringEquals', NEEDED, 'read_only']],
      ['read', 'write'],
    ],
    [
      'by what a provider must permit',
      'codeconnections:UseConnection',
      [['StringEquals', NEEDED, 'read_only']],
      ['read'],
    ],
    ['if it can be, others stay', 's3:PutObject', [['StringEquals', MODE, 'ReadOnly']], ['write']],
  ])('%s', (_says, action, conditions, levels) => {
    const read = conditions.map(([operator, key, ...values]) => conditionOf(operator, key, values));
    expect(levelsOf(heldToReading(actionSet([action]), read))).toEqual(levels);
  });
});
