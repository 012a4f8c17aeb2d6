import { registry } from '../../src/checks/registry.ts';
import { auditorPolicyFor } from '../../src/cli/auditor-policy.ts';
import type { LoadedConfig } from '../../src/cli/load-config.ts';
import { setupValues } from '../../src/cli/setup-values.ts';
import { toJudgement } from '../../src/config/judgement.ts';
import { loadWithPlaces } from '../../src/config/load.ts';
import { setupFiles } from '../../src/setup/files.ts';
import type { SetupValues } from '../../src/setup/values.ts';
import { exactValue, openValueOf } from '../../src/stack-template/open-value.ts';
import { entriesOf, readTemplate } from '../../src/stack-template/read-template.ts';
import { templateScope } from '../../src/stack-template/scope.ts';
import { HERE } from '../checks/support/trust-fixtures.ts';

/** One that asks a table of Athena who came in. */
export const ASKS_ATHENA = `organization: { discover: true }
auditor: { roleName: CountersignAuditor }
regions: [eu-west-1]
activity:
  source: athena
  athena: { region: eu-central-1, database: Audit, table: trail, workGroup: security }
`;

/** A configuration as the command line reads it for setup. */
export function loadedFrom(yaml: string, environment: Record<string, string> = {}): LoadedConfig {
  const read = loadWithPlaces(yaml, 'c.yaml', environment, registry, undefined, 'setup');
  return { ...read, judgement: toJudgement(read.config, []), digest: '', files: [] };
}

/** What setup goes by with a configuration, or with none. */
export function valuesOf(yaml?: string): SetupValues {
  const loaded = yaml === undefined ? undefined : loadedFrom(yaml);
  return setupValues(auditorPolicyFor(loaded), loaded);
}

const made = new Map<string | undefined, ReadonlyMap<string, string>>();

/** The files of a configuration that takes nothing from the environment; made once. */
export function filesOf(yaml?: string): ReadonlyMap<string, string> {
  const known = made.get(yaml) ?? setupFiles(valuesOf(yaml));
  made.set(yaml, known);
  return known;
}

export function fileOf(name: string, yaml?: string): string {
  const text = filesOf(yaml).get(name);
  if (text === undefined) throw new Error(`There is no ${name}.`);
  return text;
}

/** A template as a stack in an account has it: `property` of a resource with every function worked out, by our own reader. */
export function stackOf(
  body: string,
  given: Record<string, string>,
): (logicalId: string, property: string) => unknown {
  // What NoEcho hides is not known to whoever reads a stack.
  const template = readTemplate(body.replaceAll('NoEcho: true', 'NoEcho: false'));
  if ('problem' in template) throw new Error(template.problem);
  const parameters = [...template.parameters].flatMap(([key, declared]) => {
    const value = given[key] ?? entriesOf(declared).get('Default');
    return value === undefined ? [] : [{ key, value: String(value), resolvedValue: null }];
  });
  const resources = [...template.resources].map(([logicalId, { type }]) => ({
    logicalId,
    physicalId: `physical-${logicalId}`,
    type,
  }));
  const scope = templateScope(
    template,
    { stackName: 'countersign', body, parameters, resources },
    `arn:aws:cloudformation:eu-west-1:${HERE}:stack/countersign/0`,
  );
  if (scope === undefined) throw new Error('This is no stack.');
  return (logicalId, property) => {
    const node = template.resources.get(logicalId)?.properties?.get(property);
    if (node === undefined) throw new Error(`There is no ${property} of ${logicalId}.`);
    return exactValue(openValueOf(node, scope));
  };
}
