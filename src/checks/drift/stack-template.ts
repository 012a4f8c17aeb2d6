import type { OutcomeEvidence } from '../../model/check.ts';
import { missingParts } from '../../model/fact.ts';
import type { StackTemplate } from '../../model/facts/stack-templates.ts';
import { jsonPointer, resolvePointer } from '../../model/json-pointer.ts';
import type { Study } from '../../model/study.ts';
import { readTemplate } from '../../stack-template/read-template.ts';
import { type TemplateScope, templateScope } from '../../stack-template/scope.ts';
import { type Member, withoutFullStop } from './owned-roles.ts';

/** A stack's template, read. */
export interface ReadTemplate {
  scope: TemplateScope;
  /** Points at a property of a resource, or at the stack's record of the resource where no pointer reaches into the template (YAML). */
  evidence(logicalId: string, region: string, property: string): OutcomeEvidence[];
  /** Points at the document of an inline policy among a role's Policies, where the template names it by this very name. */
  declaredDocument(logicalId: string, region: string, policyName: string): OutcomeEvidence[];
}

/** Reads the template of a stack; a problem is worded to follow "The template …". */
export function stackTemplateOf(
  stackId: string,
  member: Member<StackTemplate> | undefined,
  study: Study,
): ReadTemplate | { problem: string } {
  if (member === undefined) return { problem: 'was not read: the evidence says nothing of it' };
  const { fact, index } = member;
  if (fact.status === 'NOT_COLLECTED') return { problem: `was not read: ${withoutFullStop(fact.message)}` };
  const gaps = missingParts(fact.value).find(({ part }) => part === 'template');
  if (gaps !== undefined) return { problem: `was not read: ${withoutFullStop(gaps.message)}` };
  const template = study.once(readBody, fact.value);
  if ('problem' in template) return { problem: `could not be understood: ${template.problem}` };
  const scope = templateScope(template, fact.value, stackId);
  if (scope === undefined) return { problem: `belongs to a stack whose id is no ARN: ${stackId}` };
  const { resources } = fact.value;
  const at = (region: string, pointer: string): OutcomeEvidence => ({
    fact: 'stack-templates',
    region,
    pointer: `${jsonPointer('perResource', index, 'fact', 'value')}${pointer}`,
    value: resolvePointer(fact.value, pointer),
  });
  return {
    scope,
    declaredDocument(logicalId, region, policyName) {
      const policies = jsonPointer('body', 'Resources', logicalId, 'Properties', 'Policies');
      const declared = resolvePointer(fact.value, policies);
      const place = Array.isArray(declared)
        ? declared.findIndex((policy) => resolvePointer(policy, '/PolicyName') === policyName)
        : -1;
      const pointer = `${policies}${jsonPointer(place, 'PolicyDocument')}`;
      return place < 0 || resolvePointer(fact.value, pointer) === undefined ? [] : [at(region, pointer)];
    },
    evidence(logicalId, region, property) {
      const places = [
        jsonPointer('body', 'Resources', logicalId, 'Properties', property),
        jsonPointer(
          'resources',
          resources.findIndex((resource) => resource.logicalId === logicalId),
        ),
      ];
      const pointer = places.find((place) => resolvePointer(fact.value, place) !== undefined);
      return pointer === undefined ? [] : [at(region, pointer)];
    },
  };
}

function readBody({ body }: StackTemplate) {
  return readTemplate(body);
}
