import { auditorRole } from './auditor-role.ts';
import { buildspec } from './buildspec.ts';
import { cloudFormation } from './cloudformation.ts';
import { fanOut } from './fan-out.ts';
import { githubWorkflow } from './github.ts';
import { home } from './home.ts';
import { crontab, systemdService, systemdTimer } from './machine.ts';
import { organizationReader } from './organization-reader.ts';
import { schedule } from './schedule.ts';
import type { Template } from './template.ts';
import { terraformModule } from './terraform/module.ts';
import { stackSetModule } from './terraform/stack-set.ts';
import { trailReader } from './trail-reader.ts';
import type { SetupValues } from './values.ts';

/** Every template, in the order in which they are deployed. */
function templates(values: SetupValues): Template[] {
  return [
    home(values),
    auditorRole(values, 'members'),
    auditorRole(values, 'management account'),
    organizationReader(values),
    ...(values.trailReader === undefined ? [] : [trailReader(values, values.trailReader)]),
    schedule(values),
    fanOut(values),
  ];
}

/** Every file that `countersign setup` writes, by its name below the directory. */
export function setupFiles(values: SetupValues): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const made = templates(values);
  for (const template of made) files.set(`${template.name}.yaml`, cloudFormation(template, HEADING));
  files.set('buildspec.yaml', buildspec());
  // The role of the management account is that of the others: only StackSets tell them apart. A state machine is of AWS.
  const alike = ['auditor-role-management-account', 'fan-out'];
  for (const template of made.filter(({ name }) => !alike.includes(name)))
    files.set(`terraform/${template.name}/main.tf.json`, terraformModule(template, HEADING));
  const members = auditorRole(values, 'members');
  files.set('terraform/auditor-role-stack-set/main.tf.json', stackSetModule(members, HEADING));
  files.set('github-actions.yaml', githubWorkflow(values, HEADING));
  files.set('systemd/countersign.service', systemdService(HEADING));
  files.set('systemd/countersign.timer', systemdTimer(HEADING));
  files.set('crontab', crontab(HEADING));
  return files;
}

const HEADING = 'Made by countersign setup, which writes over nothing.';
