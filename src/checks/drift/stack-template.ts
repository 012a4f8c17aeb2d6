import type { OutcomeEvidence } from '../../model/check.ts';
import type { StackTemplate } from '../../model/cloudformation-facts.ts';
import { jsonPointer, resolvePointer } from '../../model/json-pointer.ts';
import { type Member, withoutFullStop } from './owned-roles.ts';
import { readTemplate } from './template/read-template.ts';
import { type TemplateScope, templateScope } from './template/scope.ts';

/** A stack's template, read. */
export interface ReadTemplate {
  scope: TemplateScope;
  /** Points at a property of a resource, or at the stack's record of the resource where no pointer reaches into the template (YAML). */
  evidence(logicalId: string, region: string, property: string): OutcomeEvidence[];
}

/** Reads the template of a stack; a problem is worded to follow "The template …". */
export function stackTemplateOf(
  stackId: string,
  member: Member<StackTemplate> | undefined,
): ReadTemplate | { problem: string } {
  if (member === undefined) return { problem: 'was not read: the evidence says nothing of it' };
  const { fact, index } = member;
  if (fact.status === 'NOT_COLLECTED') return { problem: `was not read: ${withoutFullStop(fact.message)}` };
  const template = readTemplate(fact.value.body);
  if ('problem' in template) return { problem: `could not be understood: ${template.problem}` };
  const scope = templateScope(template, fact.value, stackId);
  if (scope === undefined) return { problem: `belongs to a stack whose id is no ARN: ${stackId}` };
  const { resources } = fact.value;
  return {
    scope,
    evidence(logicalId, region, property) {
      const places = [
        jsonPointer('body', 'Resources', logicalId, 'Properties', property),
        jsonPointer(
          'resources',
          resources.findIndex((resource) => resource.logicalId === logicalId),
        ),
      ];
      const pointer = places.find((place) => resolvePointer(fact.value, place) !== undefined);
      if (pointer === undefined) return [];
      const value = resolvePointer(fact.value, pointer);
      return [
        {
          fact: 'stack-templates',
          region,
          pointer: `${jsonPointer('perResource', index, 'fact', 'value')}${pointer}`,
          value,
        },
      ];
    },
  };
}
