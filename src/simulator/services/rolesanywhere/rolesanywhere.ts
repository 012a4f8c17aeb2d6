import { CURRENT_CRL } from '../../fleet/revocation-lists.ts';
import { anywhereArn, anywhereId } from '../../names.ts';
import { type PageRules, page } from '../../paging.ts';
import { refusedByRest } from '../../requests/refusals.ts';
import type { Request, Result, Service } from '../../service.ts';
import type { XmlValue } from '../../wire/xml.ts';
import type { WorldRolesAnywhere } from '../../world.ts';
import { ROLES_ANYWHERE_INPUTS } from './inputs.ts';

const PAGES: PageRules = {
  sizeParameter: 'pageSize',
  tokenParameter: 'nextToken',
  usual: 50,
  most: 100,
  badToken: 'ValidationException',
};

/** A page of the things of the Region, each with what all of them have and what is its own. */
function listing<T extends { name: string; region: string; enabled?: boolean; createdAt?: string }>(
  member: string,
  kind: 'trust-anchor' | 'profile' | 'crl',
  idOf: string,
  things: (all: WorldRolesAnywhere) => readonly T[] | undefined,
  own: (thing: T, request: Request) => { [member: string]: XmlValue },
): (request: Request) => Result {
  return (request) => {
    const { account, region, simulation } = request;
    const here = (things(account.contents.rolesAnywhere ?? {}) ?? []).filter((one) => one.region === region);
    const { items, next } = page(request, here, PAGES);
    return {
      [member]: items.map((thing) => {
        const createdAt = thing.createdAt ?? simulation.world.asOf;
        return {
          [`${idOf}Id`]: anywhereId(account, kind, thing),
          [`${idOf}Arn`]: anywhereArn(simulation.world, account, kind, thing),
          name: thing.name,
          enabled: thing.enabled ?? true,
          createdAt,
          updatedAt: createdAt,
          ...own(thing, request),
        };
      }),
      nextToken: next,
    };
  };
}

/** IAM Roles Anywhere. */
export const rolesAnywhere: Service = {
  signingName: 'rolesanywhere',
  protocol: 'rest-json',
  routes: [
    { method: 'GET', path: '/trustanchors', operation: 'ListTrustAnchors' },
    { method: 'GET', path: '/profiles', operation: 'ListProfiles' },
    { method: 'GET', path: '/crls', operation: 'ListCrls' },
  ],
  regional: true,
  action: (operation) => `rolesanywhere:${operation}`,
  resource: ({ region, account }) => `arn:aws:rolesanywhere:${region}:${account.id}:*`,
  errors: {
    throttled: { code: 'ThrottlingException', status: 429 },
    internal: { code: 'ServiceUnavailableException', status: 503 },
    denied: { code: 'AccessDeniedException', status: 403 },
  },
  refused: refusedByRest,
  inputs: ROLES_ANYWHERE_INPUTS,
  operations: {
    ListTrustAnchors: listing(
      'trustAnchors',
      'trust-anchor',
      'trustAnchor',
      (all) => all.trustAnchors,
      (anchor) => ({
        source:
          'privateCaArn' in anchor
            ? { sourceType: 'AWS_ACM_PCA', sourceData: { acmPcaArn: anchor.privateCaArn } }
            : { sourceType: 'CERTIFICATE_BUNDLE', sourceData: { x509CertificateData: anchor.bundle } },
      }),
    ),
    ListProfiles: listing(
      'profiles',
      'profile',
      'profile',
      (all) => all.profiles,
      (profile) => ({
        requireInstanceProperties: false,
        acceptRoleSessionName: false,
        sessionPolicy:
          profile.sessionPolicy === undefined ? undefined : JSON.stringify(profile.sessionPolicy),
        roleArns: profile.roleArns,
        managedPolicyArns: profile.managedPolicyArns ?? [],
        durationSeconds: profile.durationSeconds ?? 3600,
        attributeMappings: ['x509Issuer', 'x509SAN', 'x509Subject'].map((certificateField) => ({
          certificateField,
          mappingRules: [{ specifier: '*' }],
        })),
      }),
    ),
    ListCrls: listing(
      'crls',
      'crl',
      'crl',
      (all) => all.revocationLists,
      ({ trustAnchor, region, list = CURRENT_CRL }, request) => ({
        crlData: Buffer.from(list).toString('base64'),
        trustAnchorArn: anywhereArn(request.simulation.world, request.account, 'trust-anchor', {
          name: trustAnchor,
          region,
        }),
      }),
    ),
  },
};
