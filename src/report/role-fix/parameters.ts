import type { RoleFix, RoleFixInput } from '../../model/role-fix.ts';
import { inputsOf } from './script.ts';

/** A value that is given when a template is deployed and stands in no file. */
export interface TemplateParameter {
  name: string;
  input: RoleFixInput;
}

/** The external IDs of a fix; placeholders within longer texts stay, so that IAM refuses what was not filled in. */
export function parametersOf(fix: RoleFix, nameOf: (number: number) => string): TemplateParameter[] {
  return inputsOf(fix)
    .filter(({ kind }) => kind !== 'other')
    .map((input, index) => ({ name: nameOf(index + 1), input }));
}
