export type * from './facts/drift.ts';
export type * from './facts/role-stacks.ts';
export type * from './facts/stack-templates.ts';
export type * from './facts/stacks.ts';
