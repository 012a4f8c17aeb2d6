import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNeverPublic, publicAddresses } from '../../src/policy/address-space.ts';
import { readStatements } from '../../src/policy/statement.ts';
import { ipRange, parsedRange } from '../../src/policy/values.ts';
import { tries } from '../support/thorough.ts';

const octet = fc.oneof(
  fc.integer({ min: 0, max: 300 }).map(String),
  fc.constantFrom('0', '10', '010', '0x1f', '00', '172', '192', '198', '255', ''),
);
const address = fc.oneof(
  fc.tuple(octet, octet, octet, octet).map((octets) => octets.join('.')),
  fc.ipV4(),
  fc.ipV6(),
  fc.constantFrom('10.1', '1.2.3.4.5', '::ffff:10.0.0.1', ' 10.0.0.1', '10.0.0.1\n'),
);
const range = fc.oneof(
  address,
  fc
    .tuple(address, fc.oneof(fc.integer({ min: 0, max: 130 }).map(String), fc.constantFrom('08', '', '-1')))
    .map((parts) => parts.join('/')),
);

describe('ranges of addresses', () => {
  it('are read the same by the short way as by the library', () => {
    const inWords = (value: string, read: typeof ipRange) => {
      const [first, bits] = read(value) ?? [];
      return first === undefined ? undefined : [first.kind(), first.toNormalizedString(), bits];
    };
    fc.assert(
      fc.property(range, (value) => {
        expect(inWords(value, ipRange)).toEqual(inWords(value, parsedRange));
      }),
      tries(2000, 20_261_231),
    );
  });

  it('are never public where they hold no public address', () => {
    fc.assert(
      fc.property(range, (value) => {
        const read = ipRange(value);
        if (read === undefined) return;
        expect(isNeverPublic(read)).toBe(publicAddresses([read], read[0].kind()) === 0n);
      }),
      tries(2000, 20_261_232),
    );
  });
});

describe('a key that a document gives twice', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('a":', '\\', '\\"', ':', '": {', '"a": 1'));
  const body = fc.dictionary(
    fc.oneof(text, fc.constantFrom('a', 'b')),
    fc.oneof(text, fc.array(fc.dictionary(text, text, { noNullPrototype: true }))),
    { noNullPrototype: true },
  );
  const twice = (document: string) => {
    const found: string[] = [];
    readStatements(document, (problem) => found.push(problem));
    return found.includes('the document gives a key more than once');
  };

  it('is found, whatever stands in names and values', () => {
    fc.assert(
      fc.property(body, fc.constantFrom(undefined, 1, '\t'), text, (policy, indent, name) => {
        const document = JSON.stringify(policy, null, indent);
        // JSON.parse of Node 24.21 now and then takes the name "\"" for "\\", so that two names become one.
        fc.pre(JSON.stringify(JSON.parse(document), null, indent) === document);
        expect(twice(document)).toBe(false);
        const key = JSON.stringify(name);
        expect(twice(`{${key}: 1, "other": ${document}, ${key} : 2}`)).toBe(true);
      }),
      tries(100, 20_261_219),
    );
  });
});
