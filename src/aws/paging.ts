import { UnusableAnswer } from './answer.ts';
import type { Service } from './operations.ts';

/** Where a service puts its page token in requests and in responses. */
interface TokenRule {
  request: string;
  response: string;
  /** The response's flag that alone decides whether a page follows, where there is one. */
  more?: string;
}

const NEXT_TOKEN = { request: 'NextToken', response: 'NextToken' };
const SMALL_NEXT_TOKEN = { request: 'nextToken', response: 'nextToken' };

/** IAM may return short pages and stale markers: its documentation makes IsTruncated the only sign of the end. */
const TOKEN_RULES: Record<Service, TokenRule> = {
  account: NEXT_TOKEN,
  'access-analyzer': SMALL_NEXT_TOKEN,
  athena: NEXT_TOKEN,
  backup: NEXT_TOKEN,
  cloudformation: NEXT_TOKEN,
  cloudtrail: NEXT_TOKEN,
  cloudwatch: NEXT_TOKEN,
  ecr: SMALL_NEXT_TOKEN,
  config: NEXT_TOKEN,
  events: NEXT_TOKEN,
  iam: { request: 'Marker', response: 'Marker', more: 'IsTruncated' },
  identitystore: NEXT_TOKEN,
  kms: { request: 'Marker', response: 'NextMarker', more: 'Truncated' },
  lambda: { request: 'Marker', response: 'NextMarker' },
  organizations: NEXT_TOKEN,
  ram: { request: 'nextToken', response: 'nextToken' },
  rolesanywhere: { request: 'nextToken', response: 'nextToken' },
  s3: { request: 'ContinuationToken', response: 'ContinuationToken' },
  's3-control': NEXT_TOKEN,
  secretsmanager: NEXT_TOKEN,
  securityhub: NEXT_TOKEN,
  sns: NEXT_TOKEN,
  sqs: NEXT_TOKEN,
  sso: NEXT_TOKEN,
  sts: NEXT_TOKEN,
  wellarchitected: NEXT_TOKEN,
};

/** What follows a page: nothing, the page that a token names, or a page that the service announced without a token. */
export type Following = { lastPage: true } | { lastPage: false; token: string | undefined };

/** Throws `UnusableAnswer` where a page does not say whether it is the last one: then nobody knows what is missing. */
export function following(service: Service, page: unknown): Following {
  const rule = TOKEN_RULES[service];
  const members = new Map<string, unknown>(Object.entries(page ?? {}));
  const value = members.get(rule.response);
  const token = typeof value === 'string' && value !== '' ? value : undefined;
  // What is no text is no token, and yet says that this is not all.
  const given = value !== undefined && value !== null && value !== '';
  // IAM's models make the flag optional, and not every implementation sends it with a single page.
  const said = (rule.more === undefined ? undefined : members.get(rule.more)) ?? given;
  if (typeof said !== 'boolean') throw new UnusableAnswer('it is not said whether another page follows');
  return said ? { lastPage: false, token } : { lastPage: true };
}

/** The request for the page that `token` names. */
export function withToken<I>(service: Service, input: I, token: string): I {
  return { ...input, [TOKEN_RULES[service].request]: token };
}
