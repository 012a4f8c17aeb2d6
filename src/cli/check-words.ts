import { Help } from 'commander';
import { checkInfo } from '../evaluate/findings.ts';
import type { Check } from '../model/check.ts';

export const PAGE_WIDTH = 80;

/** The text in lines of at most so many characters. */
export function wrapped(text: string, width = PAGE_WIDTH): string {
  return new Help().boxWrap(text, width);
}

/** All that a check declares, for programs. */
export function describeCheck(check: Check) {
  return {
    ...checkInfo(check),
    ...(check.failsWhen === undefined ? {} : { failsWhen: check.failsWhen }),
    scope: check.scope,
    requires: check.requires,
    parameters: check.parameters ?? {},
  };
}
