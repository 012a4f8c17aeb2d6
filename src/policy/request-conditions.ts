import { dateValue, ipRange } from './values.ts';
import { matchesArn, matchesWildcard } from './wildcard.ts';

/** The values of each context key of one request, by the key in lower case. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

/** Compares one value of the policy with one of the request. */
type Comparison = (wanted: string, found: string) => boolean;

/**
 * The comparison behind each operator, negated operators left out.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const COMPARISONS: Readonly<Record<string, Comparison>> = {
  StringEquals: (wanted, found) => wanted === found,
  StringEqualsIgnoreCase: (wanted, found) => wanted.toLowerCase() === found.toLowerCase(),
  StringLike: (wanted, found) => matchesWildcard(wanted, found),
  NumericEquals: numbers((wanted, found) => found === wanted),
  NumericLessThan: numbers((wanted, found) => found < wanted),
  NumericLessThanEquals: numbers((wanted, found) => found <= wanted),
  NumericGreaterThan: numbers((wanted, found) => found > wanted),
  NumericGreaterThanEquals: numbers((wanted, found) => found >= wanted),
  DateEquals: dates((wanted, found) => found === wanted),
  DateLessThan: dates((wanted, found) => found < wanted),
  DateLessThanEquals: dates((wanted, found) => found <= wanted),
  DateGreaterThan: dates((wanted, found) => found > wanted),
  DateGreaterThanEquals: dates((wanted, found) => found >= wanted),
  Bool: (wanted, found) => wanted.toLowerCase() === found.toLowerCase(),
  BinaryEquals: (wanted, found) => wanted === found,
  IpAddress: (wanted, found) => {
    const range = ipRange(wanted);
    const address = ipRange(found)?.[0];
    return (
      range !== undefined &&
      address !== undefined &&
      address.kind() === range[0].kind() &&
      address.match(range)
    );
  },
  // ArnEquals takes wildcards just as ArnLike does.
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
};

const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
};

/**
 * Whether a condition holds for a request.
 * Absent keys: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists
 * Several values: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 * Without `variables` a `${` in a value is text like any other, as it is to documents before version 2012-10-17.
 */
export function conditionHolds(
  operator: string,
  key: string,
  values: readonly string[],
  context: RequestContext,
  { variables }: { variables: boolean } = { variables: true },
): boolean {
  const [, set, withoutSet = ''] = /^(?:(ForAllValues|ForAnyValue):)?(.+)$/.exec(operator) ?? [];
  const found = context.get(key.toLowerCase()) ?? [];
  if (withoutSet === 'Null') {
    return values.some((value) => value.toLowerCase() === String(found.length === 0));
  }
  const ifExists = withoutSet.endsWith('IfExists');
  const base = ifExists ? withoutSet.slice(0, -'IfExists'.length) : withoutSet;
  const negated = Object.hasOwn(NEGATED, base);
  const positive = (negated ? NEGATED[base] : base) ?? '';
  const comparison = Object.hasOwn(COMPARISONS, positive) ? COMPARISONS[positive] : undefined;
  if (comparison === undefined) throw new TypeError(`${operator} is not a condition operator`);

  if (found.length === 0) return ifExists || set === 'ForAllValues' || (set === undefined && negated);
  const holds = (one: string) =>
    values.some((value) => {
      const wanted = variables ? resolved(value, context) : value;
      return wanted !== undefined && comparison(wanted, escaped(one));
    }) !== negated;
  return set === 'ForAnyValue' ? found.some(holds) : found.every(holds);
}

/**
 * A policy value with its variables filled in; undefined when one has neither value nor default. The characters
 * written as `${*}`, `${?}` and `${$}` stand for themselves, here by stand-ins that no wildcard is mistaken for.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
function resolved(value: string, context: RequestContext): string | undefined {
  let complete = true;
  const text = value.replace(/\$\{([^}]*)\}/g, (_, inside: string) => {
    if (inside === '*' || inside === '?') return escaped(inside);
    if (inside === '$') return '$';
    const [, name = '', fallback] = /^([^,]*?)\s*(?:,\s*'([^']*)')?$/.exec(inside) ?? [];
    const [only, ...others] = context.get(name.trim().toLowerCase()) ?? [];
    const filled = others.length === 0 ? (only ?? fallback) : fallback;
    complete &&= filled !== undefined;
    return escaped(filled ?? '');
  });
  return complete ? text : undefined;
}

/** What stands in a request is no pattern. */
function escaped(text: string): string {
  return text.replaceAll('*', '\uE000').replaceAll('?', '\uE001');
}

function numbers(compare: (wanted: number, found: number) => boolean): Comparison {
  return (wanted, found) => {
    const [a, b] = [Number(wanted), Number(found)];
    return !Number.isNaN(a) && !Number.isNaN(b) && compare(a, b);
  };
}

function dates(compare: (wanted: number, found: number) => boolean): Comparison {
  return (wanted, found) => {
    const [a, b] = [dateValue(wanted), dateValue(found)];
    return a !== undefined && b !== undefined && compare(a, b);
  };
}
