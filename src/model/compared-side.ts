/** One side of what was compared: what was declared, or what was found in its place. */
export interface ComparedSide {
  /** What is compared, in words; the same on both sides. */
  of: string;
  side: 'expected' | 'actual';
}
