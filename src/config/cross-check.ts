import { type ParameterValue, parameterProblem } from '../model/parameter.ts';
import { displayPath, type Path, quote } from './display.ts';
import type { SourceDocument } from './document.ts';
import type { ConfigProblem } from './errors.ts';
import { nearest } from './nearest.ts';
import { notifyProblems } from './notify-problems.ts';
import type { Purpose } from './purpose.ts';
import { NOTHING_TO_AUDIT } from './schema.ts';

/** What the configuration must know of a check; every `Check` is one. */
export interface KnownCheck {
  id: string;
  parameters?: Readonly<Record<string, { default: ParameterValue }>>;
}

type Mapping = Readonly<Record<string, unknown>>;

/**
 * The rules between keys, which a schema cannot say. Works on the data as written, so that these problems show
 * together with those of the schema; what has the wrong form is left to the schema.
 */
export function crossCheck(
  document: SourceDocument,
  checks: readonly KnownCheck[],
  purpose: Purpose = 'scan',
): ConfigProblem[] {
  if (!isMapping(document.value)) return [];
  const root = document.value;
  return [
    ...(purpose !== 'judge' ? scopeProblems(root, document) : []),
    ...organizationProblems(root, document),
    ...accountProblems(root, document),
    ...elsewhereProblems(root, document),
    ...registerProblems(root, document),
    ...ownerProblems(root, document),
    ...regionProblems(root, document),
    ...exceptionProblems(root, document, checks),
    ...blindSpotProblems(root, document),
    ...checkProblems(root, document, checks),
    ...signingProblems(root, document),
    ...externalIdProblems(root, document),
    // What a template is made from is without the addresses of webhooks.
    ...notifyProblems(list(root.notify), document, purpose !== 'setup'),
  ];
}

function scopeProblems(root: Mapping, document: SourceDocument): ConfigProblem[] {
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
  list(root.owners).forEach((entry, index) => {
    if (isToBeFound || isAbsentOrEmpty(mapping(entry).organizationalUnits)) return;
    const message = `does nothing unless ${organizations.some(({ path }) => path.length > 1) ? 'an organization has discover: true' : 'organization.discover is true'}`;
    problems.push(document.problem(['owners', index, 'organizationalUnits'], message, 'key'));
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

/** The organizations of the configuration, and where each stands. */
function organizationsAsWritten(root: Mapping): Array<{ entry: Mapping; path: Path }> {
  return [
    ...(root.organization === undefined
      ? []
      : [{ entry: mapping(root.organization), path: ['organization'] as Path }]),
    ...list(root.organizations).map((value, index) => ({
      entry: mapping(value),
      path: ['organizations', index] as Path,
    })),
  ];
}

function organizationProblems(root: Mapping, document: SourceDocument): ConfigProblem[] {
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

function accountProblems(root: Mapping, document: SourceDocument): ConfigProblem[] {
  const entries = list(root.accounts).map(mapping);
  const problems = repeats(
    entries.map((entry, index) => [entry.id, ['accounts', index, 'id']]),
    document,
  );
  entries.forEach(({ id, roleArn, profile, externalId }, index) => {
    const owner = typeof roleArn === 'string' ? roleArn.split(':')[4] : undefined;
    if (typeof id === 'string' && owner !== undefined && /^\d{12}$/.test(owner) && owner !== id) {
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
    for (const key of ['accountIds', 'organizationIds']) {
      list(entry[key]).forEach((id, position) => {
        ids.push([id, [...path, key, position]]);
      });
    }
    if (isMapping(value) && isAbsentOrEmpty(entry.accountIds) && isAbsentOrEmpty(entry.organizationIds)) {
      problems.push(
        document.problem(path, 'name the third party by accountIds or organizationIds: at least one id'),
      );
    }
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

/** One place each, so that whoever may change one file alone knows all of it, and nothing else. */
function elsewhereProblems(root: Mapping, document: SourceDocument): ConfigProblem[] {
  const places = { thirdParties: 'register', exceptions: 'exceptionsFile' };
  return Object.entries(places).flatMap(([key, file]) =>
    root[key] === undefined || root[file] === undefined
      ? []
      : [document.problem([key], `cannot stand beside ${file}: move these entries into that file`, 'key')],
  );
}

function ownerProblems(root: Mapping, document: SourceDocument): ConfigProblem[] {
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

function regionProblems(root: Mapping, document: SourceDocument): ConfigProblem[] {
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

export function exceptionProblems(
  root: Mapping,
  document: SourceDocument,
  checks: readonly KnownCheck[],
): ConfigProblem[] {
  const ids = checks.map(({ id }) => id);
  return list(root.exceptions).flatMap((value, index) => {
    const { check } = mapping(value);
    if (typeof check !== 'string' || ids.includes(check)) return [];
    const path = ['exceptions', index, 'check'];
    return [document.problem(path, unknownCheck(document.cameFromEnvironment(path) ? '' : check, ids))];
  });
}

/** One that names nothing would be a way to look at nothing. */
function blindSpotProblems(root: Mapping, document: SourceDocument): ConfigProblem[] {
  return list(root.blindSpots).flatMap((value, index) => {
    const { regions, services, accounts } = mapping(value);
    if (!isMapping(value) || [regions, services, accounts].some((named) => named !== undefined)) return [];
    const message =
      'says of nothing what it is about: name regions, services or accounts, and as few as possible';
    return [document.problem(['blindSpots', index], message)];
  });
}

function checkProblems(
  root: Mapping,
  document: SourceDocument,
  checks: readonly KnownCheck[],
): ConfigProblem[] {
  const ids = checks.map(({ id }) => id);
  return Object.entries(mapping(root.checks)).flatMap(([id, settings]) => {
    const check = checks.find((known) => known.id === id);
    if (check === undefined) return [document.problem(['checks', id], unknownCheck(id, ids), 'key')];
    return Object.entries(mapping(settings)).flatMap(([name, value]) => {
      if (name === 'enabled' || name === 'severity') return [];
      const path = ['checks', id, name];
      const message = settingProblem(name, value, check.parameters ?? {});
      return message === undefined
        ? []
        : [document.problem(path, message, message.startsWith('must') ? 'value' : 'key')];
    });
  });
}

function signingProblems(root: Mapping, document: SourceDocument): ConfigProblem[] {
  const { signing } = mapping(root.evidence);
  if (!isMapping(signing)) return [];
  const path = ['evidence', 'signing'];
  const given = ['keyFile', 'kmsKeyId'].filter((key) => Object.hasOwn(signing, key));
  if (given.length === 0) return [document.problem(path, 'name the key that signs: keyFile or kmsKeyId')];
  if (given.length === 1) return [];
  return [document.problem([...path, 'kmsKeyId'], 'cannot stand beside keyFile: one key signs', 'key')];
}

function externalIdProblems(root: Mapping, document: SourceDocument): ConfigProblem[] {
  const evidence = mapping(root.evidence);
  const problems: ConfigProblem[] = [];
  if (evidence.externalIdKeyFile !== undefined && evidence.externalIdKmsKeyId !== undefined) {
    const message = 'cannot stand beside externalIdKeyFile: one key makes the fingerprints';
    problems.push(document.problem(['evidence', 'externalIdKmsKeyId'], message, 'key'));
  }
  if (evidence.externalIds === 'masked' && mapping(root.report).externalIds === 'full') {
    const message = 'must be masked where evidence.externalIds is: a report shows what the evidence holds';
    problems.push(document.problem(['report', 'externalIds'], message));
  }
  return problems;
}

function unknownCheck(id: string, known: readonly string[]): string {
  const close = nearest(id, known);
  if (close !== undefined) return `there is no such check. Did you mean ${quote(close)}?`;
  return 'there is no such check: `countersign checks list` shows all';
}

function settingProblem(
  name: string,
  value: unknown,
  parameters: NonNullable<KnownCheck['parameters']>,
): string | undefined {
  const expected = Object.hasOwn(parameters, name) ? parameters[name]?.default : undefined;
  if (expected === undefined) {
    const valid = ['enabled', 'severity', ...Object.keys(parameters)];
    const close = nearest(name, valid);
    return close === undefined
      ? `this check has no such parameter. Valid keys: ${valid.join(', ')}`
      : `this check has no such parameter. Did you mean ${quote(close)}?`;
  }
  return parameterProblem(value, expected);
}

/** A problem for each text that stands a second time. */
function repeats(values: ReadonlyArray<readonly [unknown, Path]>, document: SourceDocument): ConfigProblem[] {
  const seen = new Map<string, Path>();
  return values.flatMap(([value, path]) => {
    if (typeof value !== 'string') return [];
    const first = seen.get(value);
    if (first === undefined) {
      seen.set(value, path);
      return [];
    }
    const { line } = document.problem(first, '');
    return [document.problem(path, `is given twice; it first stands in line ${line}`)];
  });
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapping(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isAbsentOrEmpty(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}
