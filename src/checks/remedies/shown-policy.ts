import type { CheckContext } from '../../model/check.ts';
import { AGREED_EXTERNAL_ID, NEW_EXTERNAL_ID } from '../../model/fix.ts';
import { parseJson, partText } from '../../model/json-text.ts';
import { isStandIn } from '../../policy/external-ids/stand-in.ts';
import { mayNameExternalId, urlDecoded, WITHHELD_DOCUMENT } from '../../policy/external-ids/texts.ts';

const PLACEHOLDERS: ReadonlySet<unknown> = new Set([NEW_EXTERNAL_ID, AGREED_EXTERNAL_ID]);

type ShowContext = Pick<CheckContext, 'showExternalId' | 'showText'>;

/** Which external ID a note means: the one that the role asks for, or the one that its template does. */
export type WhichId = 'in force' | 'that the template declares';

/**
 * A copy of a policy, or of any properties that hold policies, in which external IDs are shown as reports show them,
 * those in texts that hold documents too. One that is masked becomes a note in angle brackets of which one is meant:
 * whoever uses the policy has to put it in again.
 */
export function shownPolicy(policy: unknown, context: ShowContext, which: WhichId = 'in force'): unknown {
  return shown(policy, '', { context, which });
}

interface Showing {
  context: ShowContext;
  which: WhichId;
}

/** @param within the key of the object that `value` is a member of: the operator, within conditions */
function shown(value: unknown, within: string, showing: Showing): unknown {
  if (typeof value === 'string') return shownText(value, showing);
  if (Array.isArray(value)) return value.map((item) => shown(item, within, showing));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key.toLowerCase() === 'sts:externalid'
        ? shownIds(inner, within.toLowerCase() === 'null', showing)
        : shown(inner, key, showing),
    ]),
  );
}

/** A text that holds a document is shown as that document, as text; any other without external IDs that are known. */
function shownText(text: string, showing: Showing): string {
  try {
    const document = documentIn(text);
    if (document !== undefined) return JSON.stringify(shown(document, '', showing));
  } catch {
    // Neither JSON, nor as deep as any document.
  }
  if (mayNameExternalId(text) && /[{["%]/.test(text)) return WITHHELD_DOCUMENT;
  return showing.context.showText?.(text) ?? text;
}

/** The document in a text, JSON as it is or written as in a URL; undefined where it holds none. */
function documentIn(text: string): unknown {
  const json = urlDecoded(text) ?? text;
  return /^\s*[{["]/.test(json) ? parseJson(json) : undefined;
}

/** What CloudFormation shows of a parameter that it is not to show. */
const NOT_SHOWN = /^\*+$/;

/** @param isPresence whether it is asked if there is an external ID at all, which tells nothing of its value */
function shownIds(value: unknown, isPresence: boolean, showing: Showing): unknown {
  if (Array.isArray(value)) return value.map((one) => shownIds(one, isPresence, showing));
  if (PLACEHOLDERS.has(value) || (isPresence && /^(?:true|false)$/i.test(partText(value)))) return value;
  const text = partText(value);
  const { context, which } = showing;
  if (which !== 'in force' && NOT_SHOWN.test(text) && text.length > 1) return AGREED_EXTERNAL_ID;
  const word = context.showExternalId(text);
  return word === text && !isStandIn(text) ? value : `<the external ID ${which}: ${word}>`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
