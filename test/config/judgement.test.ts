import { expect, it } from 'vitest';
import { toJudgement } from '../../src/config/judgement.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { JudgementConfig } from '../../src/model/config.ts';
import { ACCOUNTS, CHECKS } from './problems-of.ts';

const judged = (text: string) => toJudgement(loadConfig(`${ACCOUNTS}${text}\n`, 'c.yaml', {}, CHECKS), []);

const SPOT = { services: ['cloudformation'], reason: 'Closed', approvedBy: 'Ana', expires: '2027-01-01' };
const OWNER = { name: 'Ana', accounts: ['111122223333'], organizationalUnits: [] };
const [ONE, TWO] = ['o-a1b2c3d4e5', 'o-f6g7h8i9j0'];
const PROFILES = `[{ id: ${ONE}, discover: true }, { id: ${TWO}, discover: true, profile: two }]`;

it.each<[key: keyof JudgementConfig, text: string, value: unknown]>([
  ['organizationIds', `auditor: { roleName: R }\norganizations: ${PROFILES}`, [ONE, TWO]],
  ['blindSpots', `blindSpots: [${JSON.stringify(SPOT)}]`, [SPOT]],
  ['owners', `owners: [${JSON.stringify(OWNER)}]`, [OWNER]],
  ['strict', 'strict: true', true],
])('judging goes by %s where it is given, and has no such key where it is not', (key, text, value) => {
  expect(judged(text)[key]).toEqual(value);
  expect(judged('')).not.toHaveProperty(key);
});

it('names the organization, and prints the whole report, where that is asked for', () => {
  expect(judged('report: { print: full, organizationName: Example }').report).toMatchObject({
    print: 'full',
    organizationName: 'Example',
  });
  expect(judged('').report).not.toHaveProperty('print');
  expect(judged('').organizationId).toBeNull();
});
