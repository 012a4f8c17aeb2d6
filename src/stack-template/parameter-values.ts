import { partText } from '../model/json-text.ts';
import { entriesOf } from './read-template.ts';

/** The values that a parameter of a template may have; empty where it says nothing of it. */
export function allowedValues(declared: unknown): string[] {
  const allowed = entriesOf(declared).get('AllowedValues');
  return Array.isArray(allowed) ? allowed.map(partText) : [];
}

/** The value that a parameter has where nobody gives one: its default, or the only one that it may have. */
export function ownValue(declared: unknown): string | undefined {
  const fallback = entriesOf(declared).get('Default');
  if (fallback !== undefined) return partText(fallback);
  const [only, ...others] = allowedValues(declared);
  return others.length === 0 ? only : undefined;
}

/** Whether a parameter's value is the name of what it stands for, in Systems Manager. */
export function isLookedUp(declared: unknown): boolean {
  return partText(entriesOf(declared).get('Type')).startsWith('AWS::SSM::Parameter::Value');
}
