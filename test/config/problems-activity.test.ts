import { expect, it } from 'vitest';
import { ACCOUNTS, PARTY, PARTY_ACCOUNT, problemsOf } from './problems-of.ts';

const hours = (text: string) => `${PARTY}${PARTY_ACCOUNT}    accessHours: ${text}\n`;
const athena = (more: string) =>
  `activity: { source: athena, athena: { region: eu-west-1, database: audit, table: logs${more} } }\n`;
const HOURS = 'zone: Europe/Dublin, from: "08:00", to: "17:45"';

it.each<[string, string, RegExp | undefined]>([
  ['off with nothing else', 'activity: { source: off }\n', undefined],
  ['lookup', 'activity: { source: lookup, days: 90, sessions: 0 }\n', undefined],
  ['files of a longer time', 'activity: { source: files, days: 400, files: [logs] }\n', undefined],
  ['files without a folder', 'activity: { source: files }\n', /activity\.source: needs the log files/],
  [
    'a folder that nobody reads',
    'activity: { source: lookup, files: [logs] }\n',
    /activity\.files: is read with source: files alone/,
  ],
  [
    'more days than the history has',
    'activity: { source: lookup, days: 91 }\n',
    /activity\.days: must be 90 at most/,
  ],
  ['a source that is none', 'activity: { source: lake }\n', /activity\.source: must be /],
  ['a table', athena(''), undefined],
  ['a table cut by day', athena(', partitions: { date: timestamp, dateFormat: yyyyMMdd }'), undefined],
  ['no table', 'activity: { source: athena }\n', /activity\.source: needs the table/],
  [
    'a table that nobody asks',
    athena('').replace('source: athena', 'source: lookup'),
    /activity\.athena: is asked with source: athena alone/,
  ],
  [
    'a table whose name would be more of the query',
    athena('').replace('table: logs', "table: 'logs\" WHERE true --'"),
    /activity\.athena\.table: must be a name of letters/,
  ],
  [
    'a column that would be',
    athena(', partitions: { date: "day\' OR \'" }'),
    /partitions\.date: must be a name of letters/,
  ],
  ['an external ID for nobody', athena(', externalId: abc'), /externalId: goes with roleArn/],
  [
    'a day without a month',
    athena(', partitions: { year: y, day: d }'),
    /must name year, month and day together/,
  ],
  [
    'two columns for one day',
    athena(', partitions: { date: t, year: y, month: m, day: d }'),
    /partitions\.date: cannot stand beside/,
  ],
  [
    'a form of what is not there',
    athena(', partitions: { dateFormat: yyyyMMdd }'),
    /partitions\.dateFormat: goes with date/,
  ],
  ['results elsewhere than in S3', athena(', outputLocation: /tmp'), /outputLocation: must be a place in S3/],
  ['hours', hours(`{ ${HOURS} }`), undefined],
  ['hours of some days', hours(`{ ${HOURS}, days: [sat, sun] }`), undefined],
  ['a day that is none', hours(`{ ${HOURS}, days: [Saturday] }`), /days\[0\]: must be /],
  ['no day', hours(`{ ${HOURS}, days: [] }`), /days: must name at least one day/],
  [
    'a zone that is none',
    hours('{ zone: Dublin, from: "08:00", to: "17:00" }'),
    /zone: must be a time zone by its name/,
  ],
  [
    'minutes that are no quarter',
    hours('{ zone: UTC, from: "08:10", to: "17:00" }'),
    /from: must be a quarter of an hour/,
  ],
  [
    'hours that begin when the day is over',
    hours('{ zone: UTC, from: "24:00", to: "24:00" }'),
    /from: must be a quarter of an hour between quotes, from "00:00" to "23:45"/,
  ],
  [
    'an hour that is none',
    hours('{ zone: UTC, from: "08:00", to: "24:15" }'),
    /to: must be a quarter of an hour/,
  ],
])('%s', (_what, text, problem) => {
  const found = problemsOf(`${ACCOUNTS}${text}`);
  if (problem === undefined) expect(found).toEqual([]);
  else expect(found.join('\n')).toMatch(problem);
});
