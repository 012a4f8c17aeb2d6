export type * from './facts/analyzers.ts';
export type * from './facts/external-access-findings.ts';
export type * from './facts/unused-access-findings.ts';
