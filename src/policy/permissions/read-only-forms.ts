import type { Condition } from '../operators.ts';
import { loopholeOf } from '../requirement.ts';
import { type ActionSet, beyondReadingForm, overlap, without } from './catalogue.ts';
import { READ_ONLY_FORMS } from './level-corrections.ts';

const FORMS = READ_ONLY_FORMS.map((form) => ({
  ...form,
  beyond: once(() => beyondReadingForm([form.action])),
}));

/** What is left of the actions of a statement where its conditions hold some of them to reading; else all of them. */
export function heldToReading(given: ActionSet, conditions: readonly Condition[]): ActionSet {
  let left = given;
  for (const { key, value, beyond } of conditions.length === 0 ? [] : FORMS) {
    if (!overlap(left, beyond())) continue;
    const held = conditions.some(
      (condition) =>
        condition.keyLower === key &&
        loopholeOf(condition) === null &&
        condition.values.every((accepted) => accepted === value),
    );
    if (held) left = without(left, beyond());
  }
  return left;
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
