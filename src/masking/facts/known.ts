import { type CollectedRecord, type FactRecord, GLOBAL } from '../../model/fact.ts';
import { indexFacts } from '../../model/fact-index.ts';
import { changeFact } from '../../model/fact-places.ts';
import { isFactKey } from '../../model/fact-values.ts';
import type { AuthorizationDetails } from '../../model/facts/authorization-details.ts';
import { parseJson } from '../../model/json-text.ts';
import { parametersOf } from '../../model/parameters-of.ts';
import { type KnownIds, withoutKnownIds } from '../../policy/external-ids/known-ids.ts';
import type { MaskExternalId } from '../external-ids.ts';
import { inValues } from '../known-external-ids.ts';
import type { FactsSetting } from './setting.ts';
import { maskTemplate } from './template.ts';
import { inTexts } from './texts.ts';

/** How external IDs are replaced that are known from where they are asked for. */
interface Replacing {
  standIn: MaskExternalId;
  /** What becomes of a value of a template that is an external ID by its place. */
  byPlace: MaskExternalId;
  rules: Pick<FactsSetting, 'checks' | 'config'>;
}

/**
 * Facts without the external IDs that are known from elsewhere, this account or another. What judging reads loses only
 * those that stand nowhere by chance (`KnownIds`), alike in policies and in templates, so that the two still compare;
 * a tag that a condition or the configuration asks for is such a text too. Names and ARNs stay.
 */
export function withoutKnownExternalIds(
  records: readonly FactRecord[],
  known: Iterable<string>,
  { standIn, byPlace, rules }: Replacing,
): { facts: FactRecord[]; changed: boolean } {
  let changed = false;
  const texts = withoutKnownIds(known, (id) => {
    const shown = standIn(id);
    changed ||= shown !== id;
    return shown;
  });
  const ids = { ...texts, inDocument: (text: string) => inValues(text, texts.inDocument) };
  const wanted = new Set(
    rules.checks.flatMap((check) => Object.values(parametersOf(check, rules.config)).flat().map(String)),
  );
  const details = indexFacts(records).get('authorization-details', GLOBAL);
  const asked = details?.status === 'COLLECTED' ? tagsAskedFor(details.value) : new Set<string>();
  const facts = records.map((record) =>
    record.status === 'COLLECTED'
      ? { ...record, value: without(record, ids, { byPlace, wanted, asked }) }
      : record,
  );
  return { facts, changed };
}

/**
 * Each part by what it holds. Of a fact that nobody declared, such as one of a later version, every text is taken for
 * one that people write.
 */
function without(
  record: CollectedRecord,
  ids: KnownIds,
  { byPlace, wanted, asked }: { byPlace: MaskExternalId; wanted: Judged; asked: Judged },
): unknown {
  if (!isFactKey(record.fact)) return inTexts(record.value, ids.inText);
  return changeFact(record.fact, record.value, {
    name: same,
    ownArn: same,
    word: same,
    time: same,
    answers: same,
    policy: ids.inDocument,
    compared: ids.inDocument,
    prose: ids.inText,
    tag: ({ key, value }) => {
      const isJudged = asked.has(key.toLowerCase()) || wanted.has(`${key}=${value}`);
      return { key, value: (isJudged ? ids.inDocument : ids.inText)(value) };
    },
    template: (template) => maskTemplate(template, { mask: byPlace, known: ids }),
    difference: (difference) => {
      const show = FREE_PROPERTY.test(difference.propertyPath) ? ids.inText : ids.inSentence;
      const { expected, actual } = difference;
      return { ...difference, expected: show(expected), actual: show(actual) };
    },
    properties: (properties) => inProperties(properties, ids),
  });
}

type Judged = ReadonlySet<string>;

function same<T>(value: T): T {
  return value;
}

/** The keys of tags that conditions and variables of an account's policies ask for, in lower case. */
function tagsAskedFor({ roles, policies, users = [], groups = [] }: AuthorizationDetails): Set<string> {
  const documents = [
    ...roles.map(({ trustPolicy }) => trustPolicy),
    ...[...roles, ...users, ...groups].flatMap(({ inlinePolicies }) =>
      inlinePolicies.map(({ document }) => document),
    ),
    ...policies.map(({ document }) => document),
  ];
  return new Set(
    documents.flatMap((text) =>
      [...text.matchAll(/(?:resource|principal)tag\/([^"\\}]+)/gi)].map(([, key = '']) => key.toLowerCase()),
    ),
  );
}

/** Properties in which people write what they like, and which decide on no access. */
const FREE_PROPERTY = /^\/?(?:Description|Tags)(?:\/|$)/;

function inProperties(properties: string, { inText, inSentence }: KnownIds): string {
  const judged = inSentence(properties);
  if (inText(judged) === judged) return judged;
  try {
    const members = Object.entries(Object(parseJson(judged))).map(([name, value]) => [
      name,
      FREE_PROPERTY.test(name) ? inTexts(value, inText) : value,
    ]);
    return JSON.stringify(Object.fromEntries(members));
  } catch {
    return inText(judged);
  }
}
