import { isAbsentOrEmpty, isMapping, list, type Mapping, mapping, repeats } from './as-written.ts';
import type { Path } from './display.ts';
import type { SourceDocument } from './document.ts';
import type { ConfigProblem } from './errors.ts';

export function ownerProblems(root: Mapping, document: SourceDocument): ConfigProblem[] {
  const entries = list(root.owners);
  const named = (key: string) =>
    entries.flatMap((entry, index) =>
      list(mapping(entry)[key]).map((id, at): [unknown, Path] => [id, ['owners', index, key, at]]),
    );
  const problems = entries.flatMap((value, index) => {
    const { name, tag, ...places } = mapping(value);
    const others = [places.accounts, places.organizationalUnits].filter((one) => !isAbsentOrEmpty(one));
    if (isMapping(value) && tag === undefined && others.length === 0) {
      return [document.problem(['owners', index], 'say for what: accounts, organizationalUnits or tag')];
    }
    if (!isMapping(value) || name !== undefined) return [];
    if (others.length === 0 && typeof tag === 'string' && !/[=*?]/.test(tag)) return [];
    const message = 'name the owner: only the value of one tag, given by its key alone, can stand for a name';
    return [document.problem(['owners', index], message)];
  });
  return [
    ...problems,
    ...repeats(named('accounts'), document),
    ...repeats(named('organizationalUnits'), document),
  ];
}
