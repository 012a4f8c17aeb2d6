import type { DoctorCheck, DoctorReport, DoctorStatus } from '../model/doctor.ts';
import { lines, type ShownText, shown } from '../report/visible.ts';
import { plural } from './progress-display.ts';
import { inert, type Paint } from './terminal.ts';

const NAMED = 3;

const LOOKS: Record<DoctorStatus, { label: ShownText; style: 'red' | 'yellow' | 'dim' | 'green' }> = {
  fail: { label: shown`FAIL`, style: 'red' },
  warn: { label: shown`WARN`, style: 'yellow' },
  'not-tried': { label: shown`----`, style: 'dim' },
  ok: { label: shown`OK  `, style: 'green' },
};

/** The report without what is in order or was not tried. */
export function toMend(report: DoctorReport): DoctorReport {
  return {
    ...report,
    checks: report.checks.filter(({ status }) => status === 'fail' || status === 'warn'),
  };
}

/** What is wrong, a paragraph for each cause, and at the end what it comes to. */
export function doctorText(report: DoctorReport, paint: Paint): ShownText {
  const { accounts, accountSource, callerArn, checks } = report;
  return lines([
    shown`Called as ${inert(callerArn)}`,
    shown`Accounts from ${inert(accountSource)}: ${accounts.entered} of ${accounts.inScope} can be entered`,
    shown``,
    ...checks.flatMap((check) => checkLines(check, paint)),
    shown``,
    paint('bold', verdict(report)),
  ]);
}

function checkLines(check: DoctorCheck, paint: Paint): ShownText[] {
  const { label, style } = LOOKS[check.status];
  const { id, accounts, regions, actions, words, whatToDo } = check;
  const places = [
    some(accounts, (count) => plural(count, 'account')),
    some(
      regions.filter((region) => region !== 'global'),
      (count) => plural(count, 'Region'),
    ),
  ].filter((place) => place !== undefined);
  const where = places.length === 0 ? shown`` : shown` in ${places.reduce((a, b) => shown`${a}, ${b}`)}`;
  return [
    shown`${paint(style, label)}  ${inert(id)}${where}`,
    ...actions.map((action) => shown`        ${inert(action)}`),
    shown`      ${inert(words)}`,
    ...(whatToDo === null ? [] : [shown`      → ${inert(whatToDo)}`]),
  ];
}

/** A few by name, many by number; undefined for none. */
function some(names: readonly string[], counted: (count: number) => ShownText): ShownText | undefined {
  if (names.length === 0) return undefined;
  const first = inert(names.slice(0, NAMED).join(', '));
  return names.length <= NAMED ? first : shown`${counted(names.length)} (${first}, …)`;
}

function verdict({ checks, scanIsUseless }: DoctorReport): ShownText {
  const failed = checks.filter(({ status }) => status === 'fail').length;
  const warned = checks.filter(({ status }) => status === 'warn').length;
  const too = warned === 0 ? shown`` : shown` ${plural(warned, 'warning')}.`;
  if (failed === 0) return shown`Nothing to mend.${too}`;
  const then = scanIsUseless ? shown`a scan would come to nothing` : shown`a scan would be incomplete`;
  return shown`${plural(failed, 'cause')} to mend: ${then}.${too}`;
}
