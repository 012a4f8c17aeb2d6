import { stringify } from 'yaml';
import { isPrintable } from './printable.ts';

/** What CloudFormation would not take as the text it is, but fill in. */
const DYNAMIC = '{{resolve:';

/**
 * A fragment of a CloudFormation template in YAML that says what one resource should look like. Undefined where a
 * name or a text in it would mean something else in a template than it says, since CloudFormation would call a
 * function or read a secret that someone has written into a policy, or where it holds what cannot be seen.
 */
export function templateFragment(
  logicalId: string,
  type: string,
  properties: object,
  attributes: object = {},
): string | undefined {
  if (!/^[A-Za-z0-9]+$/.test(logicalId) || !isPlain(properties)) return undefined;
  return yaml({ Resources: { [logicalId]: { Type: type, ...attributes, Properties: properties } } });
}

/** As YAML 1.1, which is what CloudFormation reads: texts that look like dates, numbers or booleans are quoted. */
export function yaml(value: object): string {
  return stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false }).trimEnd();
}

function isPlain(value: unknown): boolean {
  if (typeof value === 'string') return isPrintable(value) && !value.includes(DYNAMIC);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(
    ([key, member]) => key !== 'Ref' && !key.startsWith('Fn::') && isPlain(key) && isPlain(member),
  );
}
