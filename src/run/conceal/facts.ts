import { type ExternalIdKey, externalIdMask } from '../../evaluate/external-ids.ts';
import { maskExternalIds } from '../../evaluate/mask-external-ids.ts';
import type { Rules } from '../../evaluate/rules.ts';
import type { AccountSubject } from '../../model/account.ts';
import type { Drift, StackTemplates } from '../../model/cloudformation-facts.ts';
import type { Fact, FactRecord, PerResource } from '../../model/fact.ts';
import type { AuthorizationDetails, RoleSettings } from '../../model/iam-facts.ts';
import { isNoSecret } from '../../policy/external-ids/stand-in.ts';
import { withoutKnownIds } from '../../policy/external-ids/texts.ts';
import { excessOf } from '../../policy/statement.ts';
import { answersFor } from './answers.ts';
import { type Concealing, concealTemplate } from './template.ts';

/**
 * The facts of an account with a stand-in for every external ID, and with what has to be judged of the values kept
 * beside them. Where a value is an external ID by its place (a condition on `sts:ExternalId`, a drifted property, a
 * parameter of a template that becomes one) it is always replaced; one of 16 characters and more also in descriptions,
 * tags and the rest of templates. Names and ARNs stay, since they are what facts are about.
 */
export function concealExternalIds(
  records: readonly FactRecord[],
  key: ExternalIdKey,
  subject: AccountSubject,
  rules: Rules,
): FactRecord[] {
  const known = new Map<string, string>();
  const standIn = externalIdMask(key);
  const mask = (value: string) => {
    const shown = standIn(value);
    if (!isNoSecret(value)) known.set(value, shown);
    return shown;
  };
  const answers = answersFor(records, standIn, subject, rules);
  const masked = records.map((record) =>
    record.status === 'COLLECTED' && record.fact !== 'stack-templates'
      ? { ...record, value: maskExternalIds(withoutExcess(record), mask) }
      : record,
  );
  const concealing: Concealing = {
    mask,
    withoutKnown: withoutKnownIds(known.keys(), (value) => known.get(value) ?? value),
  };
  return masked.map((record) =>
    record.status === 'COLLECTED' ? { ...record, value: withoutKnown(record, answers, concealing) } : record,
  );
}

/** Trust policies that are too long to be read stay so, whatever is taken out of them. */
function withoutExcess({ fact, value }: { fact: string; value: unknown }): unknown {
  if (fact !== 'authorization-details') return value;
  const { roles, ...rest } = value as AuthorizationDetails;
  return {
    ...rest,
    roles: roles.map((role) =>
      excessOf(role.trustPolicy) === null
        ? role
        : {
            ...role,
            trustPolicy: 'too long for a trust policy: withheld'.padEnd(role.trustPolicy.length, '.'),
          },
    ),
  };
}

/** The value of a fact, once the values that are external IDs by their place are known. */
function withoutKnown(
  { fact, value }: { fact: string; value: unknown },
  externalIds: AuthorizationDetails['externalIds'],
  concealing: Concealing,
): unknown {
  switch (fact) {
    case 'authorization-details': {
      const { roles, ...rest } = value as AuthorizationDetails;
      return {
        ...rest,
        roles: roles.map((role) => ({ ...role, tags: deep(role.tags, concealing) })),
        externalIds,
      };
    }
    case 'role-settings': {
      const { roles } = value as RoleSettings;
      return {
        roles: roles.map((role) => ({
          ...role,
          description: role.description === null ? null : concealing.withoutKnown(role.description),
        })),
      };
    }
    case 'stack-templates':
      return eachResource(value as StackTemplates, (template) => concealTemplate(template, concealing));
    case 'drift':
      return eachResource(value as Drift, (stack) => ({
        ...stack,
        detectionReason: deep(stack.detectionReason, concealing),
        resources: stack.resources.map((resource) => ({
          ...resource,
          statusReason: deep(resource.statusReason, concealing),
          differences: deep(resource.differences, concealing),
          expectedProperties: deep(resource.expectedProperties, concealing),
          actualProperties: deep(resource.actualProperties, concealing),
        })),
      }));
    default:
      return value;
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

/** The same with every text in it without the external IDs that are known; keys stay. */
function deep<T>(value: T, concealing: Concealing): T;
function deep(value: unknown, concealing: Concealing): unknown {
  if (typeof value === 'string') return concealing.withoutKnown(value);
  if (Array.isArray(value)) return value.map((item) => deep(item, concealing));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, deep(inner, concealing)]));
}
