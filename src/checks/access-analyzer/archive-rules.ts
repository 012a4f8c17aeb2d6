import type { ArchiveRule } from '../../model/facts/analyzers.ts';
import type { ExternalAccessFinding } from '../../model/facts/external-access-findings.ts';

type Criterion = ArchiveRule['filter'][string];

/**
 * Whether an archive rule's filter matches a finding: every property must meet its criterion. A property that is
 * not known here matches nothing, so that no rule is blamed without reason.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-filter-keys.html
 */
export function archives({ filter }: ArchiveRule, finding: ExternalAccessFinding): boolean {
  const criteria = Object.entries(filter);
  return (
    criteria.length > 0 &&
    criteria.every(([property, criterion]) => {
      const values = valuesOf(property, finding);
      return values !== undefined && meets(values, criterion);
    })
  );
}

function meets(values: readonly string[], { eq, neq, contains, exists }: Criterion): boolean {
  return (
    (eq === undefined || values.some((value) => eq.includes(value))) &&
    (neq === undefined || !values.some((value) => neq.includes(value))) &&
    (contains === undefined || values.some((value) => contains.some((part) => value.includes(part)))) &&
    (exists === undefined || exists === values.length > 0)
  );
}

/** What a finding holds under a filter key; undefined for a key that is not known. */
function valuesOf(property: string, finding: ExternalAccessFinding): string[] | undefined {
  const [section = '', ...rest] = property.split('.');
  const name = rest.join('.');
  switch (section) {
    case 'principal':
      return entryOf(finding.principal, name);
    case 'condition':
      return entryOf(finding.condition, name);
    case 'resource':
      return present(finding.resource);
    case 'resourceType':
      return [finding.resourceType];
    case 'resourceOwnerAccount':
      return [finding.resourceOwnerAccount];
    case 'isPublic':
      return present(finding.isPublic);
    case 'action':
      return finding.action;
    case 'error':
      return present(finding.error);
    case 'id':
      return [finding.id];
    case 'resourceControlPolicyRestriction':
      return present(finding.resourceControlPolicyRestriction);
    default:
      return undefined;
  }
}

function entryOf(entries: Record<string, string>, name: string): string[] {
  return present(Object.hasOwn(entries, name) ? (entries[name] ?? null) : null);
}

function present(value: string | boolean | null): string[] {
  return value === null ? [] : [String(value)];
}
