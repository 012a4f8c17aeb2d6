import type { CheckContext } from '../../model/check.ts';
import { isStandIn } from '../../policy/external-ids/stand-in.ts';

/** What stands in a corrected policy for an external ID that is yet to be agreed. */
export const NEW_EXTERNAL_ID = '<a random UUID, for this account alone>';

/** What stands there for one that was agreed and that the policy in force does not tell. */
export const AGREED_EXTERNAL_ID = '<the agreed external ID>';

const PLACEHOLDERS: ReadonlySet<unknown> = new Set([NEW_EXTERNAL_ID, AGREED_EXTERNAL_ID]);

/**
 * A copy of a policy in which external IDs are shown as reports show them. One that is masked becomes a note in angle
 * brackets of which one is meant: whoever uses the policy has to put it in again.
 */
export function shownPolicy(policy: unknown, context: Pick<CheckContext, 'showExternalId'>): unknown {
  return shown(policy, '', context);
}

/** @param within the key of the object that `value` is a member of: the operator, within conditions */
function shown(value: unknown, within: string, context: Pick<CheckContext, 'showExternalId'>): unknown {
  if (Array.isArray(value)) return value.map((item) => shown(item, within, context));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key.toLowerCase() === 'sts:externalid'
        ? shownIds(inner, within.toLowerCase() === 'null', context)
        : shown(inner, key, context),
    ]),
  );
}

/** @param isPresence whether it is asked if there is an external ID at all, which tells nothing of its value */
function shownIds(
  value: unknown,
  isPresence: boolean,
  context: Pick<CheckContext, 'showExternalId'>,
): unknown {
  if (Array.isArray(value)) return value.map((one) => shownIds(one, isPresence, context));
  if (PLACEHOLDERS.has(value) || (isPresence && /^(?:true|false)$/i.test(String(value)))) return value;
  const text = String(value);
  const word = context.showExternalId(text);
  return word === text && !isStandIn(text) ? value : `<the external ID in force: ${word}>`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
