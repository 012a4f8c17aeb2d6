import { describe, expect, it } from 'vitest';
import { registry } from '../../src/checks/registry.ts';
import { factsFor, factsFromCalls, selectChecks } from '../../src/evaluate/selection.ts';
import type { Check } from '../../src/model/check.ts';
import type { JudgementConfig } from '../../src/model/config.ts';
import { SAMPLE_CHECK } from './sample-check.ts';

const PLAIN: Check = { ...SAMPLE_CHECK, id: 'plain' };
const DRIFT: Check = { ...SAMPLE_CHECK, id: 'of-drift', requires: ['drift'] };
const EITHER: Check = { ...SAMPLE_CHECK, id: 'either-way', requires: ['drift'], withoutDrift: true };

function selected(
  checks: JudgementConfig['checks'],
  mode: JudgementConfig['drift']['mode'] = 'access-roles',
) {
  const config = { checks, drift: { mode, maxAge: 24 } } as JudgementConfig;
  const found = selectChecks([PLAIN, DRIFT, EITHER], config);
  return {
    applied: found.checks.map(({ id }) => id),
    left: Object.fromEntries(found.disabled.map(({ checkId, reason }) => [checkId, reason])),
  };
}

describe('the checks that a run applies', () => {
  const OFF = 'switched off in the configuration or on the command line';

  it('leave out what outsiders did where nobody asked for it, and say so', () => {
    const check: Check = { ...SAMPLE_CHECK, id: 'of-activity', requires: ['activity'] };
    const config = { checks: {}, drift: { mode: 'off', maxAge: 24 } } as unknown as JudgementConfig;
    expect(selectChecks([check], config)).toEqual({
      checks: [],
      disabled: [{ checkId: 'of-activity', reason: 'activity.source is off in the configuration' }],
    });
    const asked = (source: 'lookup' | 'files') => ({ ...config, activity: { source, days: 90 } });
    expect(selectChecks([check], asked('files'))).toEqual({ checks: [check], disabled: [] });
    expect(factsFromCalls([check], asked('files'))).not.toContain('activity');
    expect(factsFromCalls([check], asked('lookup'))).toContain('activity');
  });

  it.each<[string, Parameters<typeof selected>, string[], Record<string, string>]>([
    ['all', [{}], ['plain', 'of-drift', 'either-way'], {}],
    ['but those switched off', [{ plain: { enabled: false } }], ['of-drift', 'either-way'], { plain: OFF }],
    [
      'those that are only set',
      [{ plain: { enabled: true }, 'of-drift': { severity: 'low' } }],
      ['plain', 'of-drift', 'either-way'],
      {},
    ],
    [
      'without drift none that has nothing to go by then',
      [{}, 'off'],
      ['plain', 'either-way'],
      { 'of-drift': 'drift.mode is off in the configuration' },
    ],
    [
      'and that one was switched off comes first',
      [{ 'of-drift': { enabled: false } }, 'off'],
      ['plain', 'either-way'],
      { 'of-drift': OFF },
    ],
  ])('%s', (_what, given, applied, left) => {
    expect(selected(...given)).toEqual({ applied, left });
  });
});

it('what no check reads is not collected, but who answered and which roles there are', () => {
  const always = ['account-identity', 'authorization-details', 'role-settings'];
  expect([...factsFor([])].toSorted()).toEqual(always);
  expect([...factsFor([DRIFT])].toSorted()).toEqual([...always, 'drift'].toSorted());
  expect([...factsFor(registry)]).toEqual(
    expect.arrayContaining(registry.flatMap(({ requires }) => requires)),
  );
});

it('leaves out the checks of resource policies where no service is named, and reads nothing for them', () => {
  const ofPolicies = ({ requires }: Check) => requires.includes('resource-policies');
  const of = (more: object) =>
    selectChecks(registry, { checks: {}, drift: { mode: 'off', maxAge: 24 }, ...more } as JudgementConfig);
  const off = of({});
  expect(off.checks.filter(ofPolicies)).toEqual([]);
  expect(factsFor(off.checks)).not.toContain('resource-policies');
  expect(off.disabled.filter(({ checkId }) => checkId.startsWith('resource-'))).toEqual(
    ['resource-public', 'resource-third-party', 'resource-beyond-register'].map((checkId) => ({
      checkId,
      reason: 'resourcePolicies in the configuration names no service',
    })),
  );
  expect(of({ resourcePolicies: ['s3'] }).checks.filter(ofPolicies)).toHaveLength(3);
});
