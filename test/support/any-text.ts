import fc from 'fast-check';

/** Of whatever code points. `unit: 'binary'` would first make a table of them all. */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  return fc.array(fc.nat(0x10ffff), { maxLength }).map((points) => String.fromCodePoint(...points));
}
