import {
  isAbsentOrEmpty,
  isMapping,
  list,
  type Mapping,
  mapping,
  organizationsAsWritten,
  repeats,
} from './as-written.ts';
import type { Path } from './display.ts';
import type { SourceDocument } from './document.ts';
import type { ConfigProblem } from './errors.ts';

/** @param own what says which accounts and organization are one's own, where that is another file */
export function registerProblems(
  root: Mapping,
  document: SourceDocument,
  own: Mapping = root,
): ConfigProblem[] {
  const ownAccounts = new Set(list(own.accounts).map((account) => mapping(account).id));
  const ownOrganizations = new Set(organizationsAsWritten(own).map(({ entry }) => entry.id));
  const ids: Array<[unknown, Path]> = [];
  const names: Array<[unknown, Path]> = [];
  const problems: ConfigProblem[] = [];
  list(root.thirdParties).forEach((value, index) => {
    const entry = mapping(value);
    const path = ['thirdParties', index];
    names.push([entry.name, [...path, 'name']]);
    for (const key of ['accountIds', 'organizationIds', 'trustAnchors']) {
      list(entry[key]).forEach((id, position) => {
        ids.push([id, [...path, key, position]]);
      });
    }
    const guests = mapping(entry.identityCenter);
    for (const key of ['domains', 'groups']) {
      list(guests[key]).forEach((id, position) => {
        ids.push([`${key}: ${String(id).toLowerCase()}`, [...path, 'identityCenter', key, position]]);
      });
    }
    const waysToName = [
      ...[entry.accountIds, entry.organizationIds, entry.users, entry.trustAnchors],
      ...[guests.domains, guests.groups],
    ];
    if (isMapping(value) && waysToName.every(isAbsentOrEmpty)) {
      const message =
        'name the third party by accountIds, organizationIds, users, trustAnchors or identityCenter: at least one of them';
      problems.push(document.problem(path, message));
    }
    list(entry.users).forEach((user, position) => {
      const { name, path: userPath, tag } = mapping(user);
      const at = [...path, 'users', position];
      const said = JSON.stringify([name, userPath, tag]).toLowerCase();
      if (isMapping(user) && said === '[null,null,null]')
        problems.push(document.problem(at, 'say which users: by name, path or tag'));
      else ids.push([said, at]);
    });
    list(entry.accountIds).forEach((id, position) => {
      if (typeof id !== 'string' || !ownAccounts.has(id)) return;
      const message = 'this is one of your own accounts, listed under accounts';
      problems.push(document.problem([...path, 'accountIds', position], message));
    });
    list(entry.organizationIds).forEach((id, position) => {
      if (typeof id !== 'string' || !ownOrganizations.has(id)) return;
      const message = 'this is your own organization';
      problems.push(document.problem([...path, 'organizationIds', position], message));
    });
  });
  return [...problems, ...repeats(names, document), ...repeats(ids, document)];
}
