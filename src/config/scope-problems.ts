import {
  isAbsentOrEmpty,
  list,
  type Mapping,
  mapping,
  organizationsAsWritten,
  repeats,
} from './as-written.ts';
import { displayPath, type Path } from './display.ts';
import type { SourceDocument } from './document.ts';
import type { ConfigProblem } from './errors.ts';
import { NOTHING_TO_AUDIT } from './schema.ts';

/** What is to be audited: that there is something, and a way into each of it. */
export function scopeProblems(root: Mapping, document: SourceDocument): ConfigProblem[] {
  const organizations = organizationsAsWritten(root);
  const accounts = list(root.accounts);
  const hasAuditorRole = mapping(root.auditor).roleName !== undefined;
  const problems: ConfigProblem[] = [];
  const isToBeFound = organizations.some(
    ({ entry: { discover } }) => discover !== undefined && discover !== false,
  );
  if (!isToBeFound && accounts.length === 0 && (root.accounts === undefined || Array.isArray(root.accounts)))
    problems.push(document.problem([], NOTHING_TO_AUDIT));
  for (const { entry, path } of organizations) {
    if (entry.discover === undefined || entry.discover === false) {
      // The others are no keys of `organization`.
      const keys = path.length === 1 ? ['include', 'exclude'] : FOR_DISCOVERY;
      for (const key of keys.filter((name) => entry[name] !== undefined)) {
        const message = `does nothing unless ${displayPath([...path, 'discover'])} is true`;
        problems.push(document.problem([...path, key], message, 'key'));
      }
    } else if (entry.discover === true && !hasAuditorRole && mapping(entry.auditor).roleName === undefined) {
      const message = 'discovered accounts need a way in: name a role under auditor.roleName';
      problems.push(document.problem([...path, 'discover'], message, 'key'));
    }
  }
  const places: Array<[entry: unknown, path: Path]> = [
    ...list(root.owners).map((entry, index): [unknown, Path] => [entry, ['owners', index]]),
    ...Object.entries(mapping(root.environments)).map(([name, entry]): [unknown, Path] => [
      entry,
      ['environments', name],
    ]),
  ];
  places.forEach(([entry, path]) => {
    if (isToBeFound || isAbsentOrEmpty(mapping(entry).organizationalUnits)) return;
    const message = `does nothing unless ${organizations.some(({ path }) => path.length > 1) ? 'an organization has discover: true' : 'organization.discover is true'}`;
    problems.push(document.problem([...path, 'organizationalUnits'], message, 'key'));
  });
  if (!hasAuditorRole && accounts.length > 1) {
    accounts.forEach((account, index) => {
      const { roleArn, profile } = mapping(account);
      if (roleArn !== undefined || profile !== undefined) return;
      const message =
        'no way into this account: give roleArn or profile, or name a role for all under auditor.roleName';
      problems.push(document.problem(['accounts', index], message));
    });
  }
  return problems;
}

/** What of an organization is for finding and entering its accounts alone. */
const FOR_DISCOVERY = ['profile', 'auditor', 'regions', 'include', 'exclude'];

export function organizationProblems(root: Mapping, document: SourceDocument): ConfigProblem[] {
  const both = root.organization !== undefined && root.organizations !== undefined;
  return [
    ...(both
      ? [
          document.problem(
            ['organizations'],
            'cannot stand beside organization: move that one into this list, with its id',
            'key',
          ),
        ]
      : []),
    ...repeats(
      list(root.organizations).map((value, index) => [mapping(value).id, ['organizations', index, 'id']]),
      document,
    ),
  ];
}

export function accountProblems(root: Mapping, document: SourceDocument): ConfigProblem[] {
  const entries = list(root.accounts).map(mapping);
  const problems = repeats(
    entries.map((entry, index) => [entry.id, ['accounts', index, 'id']]),
    document,
  );
  entries.forEach(({ id, roleArn, profile, externalId }, index) => {
    const owner = typeof roleArn === 'string' ? roleArn.split(':')[4] : undefined;
    if (typeof id === 'string' && owner !== id && /^\d{12}$/.test(owner ?? '')) {
      const message = 'this role belongs to another account than the id of this entry';
      problems.push(document.problem(['accounts', index, 'roleArn'], message));
    }
    if (profile === undefined) return;
    for (const [key, value] of Object.entries({ roleArn, externalId })) {
      if (value === undefined) continue;
      problems.push(
        document.problem(
          ['accounts', index, key],
          'cannot stand beside profile, which is used as it is',
          'key',
        ),
      );
    }
  });
  return problems;
}

export function regionProblems(root: Mapping, document: SourceDocument): ConfigProblem[] {
  const places: Array<[unknown, Path]> = [[root.regions, ['regions']]];
  list(root.accounts).forEach((account, index) => {
    places.push([mapping(account).regions, ['accounts', index, 'regions']]);
  });
  list(root.organizations).forEach((organization, index) => {
    places.push([mapping(organization).regions, ['organizations', index, 'regions']]);
  });
  return places.flatMap(([value, path]) =>
    repeats(
      list(value).map((region, index) => [region, [...path, index]]),
      document,
    ),
  );
}
