import type { RoleFix } from '../../model/role-fix.ts';
import { fixTemplate } from './cloudformation.ts';
import { fixDifference } from './difference.ts';
import { fixScript } from './script.ts';
import { fixModule } from './terraform.ts';

/** The one fix of a role in each of its forms, by file name. Where one cannot be had, it is not among them. */
export function fixFiles(fix: RoleFix): Map<string, string> {
  const script = fixScript(fix);
  const template = fixTemplate(fix);
  const module = fixModule(fix);
  return new Map([
    ['changes.diff', `${fixDifference(fix)}\n`],
    ...(script === undefined ? [] : [['fix.sh', script] as const]),
    ...(template === undefined ? [] : [['template.yaml', template] as const]),
    ...(module === undefined ? [] : [['role.tf', module] as const]),
  ]);
}

/**
 * The directory of a role's files: names of roles hold nothing that a path would read otherwise, but for dots alone.
 * What stands for these has a `%`, which no name has, so that no two roles share a directory.
 */
export function fixDirectory({ accountId, roleName }: Pick<RoleFix, 'accountId' | 'roleName'>): string {
  const encoded = (odd: string) => odd.replace(/[\s\S]/g, (unit) => `%${unit.charCodeAt(0).toString(16)}`);
  return `${accountId}/${roleName.replace(/[^\w+=,.@-]|^\.+$/g, encoded)}`;
}
