import { itemsOf, listOf, required } from '../../aws/answer.ts';
import { AwsCallError } from '../../aws/errors.ts';
import type { CrlDetail, ProfileDetail, TrustAnchorDetail } from '../../aws/roles-anywhere.ts';
import type { AnywhereProfile, RevocationList, TrustAnchor } from '../../model/facts/roles-anywhere.ts';
import { type Collector, pages } from '../collector.ts';
import { sortedBy, sortedTexts } from '../values.ts';
import { readCertificates } from './certificates.ts';
import { readNextUpdate } from './revocation-lists.ts';

/** The service says nothing of the size of its pages, so none is asked for; where they are smaller, there are more calls. */
const PAGE_SIZE = 50;

/** What AWS itself says in a Region without the service. A host that is not found may be anybody's fault, and is a gap. */
const NOT_OFFERED = new Set(['UnknownOperationException', 'UnsupportedAPIEndpointException']);

/**
 * By what machines outside AWS come with a certificate: the authorities that are trusted, the profiles that say for
 * which roles, and the lists of revoked certificates. Three listings a Region.
 */
export const rolesAnywhere: Collector<'roles-anywhere'> = {
  fact: 'roles-anywhere',
  requires: [],
  actions: () => ['rolesanywhere:ListCrls', 'rolesanywhere:ListProfiles', 'rolesanywhere:ListTrustAnchors'],
  plan: ({ trustAnchors, profiles, revocationLists }) =>
    (
      [
        ['ListTrustAnchors', trustAnchors],
        ['ListProfiles', profiles],
        ['ListCrls', revocationLists],
      ] as const
    ).map(([operation, things]) => ({
      service: 'rolesanywhere',
      operation,
      calls: pages(things, PAGE_SIZE),
    })),
  async collect({ caller, region }) {
    const anchors = await caller
      .list('rolesanywhere', 'ListTrustAnchors', region, {}, (answer) =>
        listOf(answer.trustAnchors, 'the trust anchors'),
      )
      .catch((error: unknown) => {
        if (error instanceof AwsCallError && NOT_OFFERED.has(error.code)) return undefined;
        throw error;
      });
    if (anchors === undefined)
      return { trustAnchors: [], profiles: [], revocationLists: [], isOffered: false };
    const profiles = await caller.list('rolesanywhere', 'ListProfiles', region, {}, (answer) =>
      listOf(answer.profiles, 'the profiles'),
    );
    const lists = await caller.list('rolesanywhere', 'ListCrls', region, {}, (answer) =>
      listOf(answer.crls, 'the revocation lists'),
    );
    return {
      trustAnchors: sortedBy(anchors.map(toTrustAnchor), ({ arn }) => arn),
      profiles: sortedBy(profiles.map(toProfile), ({ arn }) => arn),
      revocationLists: sortedBy(lists.map(toRevocationList), ({ arn }) => arn),
    };
  },
};

function toTrustAnchor({ trustAnchorArn, name, enabled, source }: TrustAnchorDetail): TrustAnchor {
  const { sourceType, sourceData } = required(source, 'the source of a trust anchor');
  const bundle: unknown = sourceData?.x509CertificateData ?? '';
  return {
    arn: required(trustAnchorArn, 'the ARN of a trust anchor'),
    name: required(name, 'the name of a trust anchor'),
    enabled: required(enabled, 'whether a trust anchor is enabled'),
    sourceType: required(sourceType, 'the type of the source of a trust anchor'),
    privateCaArn: sourceData?.acmPcaArn ?? null,
    ...(typeof bundle === 'string'
      ? readCertificates(bundle)
      : { certificates: [], unreadableCertificates: 1 }),
  };
}

function toProfile(profile: ProfileDetail): AnywhereProfile {
  const mappings = listOf(profile.attributeMappings, 'the attribute mappings of a profile');
  return {
    arn: required(profile.profileArn, 'the ARN of a profile'),
    name: required(profile.name, 'the name of a profile'),
    enabled: required(profile.enabled, 'whether a profile is enabled'),
    roleArns: sortedTexts(itemsOf(profile.roleArns, 'the roles of a profile')),
    // A policy that is not set may be an empty text.
    sessionPolicy: profile.sessionPolicy || null,
    managedPolicyArns: sortedTexts(itemsOf(profile.managedPolicyArns, 'the managed policies of a profile')),
    durationSeconds: profile.durationSeconds ?? null,
    requireInstanceProperties: profile.requireInstanceProperties ?? false,
    acceptRoleSessionName: profile.acceptRoleSessionName ?? false,
    attributeMappings: sortedBy(mappings, ({ certificateField }) => certificateField ?? '').map(
      ({ certificateField, mappingRules }) => ({
        field: required(certificateField, 'the field of an attribute mapping'),
        specifiers: sortedTexts(
          listOf(mappingRules, 'the rules of an attribute mapping').map(({ specifier }) =>
            required(specifier, 'what an attribute mapping names'),
          ),
        ),
      }),
    ),
  };
}

function toRevocationList({ crlArn, name, enabled, trustAnchorArn, crlData }: CrlDetail): RevocationList {
  const data: unknown = crlData;
  const nextUpdate = data instanceof Uint8Array ? readNextUpdate(data) : undefined;
  return {
    arn: required(crlArn, 'the ARN of a revocation list'),
    name: required(name, 'the name of a revocation list'),
    enabled: required(enabled, 'whether a revocation list is enabled'),
    trustAnchorArn: required(trustAnchorArn, 'the trust anchor of a revocation list'),
    nextUpdate: nextUpdate ?? null,
    readable: nextUpdate !== undefined,
  };
}
