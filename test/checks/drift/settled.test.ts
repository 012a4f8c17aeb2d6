import { expect, it } from 'vitest';
import { isSettled, mayHoldAnotherTemplate } from '../../../src/checks/drift/settled.ts';

it.each<[status: string | undefined, settled: boolean, another: boolean]>([
  ['CREATE_COMPLETE', true, false],
  ['UPDATE_COMPLETE', true, false],
  ['IMPORT_COMPLETE', true, false],
  ['UPDATE_ROLLBACK_COMPLETE', true, false],
  ['IMPORT_ROLLBACK_COMPLETE', true, false],
  ['ROLLBACK_COMPLETE', false, false],
  ['CREATE_IN_PROGRESS', false, false],
  ['CREATE_FAILED', false, false],
  ['DELETE_IN_PROGRESS', false, false],
  ['DELETE_FAILED', false, false],
  ['ROLLBACK_FAILED', false, false],
  ['REVIEW_IN_PROGRESS', false, false],
  ['UPDATE_IN_PROGRESS', false, true],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', false, true],
  ['UPDATE_FAILED', false, true],
  ['UPDATE_ROLLBACK_IN_PROGRESS', false, true],
  ['UPDATE_ROLLBACK_FAILED', false, true],
  ['IMPORT_IN_PROGRESS', false, true],
  ['IMPORT_ROLLBACK_FAILED', false, true],
  [undefined, false, true],
])('a stack in state %s', (status, settled, another) => {
  expect([isSettled(status), mayHoldAnotherTemplate(status)]).toEqual([settled, another]);
});
