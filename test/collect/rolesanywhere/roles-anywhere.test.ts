import { describe, expect, test } from 'vitest';
import { AwsCallError } from '../../../src/aws/errors.ts';
import type { CollectContext } from '../../../src/collect/collector.ts';
import { readCertificates } from '../../../src/collect/rolesanywhere/certificates.ts';
import { readNextUpdate } from '../../../src/collect/rolesanywhere/revocation-lists.ts';
import { rolesAnywhere } from '../../../src/collect/rolesanywhere/roles-anywhere.ts';
import { EXPIRED_CA, ISSUING_CA, ROOT_CA } from '../../../src/simulator/fleet/certificates.ts';
import { CURRENT_CRL, EXPIRED_CRL } from '../../../src/simulator/fleet/revocation-lists.ts';
import { callerOf } from '../../facts/answers.ts';
import { callCounts, collect, MEMBER, member, record, stage, value, world } from '../support.ts';
import * as odd from './odd-certificates.ts';

const REGION = 'us-east-1';
const here = (name: string) => ({ name, region: REGION });
const PCA = 'arn:aws:acm-pca:us-east-1:900000000002:certificate-authority/one';

describe('IAM Roles Anywhere', () => {
  test('is read in three listings a Region, page by page, with what certificates say', async () => {
    const many = Array.from({ length: 6 }, (_, index) => ({ ...here(`pca-${index}`), privateCaArn: PCA }));
    const rolesAnywhere = {
      trustAnchors: [...many, { ...here('bundle'), bundle: ISSUING_CA + EXPIRED_CA, enabled: false }],
      profiles: [
        {
          ...here('machines'),
          roleArns: [`arn:aws:iam::${MEMBER}:role/b`, `arn:aws:iam::${MEMBER}:role/a`],
          sessionPolicy: { Version: '2012-10-17', Statement: [] },
          managedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
          durationSeconds: 900,
        },
        { ...here('plain'), roleArns: [] },
      ],
      revocationLists: [{ ...here('lost'), trustAnchor: 'bundle' }],
    };
    const account = await collect(await stage({ world: world(member({ rolesAnywhere })) }));
    const { trustAnchors, profiles, revocationLists } = value(account, 'roles-anywhere', REGION);
    expect(trustAnchors).toHaveLength(7);
    expect(trustAnchors.find(({ name }) => name === 'pca-3')).toMatchObject({
      enabled: true,
      sourceType: 'AWS_ACM_PCA',
      privateCaArn: PCA,
      certificates: [],
      unreadableCertificates: 0,
    });
    const bundle = trustAnchors.find(({ name }) => name === 'bundle');
    expect(bundle).toMatchObject({
      enabled: false,
      sourceType: 'CERTIFICATE_BUNDLE',
      privateCaArn: null,
      certificates: [
        { notAfter: '2070-01-01T00:00:00.000Z', selfSigned: false },
        { notAfter: '2024-06-01T00:00:00.000Z', selfSigned: false },
      ],
    });
    expect(profiles.find(({ name }) => name === 'machines')).toEqual({
      arn: expect.stringContaining(`arn:aws:rolesanywhere:${REGION}:${MEMBER}:profile/`),
      name: 'machines',
      enabled: true,
      roleArns: [`arn:aws:iam::${MEMBER}:role/a`, `arn:aws:iam::${MEMBER}:role/b`],
      sessionPolicy: '{"Version":"2012-10-17","Statement":[]}',
      managedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
      durationSeconds: 900,
      requireInstanceProperties: false,
      acceptRoleSessionName: false,
      attributeMappings: ['x509Issuer', 'x509SAN', 'x509Subject'].map((field) => ({
        field,
        specifiers: ['*'],
      })),
    });
    expect(profiles.find(({ name }) => name === 'plain')?.sessionPolicy).toBeNull();
    expect(revocationLists).toMatchObject([
      {
        ...{ name: 'lost', trustAnchorArn: bundle?.arn },
        ...{ nextUpdate: '2060-01-01T00:00:00.000Z', readable: true },
      },
    ]);
    expect(value(account, 'roles-anywhere', 'eu-west-1').trustAnchors).toEqual([]);
    const counts = callCounts(account);
    expect(counts['rolesanywhere:ListTrustAnchors']).toBe(3);
    expect(counts['rolesanywhere:ListProfiles']).toBe(2);
  });

  test.each([
    ['access-denied', 'ACCESS_DENIED'],
    ['opted-out', 'UNSUPPORTED'],
  ] as const)('is a gap of its Region where the service answers %s', async (kind, reason) => {
    const faults = [{ kind, operation: 'rolesanywhere:ListProfiles', region: REGION }];
    const account = await collect(await stage({ world: world(member({})), faults }));
    expect(record(account, 'roles-anywhere', REGION)).toMatchObject({ status: 'NOT_COLLECTED', reason });
    expect(record(account, 'roles-anywhere', 'eu-west-1')).toMatchObject({ status: 'COLLECTED' });
  });
});

describe('IAM Roles Anywhere in a Region that has none', () => {
  const refusing = (code: string) => () => {
    throw Object.assign(new Error('No.'), { name: code, $metadata: { httpStatusCode: 400 } });
  };
  const collectFrom = (code: string) =>
    rolesAnywhere.collect({
      ...{ caller: callerOf({ ListTrustAnchors: refusing(code) })('roles-anywhere'), region: REGION },
    } as CollectContext);

  test('is no gap where AWS says so', async () => {
    expect(await collectFrom('UnknownOperationException')).toMatchObject({
      isOffered: false,
      trustAnchors: [],
    });
  });

  test.each(['ENOTFOUND', 'UnrecognizedClientException'])('is one where nobody knows: %s', async (code) => {
    await expect(collectFrom(code)).rejects.toThrow(AwsCallError);
  });
});

describe('the next update of a revocation list', () => {
  const der = Buffer.from(CURRENT_CRL.split('\n').slice(1, -2).join(''), 'base64');
  const inPem = (bytes: Uint8Array) =>
    Buffer.from(`-----BEGIN X509 CRL-----\n${Buffer.from(bytes).toString('base64')}\n-----END X509 CRL-----`);
  const read = (text: string) => readNextUpdate(Buffer.from(text));
  /** `20600101000000Z` becomes another text of the same length. */
  const withTime = (text: string) => {
    const at = der.indexOf('20600101000000Z');
    const changed = Buffer.from(der);
    changed.write(text, at, 'latin1');
    return readNextUpdate(inPem(changed));
  };
  /** `SEQUENCE` of what stands there already in DER. */
  const sequence = (...parts: Uint8Array[]) => {
    const content = Buffer.concat(parts);
    return Buffer.concat([Buffer.from([0x30, content.length]), content]);
  };
  const time = (text: string) =>
    Buffer.concat([Buffer.from([text.length === 13 ? 0x17 : 0x18, text.length]), Buffer.from(text)]);
  const EMPTY = sequence();

  test('is read, the earliest of several', () => {
    expect(read(CURRENT_CRL)).toBe('2060-01-01T00:00:00.000Z');
    expect(read(EXPIRED_CRL)).toBe('2025-06-01T00:00:00.000Z');
    expect(read(`x\n${CURRENT_CRL}\n${EXPIRED_CRL}`)).toBe('2025-06-01T00:00:00.000Z');
  });

  test('is none where the list names none', () => {
    const list = sequence(EMPTY, EMPTY, time('200101000000Z'));
    expect(readNextUpdate(inPem(sequence(list, EMPTY)))).toBeNull();
    const revoked = sequence(EMPTY, EMPTY, time('200101000000Z'), EMPTY);
    expect(readNextUpdate(inPem(sequence(revoked, EMPTY)))).toBeNull();
    const old = sequence(EMPTY, EMPTY, time('490101000000Z'), time('500101000000Z'));
    expect(readNextUpdate(inPem(sequence(old, EMPTY)))).toBe('1950-01-01T00:00:00.000Z');
  });

  test.each([
    ['nothing', ''],
    ['no PEM', 'MIIB'],
    ['one cut off', CURRENT_CRL.slice(0, 120)],
    ['one beside one that cannot be read', `${CURRENT_CRL}${CURRENT_CRL.slice(0, 60)}`],
    ['no DER', '-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----'],
    ['nothing within', '-----BEGIN X509 CRL-----\n-----END X509 CRL-----'],
  ])('cannot be read of %s', (_what, text) => {
    expect(read(text)).toBeUndefined();
  });

  test.each(['20601301000000Z', '20600231000000Z', '2060010100000+Z', '2060010100000Zx'])(
    'cannot be read where it is %s',
    (text) => {
      expect(withTime(text)).toBeUndefined();
    },
  );

  test('is read or not of any bytes, and never throws', () => {
    for (let at = 0; at < der.length; at++)
      for (const value of [0x00, 0x30, 0x80, 0x84, 0xff]) {
        const changed = Buffer.from(der);
        changed[at] = value;
        const found = readNextUpdate(inPem(changed));
        expect(found === undefined || found === null || /^\d{4}-/.test(found)).toBe(true);
      }
  });
});

describe('the certificates of a bundle', () => {
  test('are told by who vouches for them', () => {
    expect(readCertificates(`text before\n${ROOT_CA}text between\n${ISSUING_CA}`)).toEqual({
      certificates: [
        {
          subject: 'O=Quillmarsh Freight, CN=Quillmarsh Root CA',
          issuer: 'O=Quillmarsh Freight, CN=Quillmarsh Root CA',
          notBefore: '2020-01-01T00:00:00.000Z',
          notAfter: '2076-01-01T00:00:00.000Z',
          selfSigned: true,
          fingerprint: expect.stringMatching(/^[0-9A-F]{2}(?::[0-9A-F]{2}){31}$/),
        },
        expect.objectContaining({ issuer: 'O=Quillmarsh Freight, CN=Quillmarsh Root CA', selfSigned: false }),
      ],
      unreadableCertificates: 0,
    });
  });

  test.each([
    ['nothing', '', 0],
    ['no PEM', 'MIIB', 0],
    ['a certificate cut off', ROOT_CA.slice(0, 200), 1],
    ['a certificate under another label', ROOT_CA.replaceAll('CERTIFICATE', 'X509 CERTIFICATE'), 1],
    ['a year that JavaScript would take for 2049', odd.YEAR_49, 1],
    ['no certificate within the marks', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 1],
    ['two ends without', '-----BEGIN CERTIFICATE-----'.repeat(2000), 2000],
  ])('of %s are counted as unreadable', (_what, bundle, unreadableCertificates) => {
    expect(readCertificates(bundle)).toEqual({ certificates: [], unreadableCertificates });
  });

  test('that can be read are read, whatever stands beside them', () => {
    const { certificates, unreadableCertificates } = readCertificates(
      `${ROOT_CA.slice(0, 90)}\n${ISSUING_CA}`,
    );
    expect([certificates.length, unreadableCertificates]).toEqual([1, 1]);
  });

  test.each([
    ['its own key, whoever it names as its issuer', odd.OWN_KEY_OTHER_ISSUER, true],
    ['its own key, which may sign nothing', odd.OWN_KEY_NO_AUTHORITY, true],
    ['its own key, while it gives another key', odd.OWN_KEY_OTHER_KEY_ID, true],
    ['another key, under its own name', odd.OWN_NAME_OTHER_KEY, true],
    ['nobody, since the signature does not hold', odd.BROKEN_SIGNATURE, true],
    ['another authority', odd.OTHER_ISSUER_FAR_END, false],
  ])('that were signed by %s', (_what, bundle, selfSigned) => {
    expect(readCertificates(bundle).certificates).toMatchObject([{ selfSigned }]);
  });

  test('hold as long as they say', () => {
    const [far] = readCertificates(odd.OTHER_ISSUER_FAR_END).certificates;
    expect(far?.notAfter).toBe('9999-12-31T23:59:59.000Z');
  });
});
