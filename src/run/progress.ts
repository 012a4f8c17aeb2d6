import type { AccountStatus } from '../model/report.ts';

/** What a run tells those who watch it. */
export type ProgressEvent =
  | { kind: 'accounts-known'; inScope: number; excluded: number }
  | { kind: 'account-started'; accountId: string; name: string }
  | { kind: 'account-done'; accountId: string; name: string; status: AccountStatus; gaps: number }
  | { kind: 'writing'; directory: string };

export type Watch = (event: ProgressEvent) => void;
