import { describe, expect, it } from 'vitest';
import type { ControlResult } from '../../src/model/control.ts';
import type { AuditReport } from '../../src/model/report.ts';
import { scanTidy } from '../support/tidy-world.ts';

function controlsIn({ controls = [] }: AuditReport): ControlResult[] {
  return controls.flatMap((framework) => framework.controls);
}

function control(of: AuditReport, id: string): ControlResult {
  const found = controlsIn(of).find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`The report has no control ${id}.`);
  return found;
}

/** Results by which what was looked at holds. */
const HOLDING: ReadonlySet<string> = new Set(['MET', 'MET_WITH_EXCEPTIONS', 'SUPPORTED']);

describe('the controls of a run in which nothing is wrong', () => {
  it('are met or supported, but for those of which a first run cannot show all, and those that speak of nothing there is', async () => {
    const tidy = await scanTidy();
    expect(tidy.findings).toEqual([]);
    const others = controlsIn(tidy).filter(({ status }) => !HOLDING.has(status));
    expect(others.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'AWS-WA SEC03-BP08.3 NOT_APPLICABLE',
      'AWS-WA SEC03-BP09.3 NOT_SHOWN',
      'AWS-WA SEC03-BP09 NOT_SHOWN',
      'AWS-WA SEC04 NOT_SHOWN',
      'NIST-800-53-r5 CM-3 NOT_SHOWN',
      'NIST-800-53-r5 IA-8 NOT_APPLICABLE',
      'SOC2 CC6.1 NOT_SHOWN',
    ]);
    expect(control(tidy, 'SOC2 CC6.1').notShown).toEqual([
      'external-id-change: 2 results with no analyzer or record to judge by.',
    ]);
  });

  it('are not shown where a check behind them is switched off', async () => {
    const config = { checks: { 'unregistered-third-party': { enabled: false } } };
    expect(control(await scanTidy({}, config), 'NIST-800-53-r5 AC-20')).toMatchObject({
      status: 'NOT_SHOWN',
      notShown: [
        'unregistered-third-party was not applied: switched off in the configuration or on the command line.',
      ],
    });
  });

  it('hold where failures are accepted, and say so', async () => {
    const exception = {
      check: 'unregistered-third-party',
      resource: '*',
      reason: 'They are leaving anyway.',
      approvedBy: 'A. Rousseau',
      expires: '2027-01-01',
    };
    const excepted = await scanTidy({}, { thirdParties: [], exceptions: [exception] });
    expect(control(excepted, 'NIST-800-53-r5 AC-20')).toMatchObject({
      status: 'SUPPORTED',
      counts: { fail: 0, excepted: 2 },
    });
    // Nobody has reviewed a third party that is not on record, though no review of it is overdue.
    expect(control(excepted, 'PCI-DSS-4.0.1 7.2.4')).toMatchObject({
      status: 'NOT_SHOWN',
      counts: { silent: 2 },
    });
  });
});
