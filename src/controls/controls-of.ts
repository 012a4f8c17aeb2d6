import type { ControlId } from '../model/check.ts';
import type { Control, Framework } from '../model/control.ts';
import { FRAMEWORKS } from './frameworks.ts';

/** The id by which findings name a control: `NIST-800-53-r5 AC-3`. */
export function controlId(framework: Pick<Framework, 'id'>, control: Pick<Control, 'id'>): ControlId {
  return `${framework.id} ${control.id}`;
}

/** The controls that a check serves, framework by framework; empty for a check that no framework names. */
export function controlsOf(checkId: string): ControlId[] {
  return FRAMEWORKS.flatMap((framework) =>
    framework.controls
      .filter(({ checks }) => checks.includes(checkId))
      .map((control) => controlId(framework, control)),
  );
}
