import { z } from 'zod';
import { texts } from './shape.ts';

/** An entry of the configuration that says who answers for what is found in a part of the fleet. */
export const ownerEntryShape = z.object({
  name: z.string().exactOptional().describe('Absent: the value of the tag names the owner.'),
  accounts: texts,
  organizationalUnits: texts.describe('By id, or by path of names from the root.'),
  tag: z.string().exactOptional().describe('`key` or `key=value`, of a role or of an account.'),
});

export type OwnerEntry = z.output<typeof ownerEntryShape>;

/** By what an owner is known; the first of these that names one decides. */
const OWNER_SOURCES = ['register', 'role tag', 'account', 'account tag', 'organizational unit'] as const;

/** Who answers for a finding, and why they. */
export const ownerShape = z.object({
  name: z.string(),
  from: z
    .enum(OWNER_SOURCES)
    .describe('By what the owner is known: the first of these, in this order, that names one.'),
});

export type Owner = z.output<typeof ownerShape>;
export type OwnerSource = Owner['from'];
