import { createTwoFilesPatch } from 'diff';
import type { RoleFix } from '../../model/role-fix.ts';
import { printableJson } from './printable.ts';

/** What a fix changes of a role's policies, as a difference from line to line. */
export function fixDifference({ trustPolicy, inlinePolicy, maxSessionDuration }: RoleFix): string {
  const parts = [
    ...(trustPolicy === undefined ? [] : [patch('trust policy', trustPolicy)]),
    ...(inlinePolicy === undefined ? [] : [patch(`inline policy ${inlinePolicy.policyName}`, inlinePolicy)]),
    ...(maxSessionDuration === undefined
      ? []
      : [
          patch('maximum session duration', {
            before: String(maxSessionDuration.before),
            after: String(maxSessionDuration.after),
          }),
        ]),
  ];
  return parts.join('\n');
}

function patch(name: string, { before, after }: { before: string | null; after: string }): string {
  const texts = [before ?? '', after].map((text) => (text === '' ? '' : `${printableJson(text)}\n`));
  const [old = '', wanted = ''] = texts;
  return createTwoFilesPatch(`${name} in force`, name, old, wanted, undefined, undefined, {
    context: 4,
    headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true },
  }).trimEnd();
}
