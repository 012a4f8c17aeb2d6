import type { ResourceDrift } from '../../model/cloudformation-facts.ts';
import type { CollectedRecord, Fact, FactRecord, PerResource } from '../../model/fact.ts';
import { isFact } from '../../model/fact-values.ts';
import type { AuthorizationDetails, Role, Tag } from '../../model/iam-facts.ts';
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
  const facts = records.map((record) =>
    record.status === 'COLLECTED' ? { ...record, value: without(record, ids, { byPlace, wanted }) } : record,
  );
  return { facts, changed };
}

function without(
  record: CollectedRecord,
  ids: KnownIds,
  { byPlace, wanted }: { byPlace: MaskExternalId; wanted: ReadonlySet<string> },
): unknown {
  if (isFact(record, 'authorization-details')) return inDetails(record.value, ids, wanted);
  if (isFact(record, 'role-settings')) {
    return {
      roles: record.value.roles.map((role) => ({
        ...role,
        description: role.description === null ? null : ids.inText(role.description),
      })),
    };
  }
  if (isFact(record, 'stack-templates')) {
    return eachResource(record.value, (template) => maskTemplate(template, { mask: byPlace, known: ids }));
  }
  if (isFact(record, 'drift')) {
    return eachResource(record.value, (stack) => ({
      ...stack,
      detectionReason: inTexts(stack.detectionReason, ids.inText),
      resources: stack.resources.map((resource) => inResource(resource, ids)),
    }));
  }
  if (isFact(record, 'external-access-findings') || isFact(record, 'analyzers'))
    return inTexts(record.value, ids.inDocument);
  return record.value;
}

/** Policies as texts: what is taken out of one leaves JSON as it is. */
function inDetails(
  details: AuthorizationDetails,
  ids: KnownIds,
  wanted: ReadonlySet<string>,
): AuthorizationDetails {
  const { roles, policies, users, groups } = details;
  const asked = tagsAskedFor(details);
  const withPolicies = <T extends Pick<Role, 'inlinePolicies'>>(holder: T): T => ({
    ...holder,
    inlinePolicies: holder.inlinePolicies.map((policy) => ({
      ...policy,
      document: ids.inDocument(policy.document),
    })),
  });
  const inTag = ({ key, value }: Tag): Tag => {
    const isJudged = asked.has(key.toLowerCase()) || wanted.has(`${key}=${value}`);
    return { key, value: (isJudged ? ids.inDocument : ids.inText)(value) };
  };
  return {
    ...details,
    roles: roles.map((role) => ({
      ...withPolicies(role),
      trustPolicy: ids.inDocument(role.trustPolicy),
      tags: role.tags.map(inTag),
    })),
    policies: policies.map((policy) => ({ ...policy, document: ids.inDocument(policy.document) })),
    ...(users === undefined ? {} : { users: users.map(withPolicies) }),
    ...(groups === undefined ? {} : { groups: groups.map(withPolicies) }),
  };
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

function inResource(resource: ResourceDrift, ids: KnownIds): ResourceDrift {
  return {
    ...resource,
    statusReason: inTexts(resource.statusReason, ids.inText),
    differences: resource.differences.map((difference) => {
      const show = FREE_PROPERTY.test(difference.propertyPath) ? ids.inText : ids.inSentence;
      return {
        ...difference,
        expected: inTexts(difference.expected, show),
        actual: inTexts(difference.actual, show),
      };
    }),
    expectedProperties: inProperties(resource.expectedProperties, ids),
    actualProperties: inProperties(resource.actualProperties, ids),
  };
}

/** Properties in which people write what they like, and which decide on no access. */
const FREE_PROPERTY = /^\/?(?:Description|Tags)(?:\/|$)/;

function inProperties(properties: string | null, { inText, inSentence }: KnownIds): string | null {
  if (properties === null) return null;
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

function eachResource<T>({ perResource }: PerResource<T>, change: (value: T) => T): PerResource<T> {
  return {
    perResource: perResource.map(({ resource, fact }) => ({
      resource,
      fact: fact.status === 'COLLECTED' ? { ...fact, value: change(fact.value) } : (fact satisfies Fact<T>),
    })),
  };
}
