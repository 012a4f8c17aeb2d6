import { AccountClient, type AccountClientConfig } from '@aws-sdk/client-account';
import { partition } from '@aws-sdk/core/client';
import { makeBuilder } from '@smithy/core/client';
import { getEndpointPlugin } from '@smithy/core/endpoints';

/** A page of a listing, as the service takes and gives it. */
interface ListInput {
  nextToken?: string;
  pageSize?: number;
}

interface ListOutput {
  $metadata: object;
  nextToken?: string;
}

export interface TrustAnchorDetail {
  trustAnchorArn?: string;
  name?: string;
  enabled?: boolean;
  source?: { sourceType?: string; sourceData?: { x509CertificateData?: string; acmPcaArn?: string } };
}

export interface ProfileDetail {
  profileArn?: string;
  name?: string;
  enabled?: boolean;
  roleArns?: string[];
  sessionPolicy?: string;
  managedPolicyArns?: string[];
  durationSeconds?: number;
  requireInstanceProperties?: boolean;
  acceptRoleSessionName?: boolean;
  attributeMappings?: Array<{ certificateField?: string; mappingRules?: Array<{ specifier?: string }> }>;
}

export interface CrlDetail {
  crlArn?: string;
  name?: string;
  enabled?: boolean;
  trustAnchorArn?: string;
  crlData?: Uint8Array;
}

const SERVICE = 'RolesAnywhere';
const NAMESPACE = 'com.amazonaws.rolesanywhere';

/** The kinds of schemas of the SDK: a text, a number, a yes or no, bytes, and a list of texts. */
const [TEXT, NUMBER, YES_OR_NO, BYTES, TEXTS] = [0, 1, 2, 21, 64];

type Member = number | (() => Schema) | [number, object];
type Schema = [kind: number, namespace: string, name: string, traits: object | 0, ...rest: unknown[]];

function structure(name: string, members: Record<string, Member>): Schema {
  return [3, NAMESPACE, name, 0, Object.keys(members), Object.values(members)];
}

function listOf(item: Schema): () => Schema {
  return () => [1, NAMESPACE, `${item[2]}List`, 0, () => item];
}

const LIST_REQUEST = structure('ListRequest', {
  nextToken: [TEXT, { httpQuery: 'nextToken' }],
  pageSize: [NUMBER, { httpQuery: 'pageSize' }],
});

const TRUST_ANCHOR = structure('TrustAnchorDetail', {
  trustAnchorArn: TEXT,
  name: TEXT,
  enabled: YES_OR_NO,
  source: () =>
    structure('Source', {
      sourceType: TEXT,
      sourceData: () => structure('SourceData', { x509CertificateData: TEXT, acmPcaArn: TEXT }),
    }),
});

const PROFILE = structure('ProfileDetail', {
  profileArn: TEXT,
  name: TEXT,
  enabled: YES_OR_NO,
  roleArns: TEXTS,
  sessionPolicy: TEXT,
  managedPolicyArns: TEXTS,
  durationSeconds: NUMBER,
  requireInstanceProperties: YES_OR_NO,
  acceptRoleSessionName: YES_OR_NO,
  attributeMappings: listOf(
    structure('AttributeMapping', {
      certificateField: TEXT,
      mappingRules: listOf(structure('MappingRule', { specifier: TEXT })),
    }),
  ),
});

const CRL = structure('CrlDetail', {
  crlArn: TEXT,
  name: TEXT,
  enabled: YES_OR_NO,
  trustAnchorArn: TEXT,
  crlData: BYTES,
});

const command = makeBuilder(
  {
    UseFIPS: { type: 'builtInParams', name: 'useFipsEndpoint' },
    Endpoint: { type: 'builtInParams', name: 'endpoint' },
    Region: { type: 'builtInParams', name: 'region' },
    UseDualStack: { type: 'builtInParams', name: 'useDualstackEndpoint' },
  },
  SERVICE,
  `${SERVICE}Client`,
  getEndpointPlugin,
);

/** `GET /trustanchors`, a page of `trustAnchors`. */
function listing(operation: string, path: string, member: string, item: Schema) {
  // The SDK types such a tuple as the literal that it generates; one that is put together is wider.
  const output = structure(`${operation}Response`, { nextToken: TEXT, [member]: listOf(item) });
  return [
    9,
    NAMESPACE,
    operation,
    { http: ['GET', path, 200] },
    () => LIST_REQUEST,
    () => output,
  ] as unknown as Parameters<typeof command>[3];
}

export class ListTrustAnchorsCommand extends command<
  ListInput,
  ListOutput & { trustAnchors?: TrustAnchorDetail[] }
>(
  {},
  () => [],
  'ListTrustAnchors',
  listing('ListTrustAnchors', '/trustanchors', 'trustAnchors', TRUST_ANCHOR),
) {}

export class ListProfilesCommand extends command<ListInput, ListOutput & { profiles?: ProfileDetail[] }>(
  {},
  () => [],
  'ListProfiles',
  listing('ListProfiles', '/profiles', 'profiles', PROFILE),
) {}

export class ListCrlsCommand extends command<ListInput, ListOutput & { crls?: CrlDetail[] }>(
  {},
  () => [],
  'ListCrls',
  listing('ListCrls', '/crls', 'crls', CRL),
) {}

/**
 * A client of IAM Roles Anywhere for what is read of it. The service speaks the protocol of Account Management, whose
 * client is taken for it, with this service's name, endpoints and operations. They are declared here as the service's
 * API reference has them, so that three listings need no package of their own.
 * https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_ListTrustAnchors.html
 */
export class RolesAnywhereClient extends AccountClient {
  constructor(configuration: AccountClientConfig) {
    super({
      ...configuration,
      serviceId: SERVICE,
      protocolSettings: { defaultNamespace: NAMESPACE, version: '2018-05-10', serviceTarget: SERVICE },
      endpointProvider: ({ Region = '', UseFIPS, UseDualStack, Endpoint }) => {
        const { dnsSuffix, dualStackDnsSuffix } = partition(Region);
        const fips = UseFIPS === true ? '-fips' : '';
        const suffix = UseDualStack === true ? dualStackDnsSuffix : dnsSuffix;
        return {
          url: new URL(Endpoint ?? `https://rolesanywhere${fips}.${Region}.${suffix}`),
          properties: {
            authSchemes: [
              { name: 'sigv4', signingName: 'rolesanywhere', signingRegion: Region, properties: {} },
            ],
          },
        };
      },
    });
  }
}
