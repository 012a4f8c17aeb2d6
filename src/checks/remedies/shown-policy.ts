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
  if (Array.isArray(policy)) return policy.map((item) => shownPolicy(item, context));
  if (!isObject(policy)) return policy;
  return Object.fromEntries(
    Object.entries(policy).map(([key, value]) => [
      key,
      key.toLowerCase() === 'sts:externalid' ? shownIds(value, context) : shownPolicy(value, context),
    ]),
  );
}

function shownIds(value: unknown, context: Pick<CheckContext, 'showExternalId'>): unknown {
  if (Array.isArray(value)) return value.map((one) => shownIds(one, context));
  if (PLACEHOLDERS.has(value) || /^(?:true|false)$/i.test(String(value))) return value;
  const text = String(value);
  const shown = context.showExternalId(text);
  return shown === text && !isStandIn(text) ? value : `<the external ID in force: ${shown}>`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
