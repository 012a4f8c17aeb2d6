import { isMapping, list, type Mapping, mapping } from './as-written.ts';
import { checkProblems, exceptionProblems, type KnownCheck } from './check-problems.ts';
import type { SourceDocument } from './document.ts';
import { environmentProblems } from './environment-problems.ts';
import type { ConfigProblem } from './errors.ts';
import { notifyProblems } from './notify-problems.ts';
import { ownerProblems } from './owner-problems.ts';
import type { Purpose } from './purpose.ts';
import { registerProblems } from './register-problems.ts';
import { accountProblems, organizationProblems, regionProblems, scopeProblems } from './scope-problems.ts';

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
    ...environmentProblems(root, document),
    ...regionProblems(root, document),
    ...exceptionProblems(root, document, checks),
    ...blindSpotProblems(root, document),
    ...checkProblems(root, document, checks),
    ...activityProblems(root, document),
    ...signingProblems(root, document),
    ...externalIdProblems(root, document),
    // What a template is made from is without the addresses of webhooks.
    ...notifyProblems(list(root.notify), document, purpose !== 'setup'),
  ];
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

/** What is named must be read, and what is read must be named; 90 days are all that the event history has. */
function activityProblems(root: Mapping, document: SourceDocument): ConfigProblem[] {
  const { source = 'off', files, days, athena } = mapping(root.activity);
  const at = (key: string, message: string, of?: 'key') => [
    document.problem(['activity', ...key.split('.')], message, of),
  ];
  if (source === 'files' && list(files).length === 0)
    return at('source', 'needs the log files: name folders or files under activity.files');
  if (source !== 'files' && list(files).length > 0) return at('files', 'is read with source: files alone');
  if (source === 'athena' && athena === undefined)
    return at('source', 'needs the table: name it under activity.athena');
  if (source !== 'athena' && athena !== undefined)
    return at('athena', 'is asked with source: athena alone', 'key');
  const { partitions, externalId, roleArn } = mapping(athena);
  if (externalId !== undefined && roleArn === undefined)
    return at('athena.externalId', 'goes with roleArn, which asks for it', 'key');
  const { date, dateFormat, year, month, day } = mapping(partitions);
  const parts = [year, month, day].filter((column) => column !== undefined).length;
  if (parts > 0 && date !== undefined)
    return at('athena.partitions.date', 'cannot stand beside year, month and day', 'key');
  if (parts > 0 && parts < 3) return at('athena.partitions', 'must name year, month and day together');
  if (dateFormat !== undefined && date === undefined)
    return at('athena.partitions.dateFormat', 'goes with date, the column that is written so', 'key');
  return source === 'lookup' && typeof days === 'number' && days > 90
    ? at('days', 'must be 90 at most with source: lookup, which is as far as the event history goes back')
    : [];
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
