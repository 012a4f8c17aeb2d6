import { parseJson, partText } from '../model/json-text.ts';
import { entriesOf } from './read-template.ts';

/** A resource as a plan of Terraform would leave it. */
export interface PlannedResource {
  /** `module.vendor.aws_iam_role.reader[0]`. */
  address: string;
  type: string;
  /** The module and the name that it has there, without the index of an instance. */
  within: string;
  name: string;
  /** Which instance it is, where there are several. */
  index: unknown;
  values: ReadonlyMap<string, unknown>;
  /** Which configuration of a provider makes it, and so in which account; empty where the plan does not say. */
  provider: string;
  /** The values that are known after it is applied, whole or in part. */
  unknown: ReadonlySet<string>;
  /** Those of them of which a part is known: somebody gives them. */
  knownInPart: ReadonlySet<string>;
  /** By value, the resources of its module that the configuration takes it from; undefined without a configuration. */
  references: ReadonlyMap<string, readonly string[]> | undefined;
}

export interface TerraformPlan {
  resources: PlannedResource[];
  /** What there may be beside these. */
  open: string[];
}

/**
 * The resources of what `terraform show -json` prints of a plan, those that it deletes left out; undefined for what is
 * none. https://developer.hashicorp.com/terraform/internals/json-format
 */
export function terraformPlan(text: string): TerraformPlan | undefined {
  const plan = entriesOf(parsed(text));
  const changes = plan.get('resource_changes');
  if (!plan.has('planned_values') && !Array.isArray(changes)) return undefined;
  const configured = configuration(plan.get('configuration'));
  const resources = Array.isArray(changes)
    ? changes.flatMap(ofChange)
    : resourcesIn(plan.get('planned_values')).map((one) => ({
        resource: one,
        values: one.get('values'),
        unknown: {},
      }));
  const read = resources.flatMap(({ resource, values, unknown }): PlannedResource[] => {
    const [address, type, name] = ['address', 'type', 'name'].map((key) => textAt(resource, key));
    if (resource.get('mode') !== 'managed' || !address || !type || !name) return [];
    const within = textAt(resource, 'module_address') ?? moduleOf(address, type);
    const { provider = '', references } = configured?.get(`${withoutIndexes(within)} ${type}.${name}`) ?? {};
    const later = [...entriesOf(unknown)].filter(([, value]) => isUnknown(value));
    return [
      {
        address,
        type,
        within,
        name,
        index: resource.get('index'),
        values: entriesOf(values),
        provider,
        unknown: new Set(later.map(([key]) => key)),
        knownInPart: new Set(later.flatMap(([key, value]) => (value === true ? [] : [key]))),
        references,
      },
    ];
  });
  return { resources: read, open: partsLeftOpen(plan) };
}

/** A plan that is not whole: it failed, it was made for some resources alone, or what it puts off is not in it. */
function partsLeftOpen(plan: Members): string[] {
  return [
    ...(plan.get('errored') === true ? ['errored'] : []),
    ...(plan.get('complete') === false ? ['not complete'] : []),
    ...(listAt(plan, 'deferred_changes').length > 0 ? ['deferred_changes'] : []),
  ].map((why) => `What the plan leaves out (${why})`);
}

/** Among the references of a resource that runs commands when it is made. */
export const PROVISIONERS = 'provisioners';

type Members = ReadonlyMap<string, unknown>;

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** What is left of a resource; nothing where it is deleted. */
function ofChange(one: unknown): Array<{ resource: Members; values: unknown; unknown: unknown }> {
  const resource = entriesOf(one);
  const change = entriesOf(resource.get('change'));
  const after = change.get('after');
  return after === null || after === undefined
    ? []
    : [{ resource, values: after, unknown: change.get('after_unknown') }];
}

/** Of all modules, in a plan that lists no changes. */
function resourcesIn(planned: unknown): Members[] {
  const found: Members[] = [];
  const left = [entriesOf(planned).get('root_module')];
  while (left.length > 0) {
    const module = entriesOf(left.pop());
    for (const one of listAt(module, 'resources')) found.push(entriesOf(one));
    left.push(...listAt(module, 'child_modules'));
  }
  return found;
}

/** A value is unknown where any part of it is; for lists and objects, `after_unknown` has their shape. */
function isUnknown(value: unknown): boolean {
  const left = [value];
  while (left.length > 0) {
    const one = left.pop();
    if (one === true) return true;
    if (typeof one === 'object' && one !== null) left.push(...Object.values(one));
  }
  return false;
}

/** What the configuration says of a resource. */
interface Configured {
  provider: string;
  /** What each of its values refers to. */
  references: ReadonlyMap<string, readonly string[]>;
}

/** By module and resource. Undefined where the plan does not say. */
function configuration(part: unknown): Map<string, Configured> | undefined {
  const root = entriesOf(part).get('root_module');
  if (root === undefined) return undefined;
  const found = new Map<string, Configured>();
  const left = [{ module: entriesOf(root), path: '' }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { module, path } = next;
    for (const one of listAt(module, 'resources')) {
      const resource = entriesOf(one);
      const expressions = [...entriesOf(resource.get('expressions'))];
      if (listAt(resource, 'provisioners').length > 0) expressions.push([PROVISIONERS, {}]);
      found.set(`${path} ${textAt(resource, 'type')}.${textAt(resource, 'name')}`, {
        provider: textAt(resource, 'provider_config_key') ?? '',
        references: new Map(
          expressions.map(([key, expression]) => [
            key,
            listAt(entriesOf(expression), 'references').map(partText),
          ]),
        ),
      });
    }
    for (const [name, call] of entriesOf(module.get('module_calls')))
      left.push({
        module: entriesOf(entriesOf(call).get('module')),
        path: path === '' ? `module.${name}` : `${path}.module.${name}`,
      });
  }
  return found;
}

function moduleOf(address: string, type: string): string {
  const end = address.lastIndexOf(`${type}.`);
  return end <= 0 ? '' : address.slice(0, end - 1);
}

/** `module.a["x"].module.b[0]` is configured as `module.a.module.b`. */
function withoutIndexes(module: string): string {
  return module.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, '');
}

function listAt(members: Members, key: string): unknown[] {
  const list = members.get(key);
  return Array.isArray(list) ? list : [];
}

function textAt(members: Members, key: string): string | undefined {
  const value = members.get(key);
  return typeof value === 'string' ? value : undefined;
}
