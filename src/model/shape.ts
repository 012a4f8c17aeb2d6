import { z } from 'zod';

/** What the shapes of documents are made of: ISO 8601 in UTC, a number of things, and lists of texts. */
export const instant = z.iso.datetime();
export const count = z.int().nonnegative();
export const texts = z.array(z.string());
