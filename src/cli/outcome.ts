import { withVerdict } from '../report/verdict.ts';
import type { ScanResult } from '../run/scan-request.ts';
import { exitCodeFor, withNotices } from './exit-code-for.ts';
import type { FailOn } from './options.ts';
import { summaryText } from './summary.ts';
import { jsonText, painter, type Terminal } from './terminal.ts';

/** What is asked of the exit code of a run. */
export interface ExitAsked {
  failOn?: FailOn;
  allowIncomplete?: true | number;
}

/** Tells what a run came to, and ends with its code. */
export function tellOutcome(
  { directory, report, notices }: ScanResult,
  { terminal, json }: { terminal: Terminal; json: boolean },
  { failOn, allowIncomplete: allowed }: ExitAsked & { failOn: FailOn },
): void {
  terminal.print(
    json ? jsonText(withVerdict(report)) : summaryText(report, directory, painter(terminal.colour)),
  );
  const code = exitCodeFor(report, {
    failOn,
    allowIncomplete: allowed === undefined ? false : { share: allowed === true ? 0 : allowed },
  });
  process.exitCode = withNotices(code, notices);
}
