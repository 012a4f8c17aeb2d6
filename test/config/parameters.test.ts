import { describe, expect, it } from 'vitest';
import { staleRole } from '../../src/checks/usage/stale-role.ts';
import { rulesFor } from '../../src/evaluate/rules-for-run.ts';
import type { JudgementConfig } from '../../src/model/config.ts';
import { parameterProblem } from '../../src/model/parameter.ts';
import { parametersOf } from '../../src/model/parameters-of.ts';

function configured(checks: JudgementConfig['checks'], maxAge: number = 24): JudgementConfig {
  return {
    organizationId: null,
    thirdParties: [],
    vendors: [],
    exceptions: [],
    checks,
    drift: { mode: 'access-roles', maxAge },
    report: { externalIds: 'masked', title: 'Test', organizationName: null },
  };
}

/** The rules of a run whose record holds this configuration, as JSON gives it back. */
function rulesOf(judgement: JudgementConfig) {
  const scope = { accountSource: 'the test', accounts: [], excluded: [] };
  return rulesFor(
    { asOf: '2026-06-01T12:00:00Z', scope, judgement: JSON.parse(JSON.stringify(judgement)) },
    [],
  );
}

describe('what a run was configured with', () => {
  it('reaches a check where it is of the type of the default', () => {
    const { rules } = rulesOf(configured({ 'stale-role': { staleAfterDays: 30 } }));
    expect(parametersOf(staleRole, rules.config)).toEqual({ staleAfterDays: 30 });
    expect(parametersOf(staleRole, configured({}))).toEqual({ staleAfterDays: 90 });
  });

  it.each<[string, JudgementConfig, string]>([
    [
      'a text for a number',
      configured({ 'stale-role': { staleAfterDays: 'ninety' } }),
      'stale-role.staleAfterDays must be a number',
    ],
    [
      'less than nothing, by drift.maxAge',
      configured({}, -1),
      'role-drift.maxAgeHours must be a number, zero or more',
    ],
    [
      'a text for a list',
      configured({ 'owner-tag': { requiredTags: 'Owner' } }),
      'owner-tag.requiredTags must be a list of texts',
    ],
  ])('is refused before anything is judged where it is %s', (_, judgement, message) => {
    expect(() => rulesOf(judgement)).toThrow(message);
  });

  it('does not matter to a check that is switched off', () => {
    const off = configured({ 'stale-role': { enabled: false, staleAfterDays: 'ninety' } });
    expect(rulesOf(off).disabledChecks.map(({ checkId }) => checkId)).toContain('stale-role');
  });
});

describe('a value in the place of a default', () => {
  it.each<[unknown, number | string | boolean | string[]]>([
    [0, 90],
    [1.5, 90],
    ['', 'tool'],
    [true, false],
    [[], ['Owner']],
    [['a', 'b'], []],
  ])('%j can stand for %j', (value, fallback) => {
    expect(parameterProblem(value, fallback)).toBeUndefined();
  });

  it.each<[unknown, number | string | boolean | string[], string]>([
    [-1, 90, 'must be a number, zero or more'],
    [Number.NaN, 90, 'must be a number, zero or more'],
    ['90', 90, 'must be a number, zero or more'],
    [null, 90, 'must be a number, zero or more'],
    [1, 'tool', 'must be a text between quotes'],
    ['true', false, 'must be true or false'],
    ['Owner', ['Owner'], 'must be a list of texts'],
    [[1], ['Owner'], 'must be a list of texts'],
    [undefined, ['Owner'], 'must be a list of texts'],
  ])('%j cannot stand for %j', (value, fallback, problem) => {
    expect(parameterProblem(value, fallback)).toBe(problem);
  });
});
