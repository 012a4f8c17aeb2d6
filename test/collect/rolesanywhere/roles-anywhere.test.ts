import { describe, expect, test } from 'vitest';
import { readCertificates } from '../../../src/collect/rolesanywhere/certificates.ts';
import { EXPIRED_CA, ISSUING_CA, ROOT_CA } from '../../../src/simulator/fleet/certificates.ts';
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
    expect(revocationLists).toMatchObject([{ name: 'lost', trustAnchorArn: bundle?.arn }]);
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
