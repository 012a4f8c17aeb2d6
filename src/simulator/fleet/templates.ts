import { stringify } from 'yaml';
import type { Json, WorldStack, WorldStackResource } from '../world.ts';

type Properties = { [property: string]: Json };

/** A resource as a template writes it. */
export interface TemplateResource {
  Type: string;
  Properties: Properties;
}

/** Values that the template does not spell out, by what it writes instead: `{ Ref: 'ExternalId' }`. */
export interface Intrinsics {
  ref: Record<string, string>;
  sub: Record<string, string>;
}

/** Writes a template in which some values of the resolved resources are `Ref` or `Fn::Sub` again. */
export function templateText(
  format: 'json' | 'yaml',
  description: string,
  parameters: string[],
  resources: Record<string, TemplateResource>,
  intrinsics: Intrinsics,
): string {
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: description,
    Parameters: Object.fromEntries(parameters.map((name) => [name, { Type: 'String' }])),
    Resources: Object.fromEntries(
      Object.entries(resources).map(([id, resource]) => [
        id,
        { Type: resource.Type, Properties: withIntrinsics(resource.Properties, intrinsics, format) },
      ]),
    ),
  };
  if (format === 'json') return JSON.stringify(template, null, 2);
  return stringify(template, { lineWidth: 0 }).replace(/"?<<(Ref|Sub) (.*?)>>"?/g, '!$1 $2');
}

function withIntrinsics(value: Json, intrinsics: Intrinsics, format: 'json' | 'yaml'): Json {
  if (typeof value === 'string') return intrinsic(value, intrinsics, format);
  if (Array.isArray(value)) return value.map((item) => withIntrinsics(item, intrinsics, format));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, withIntrinsics(item, intrinsics, format)]),
  );
}

function intrinsic(value: string, { ref, sub }: Intrinsics, format: 'json' | 'yaml'): Json {
  const name = ref[value];
  const pattern = sub[value];
  if (name !== undefined) return format === 'json' ? { Ref: name } : `<<Ref ${name}>>`;
  if (pattern !== undefined) return format === 'json' ? { 'Fn::Sub': pattern } : `<<Sub ${pattern}>>`;
  return value;
}

/** Adds a resource to a stack and to its template, which is JSON; returns it. */
export function declareResource(
  stack: WorldStack,
  logicalId: string,
  physicalId: string,
  { Type, Properties }: TemplateResource,
): WorldStackResource {
  const template = JSON.parse(stack.template) as { Resources: Record<string, TemplateResource> };
  template.Resources[logicalId] = { Type, Properties };
  stack.template = JSON.stringify(template, null, 2);
  const resource: WorldStackResource = { logicalId, physicalId, type: Type, declared: Properties };
  stack.resources.push(resource);
  return resource;
}
