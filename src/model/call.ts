/** One API call as `calls.jsonl.gz` keeps it. */
export interface Call {
  accountId: string;
  region: string;
  /** The fact that the call was made for; `session` for calls that open the account. */
  fact: string;
  /** The signing name of the service: `iam`, `sts`, `cloudformation`… */
  service: string;
  operation: string;
  /** The request parameters, free of credentials. */
  parameters: unknown;
  requestId: string | null;
  startedAt: string;
  durationMs: number;
  attempts: number;
  /** From 1. */
  page: number;
  /** Things in this page; null when the call does not list. */
  items: number | null;
  /** Whether the service said that no page follows; null when the call does not page. */
  lastPage: boolean | null;
  /** `OK`, or the service's error code. */
  outcome: string;
}
