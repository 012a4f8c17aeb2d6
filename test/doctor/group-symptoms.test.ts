import { expect, test } from 'vitest';
import type { Symptom } from '../../src/model/doctor.ts';
import { groupSymptoms } from '../../src/run/doctor/group-symptoms.ts';

function refused(accountId: string, region: string, action: string, words = 'Refused.'): Symptom {
  return { id: 'action-refused', status: 'fail', accountId, region, action, words, whatToDo: 'Allow it.' };
}

function summary(symptoms: Symptom[]) {
  return groupSymptoms(symptoms).map(({ accounts, regions, actions }) => [accounts, regions, actions]);
}

test('one cause in many accounts, Regions and actions is one check', () => {
  const symptoms = ['1', '2', '3'].flatMap((account) =>
    ['eu-west-1', 'us-east-1'].flatMap((region) =>
      ['a:One', 'a:Two'].map((action) => refused(account, region, action)),
    ),
  );
  expect(summary(symptoms)).toEqual([
    [
      ['1', '2', '3'],
      ['eu-west-1', 'us-east-1'],
      ['a:One', 'a:Two'],
    ],
  ]);
});

test('a check holds of every action, Region and account that it names', () => {
  const symptoms = [
    refused('1', 'eu-west-1', 'a:One'),
    refused('1', 'eu-west-1', 'a:Two'),
    refused('1', 'us-east-1', 'a:One'),
    refused('2', 'us-east-1', 'a:One'),
    refused('3', 'us-east-1', 'a:One', 'Refused by another policy.'),
  ];
  const named = groupSymptoms(symptoms).flatMap(({ accounts, regions, actions, words }) =>
    accounts.flatMap((account) =>
      regions.flatMap((region) => actions.map((action) => refused(account, region, action, words))),
    ),
  );
  const inOrder = (list: Symptom[]) => list.map((symptom) => JSON.stringify(symptom)).toSorted();
  expect(inOrder(named)).toEqual(inOrder(symptoms));
  expect(groupSymptoms(symptoms)).toHaveLength(3);
});

test('the worst comes first, then the most widespread, whatever the order of symptoms', () => {
  const symptoms: Symptom[] = [
    { id: 'clock', status: 'ok', words: 'Right.', whatToDo: null },
    { id: 'archive', status: 'warn', words: 'Odd.', whatToDo: 'Look.' },
    { id: 'action', status: 'not-tried', words: 'Not.', whatToDo: null },
    refused('1', 'global', 'a:One', 'By one.'),
    refused('1', 'global', 'a:Two'),
    refused('2', 'global', 'a:Two'),
  ];
  const order = (list: Symptom[]) => groupSymptoms(list).map(({ status, words }) => `${status} ${words}`);
  expect(order(symptoms)).toEqual([
    'fail Refused.',
    'fail By one.',
    'warn Odd.',
    'not-tried Not.',
    'ok Right.',
  ]);
  expect(order(symptoms.toReversed())).toEqual(order(symptoms));
});

test('nothing noticed is no check', () => expect(groupSymptoms([])).toEqual([]));
