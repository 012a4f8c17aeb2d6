import { isAbsentOrEmpty, isMapping, list, type Mapping, mapping, repeats } from './as-written.ts';
import type { Path } from './display.ts';
import type { SourceDocument } from './document.ts';
import type { ConfigProblem } from './errors.ts';

/** Environments that say nothing, and accounts and units that are in two of them. */
export function environmentProblems(root: Mapping, document: SourceDocument): ConfigProblem[] {
  const entries = Object.entries(mapping(root.environments));
  const named = (key: string) =>
    entries.flatMap(([name, entry]) =>
      list(mapping(entry)[key]).map((id, at): [unknown, Path] => [id, ['environments', name, key, at]]),
    );
  return [
    ...entries.flatMap(([name, entry]) => {
      if (!isMapping(entry)) return [];
      const { tag, accounts, organizationalUnits } = mapping(entry);
      if (tag !== undefined || !isAbsentOrEmpty(accounts) || !isAbsentOrEmpty(organizationalUnits)) return [];
      const message = 'say which accounts: accounts, organizationalUnits or tag';
      return [document.problem(['environments', name], message)];
    }),
    ...repeats(named('accounts'), document),
    ...repeats(named('organizationalUnits'), document),
  ];
}
