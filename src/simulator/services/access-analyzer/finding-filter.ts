import { isParams, type Params, texts } from '../../wire/params.ts';
import { ServiceError } from '../../wire/service-error.ts';

/** The properties of a finding that a filter can name, as text; a property that is not here is absent. */
export type FilterableProperties = Readonly<Record<string, string | undefined>>;

/** Whether a finding meets every criterion of the request's filter. */
export function meets(filter: unknown, properties: FilterableProperties): boolean {
  if (filter === undefined) return true;
  if (!isParams(filter)) throw new ServiceError('ValidationException', 'The filter is not a map.', 400);
  return Object.entries(filter).every(
    ([property, criterion]) => isParams(criterion) && meetsCriterion(criterion, properties[property]),
  );
}

function meetsCriterion(criterion: Params, actual: string | undefined): boolean {
  const { eq, neq, contains, exists } = criterion;
  const value = actual ?? '';
  return (
    (eq === undefined || (actual !== undefined && texts(criterion, 'eq').includes(value))) &&
    (neq === undefined || !texts(criterion, 'neq').includes(value)) &&
    (contains === undefined || texts(criterion, 'contains').some((part) => value.includes(part))) &&
    (exists === undefined || exists === (actual !== undefined))
  );
}
