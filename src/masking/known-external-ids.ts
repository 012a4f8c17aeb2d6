import { GLOBAL } from '../model/fact.ts';
import type { FactIndex } from '../model/fact-index.ts';
import { holds, policiesIn } from '../model/fact-places.ts';
import type { Holding } from '../model/facts/held.ts';
import type { Evidence } from '../model/finding.ts';
import type { Fix } from '../model/fix.ts';
import { parseJson } from '../model/json-text.ts';
import type { Study } from '../model/study.ts';
import { trustOf } from '../policy/access-role.ts';
import { AS_THEY_ARE, type KnownIds, withoutKnownIds } from '../policy/external-ids/known-ids.ts';
import { externalIdMask, type MaskingSetting } from './external-ids.ts';
import { maskExternalIds } from './mask-external-ids.ts';
import { maskInJson } from './mask-in-json.ts';

/**
 * The external IDs that an account's facts show as such: those that its policies, those of sessions too, compare with,
 * whoever they let in or keep out, and those of drifted properties and of analyzers.
 */
export function knownExternalIds(index: FactIndex, study: Study): Set<string> {
  const known = new Set<string>();
  const details = index.get('authorization-details', GLOBAL);
  const { roles, policies, users, groups } =
    details?.status === 'COLLECTED' ? details.value : { roles: [], policies: [], users: [], groups: [] };
  const note = (value: string) => {
    known.add(value);
    return value;
  };
  for (const { inlinePolicies } of [...roles, ...(users ?? []), ...(groups ?? [])])
    for (const { document } of inlinePolicies) maskExternalIds(document, note);
  for (const { document } of policies) maskExternalIds(document, note);
  for (const role of roles) {
    // What is kept out is no grant.
    if (role.trustPolicy.includes('Deny')) maskExternalIds(role.trustPolicy, note);
    for (const { conditions } of trustOf(role, study).grants) {
      for (const { keyLower, values } of conditions)
        if (keyLower === 'sts:externalid') for (const value of values) known.add(value);
    }
  }
  for (const record of index.records) {
    if (record.status === 'COLLECTED' && holds(record.fact, BY_PLACE)) maskExternalIds(record.value, note);
    if (record.status === 'COLLECTED' && record.fact !== 'authorization-details')
      for (const policy of policiesIn(record.fact, record.value)) maskExternalIds(policy, note);
  }
  return known;
}

/** What, beside policies, holds external IDs that are some by their place. */
const BY_PLACE: readonly Holding[] = ['compared', 'difference', 'properties'];

/** Whether external IDs have to be known from the facts: not where they are shown, nor where the facts hold none. */
export function hidesKnownIds({ config, externalIdKey }: MaskingSetting): boolean {
  return config.report.externalIds === 'masked' && externalIdKey?.standIns !== true;
}

/** How texts are shown in which external IDs may stand that are known. */
export function textShown(ids: Iterable<string>, setting: MaskingSetting): KnownIds {
  return hidesKnownIds(setting) ? withoutKnownIds(ids, externalIdMask(setting.externalIdKey)) : AS_THEY_ARE;
}

/** A sentence or a command about a resource, whose name stays, even where it holds an external ID. */
export function aboutResource(text: string, arn: string, show: KnownIds['inText']): string {
  return show(text, arn.slice(arn.lastIndexOf('/') + 1));
}

/**
 * What a fix says; undefined where it is a command that something would be taken out of. Its own words stay whatever the
 * IDs of other accounts are, so that nobody spoils it by choosing one of them.
 */
export function fixShown(
  { kind, text }: Fix,
  arn: string,
  { inText, inSentence }: KnownIds,
): string | undefined {
  if (kind === 'cli') {
    const [description = ''] = /--description '(?:[^']|'\\'')*'/.exec(text) ?? [];
    const isWhole = aboutResource(text, arn, inSentence) === text && inText(description) === description;
    return isWhole ? text : undefined;
  }
  return text.replace(LINE, (_, key: string, value: string, rest: string) => {
    const show = OWN_WORDS.test(key) ? inSentence : inText;
    return `${key}${aboutResource(value, arn, show)}${rest}`;
  });
}

/** A line of JSON or YAML: up to the value, the value, and what follows it. */
const LINE = /^([ -]*(?:(?:"(?:[^"\\\n]|\\.)*"|[^\s"'][^\n"']*?):(?: |$))?"?)(.*?)("?,?)$/gm;

/** Members whose values are names, or must not be any other text. */
const OWN_WORDS = /\b(?:Sid|RoleName|PolicyName|Path|Type|DeletionPolicy)"?: "?$/;

/** What people and services write as they like. */
const FREE_TEXT: readonly Holding[] = ['prose', 'tag', 'compared', 'template', 'difference', 'properties'];

/** A piece of evidence as it is shown: names stay, since they are what it is about. */
export function evidenceShown(
  { fact, pointer }: Pick<Evidence, 'fact' | 'pointer'>,
  value: unknown,
  { inText, inDocument }: KnownIds,
): unknown {
  // A policy beside free text is one still: of a whole role, nothing is taken out that its policies may need.
  const isFreeText = holds(fact, FREE_TEXT, pointer) && !holds(fact, ['policy'], pointer);
  const member = isFreeText ? '' : pointer.slice(pointer.lastIndexOf('/') + 1);
  return eachText(value, isFreeText ? inText : inDocument, member);
}

/** What names a resource of an account, and is kept by every fact. */
const NAMES = /^(?:arn|name|policyName|roleName|physicalId|logicalId|stackName|resource)$/;

/** The same value with every text in it as `show` has it. */
function eachText(value: unknown, show: (text: string) => string, member = ''): unknown {
  if (typeof value === 'string') return NAMES.test(member) ? value : inValues(value, show);
  if (Array.isArray(value)) return value.map((item) => eachText(item, show));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, eachText(inner, show, key)]));
}

/** In a text that is JSON the names of members stay: nobody takes them out by choosing an ID. */
export function inValues(text: string, show: (text: string) => string): string {
  if (!/^\s*[[{]/.test(text) || show(text) === text) return show(text);
  try {
    parseJson(text);
  } catch {
    return show(text);
  }
  const maskText = (inner: string) => inValues(inner, show);
  return maskInJson(text, { isMasked: () => false, mask: show, maskText });
}
