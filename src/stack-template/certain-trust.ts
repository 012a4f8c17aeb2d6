import { groupedBy } from '../model/grouped-by.ts';
import { entriesOf } from './read-template.ts';

/** A UUID as random as any, and nobody's: stands for an external ID that is given when the role is deployed. */
export const ASSUMED_ID = 'b7c1f7a2-93d4-4e0b-8f56-2d9a61c3e845';

/**
 * What a trust policy surely says, although the template leaves parts of it open: its statements without these, and
 * those of which only the external ID is open, a random one in its place. So nobody is said to be admitted who may
 * not be. Where a statement that denies is open, nothing is sure: it may deny all of it.
 *
 * @param place where the policy stands in the template
 * @param open the places that are open, of which those within the policy count
 */
export function certainTrust(document: unknown, place: string, open: ReadonlySet<string>): unknown {
  const rest = [...open].flatMap((one) => (one.startsWith(place) ? [one.slice(place.length)] : []));
  if (rest.length === 0) return document;
  const declared = entriesOf(document).get('Statement');
  const byStatement = groupedBy(rest, (one) => indexIn(one, Array.isArray(declared)));
  const statements = [declared ?? []].flat();
  const isSure = [...byStatement.keys()].every(
    (index) => entriesOf(statements[Number(index)]).get('Effect') === 'Allow',
  );
  const certain = statements.map((statement, index) => {
    const parts = byStatement.get(String(index));
    if (parts === undefined) return statement;
    return parts.every((part) => OF_THE_ID.test(part)) ? withId(statement) : NOBODY;
  });
  return { ...Object.fromEntries(entriesOf(document)), Statement: isSure ? certain : [] };
}

/** Admits nobody, in the place of a statement, so that those after it keep their numbers. */
const NOBODY = { Effect: 'Allow', Principal: { AWS: [] }, Action: [] };

/** Which statement a place lies in; no number where that is not one alone. */
function indexIn(place: string, isList: boolean): string {
  const [within, index = isList ? 'none' : '0'] = /^\.Statement(?:\[(\d+)\])?(?=\.|$)/.exec(place) ?? [];
  return within === undefined ? 'none' : index;
}

const OF_THE_ID = /^\.Statement(?:\[\d+\])?\.Condition\.[A-Za-z:]+\.sts:externalid(?:\[\d+\])?$/i;

/** The statement with a random external ID wherever it asks for one. */
function withId(statement: unknown): unknown {
  const conditions = [...entriesOf(entriesOf(statement).get('Condition'))].map(([operator, keys]) => [
    operator,
    Object.fromEntries(
      [...entriesOf(keys)].map(([key, value]) => [
        key,
        key.toLowerCase() === 'sts:externalid' ? ASSUMED_ID : value,
      ]),
    ),
  ]);
  return { ...Object.fromEntries(entriesOf(statement)), Condition: Object.fromEntries(conditions) };
}
