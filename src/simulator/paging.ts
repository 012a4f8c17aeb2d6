import { digest } from './digest.ts';
import type { Request } from './service.ts';
import { text, wholeNumber } from './wire/params.ts';
import { ServiceError } from './wire/service-error.ts';

export interface PageRules {
  /** The parameter that asks for a page size; absent where the operation has none. */
  sizeParameter?: string;
  tokenParameter: string;
  /** The service's page size when none is asked for, and the most it gives. */
  usual: number;
  most: number;
  /** The error code for a token that the service did not give out. */
  badToken: string;
}

/**
 * The page of `items` that the request asks for, and the token of the next one.
 * A token is only good for the same operation, account, Region and parameters.
 */
export function page<T>(
  request: Request,
  items: readonly T[],
  rules: PageRules,
): { items: readonly T[]; next: string | undefined } {
  const seal = sealOf(request, rules);
  const start = offsetOf(text(request.params, rules.tokenParameter), seal, rules);
  const end = start + pageLength(request, rules);
  return {
    items: items.slice(start, end),
    next: end < items.length ? Buffer.from(`${end}:${seal}`).toString('base64url') : undefined,
  };
}

function pageLength(request: Request, rules: PageRules): number {
  const asked = rules.sizeParameter ? wholeNumber(request.params, rules.sizeParameter) : undefined;
  if (asked !== undefined && asked < 1) {
    throw new ServiceError(
      rules.badToken,
      `Value '${asked}' at '${rules.sizeParameter}' must be at least 1.`,
    );
  }
  const wanted = Math.min(asked ?? rules.usual, rules.most);
  const { pageSize } = request.simulation;
  return pageSize === 'aws' ? wanted : Math.max(1, Math.min(wanted, pageSize));
}

function sealOf(request: Request, rules: PageRules): string {
  const rest = Object.entries(request.params)
    .filter(([name]) => name !== rules.tokenParameter && name !== rules.sizeParameter)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const { account, region, operation } = request;
  return digest(account.id, region, operation, JSON.stringify(rest)).slice(0, 16);
}

function offsetOf(token: string | undefined, seal: string, rules: PageRules): number {
  if (token === undefined) return 0;
  const [offset, sealed] = Buffer.from(token, 'base64url').toString('latin1').split(':');
  if (sealed !== seal || !/^\d+$/.test(offset ?? '')) {
    throw new ServiceError(rules.badToken, `The value of ${rules.tokenParameter} is not valid.`);
  }
  return Number(offset);
}
