import { anywhereArn } from '../names.ts';
import type { WorldRole, WorldRolesAnywhere } from '../world.ts';
import { EXPIRED_CA, ISSUING_CA, ROOT_CA } from './certificates.ts';
import { permit } from './permissions.ts';
import type { Place } from './place.ts';
import { EXPIRED_CRL } from './revocation-lists.ts';
import { ROUND } from './scenarios.ts';
import { allowService, type Condition, policy } from './trust-policies.ts';

/** What is there for machines outside AWS that come with a certificate. */
export interface Anywhere {
  roles: WorldRole[];
  rolesAnywhere: WorldRolesAnywhere;
}

const REGION = 'eu-west-1';
/** The trust anchors of Tallow & Finch, in all accounts. */
const TALLOW_FINCH = { name: 'tallow-finch-scanners', region: REGION };

/** By seat in the round. Nobody else has any. */
const BY_SEAT: Readonly<Record<number, (place: Place) => Anywhere>> = {
  2: wellBound,
  4: expiredAndUnlimited,
  5: rootForEverybody,
};

export function anywhereOf(place: Place): Anywhere {
  if (place.index >= ROUND && !place.random('anywhere').chance(0.25)) return { roles: [], rolesAnywhere: {} };
  return BY_SEAT[place.index % ROUND]?.(place) ?? { roles: [], rolesAnywhere: {} };
}

/** One authority for one kind of machine, one role for one name, and sessions that may do less than the role. */
function wellBound(place: Place): Anywhere {
  const anchor = { name: 'card-terminals', region: REGION };
  const role = machineRole(place, 'card-terminals', [anchor.name], 'terminal-gateway');
  return {
    roles: [role],
    rolesAnywhere: {
      trustAnchors: [
        { ...anchor, bundle: ISSUING_CA, createdAt: place.daysAgo(400) },
        {
          ...{ name: 'payment-network', region: REGION, createdAt: place.daysAgo(300) },
          privateCaArn: `arn:aws:acm-pca:${REGION}:${place.accountId}:certificate-authority/1f4b2c66-3d0e-4f8c-9a7b-5e2d1c0a9b88`,
        },
      ],
      profiles: [{ ...anchor, ...listing(place, role), sessionPolicy: permit(['sqs:SendMessage']) }],
      revocationLists: [{ ...anchor, trustAnchor: anchor.name }],
    },
  };
}

/** A third party's machines: an authority that has expired, one whose list of revoked certificates is old, and sessions with all that the role has. */
function expiredAndUnlimited(place: Place): Anywhere {
  const before = { name: 'tallow-finch-scanners-2021', region: REGION };
  const role = machineRole(place, 'dock-scanners', [TALLOW_FINCH.name], 'scanner');
  return {
    roles: [role],
    rolesAnywhere: {
      trustAnchors: [
        { ...before, bundle: EXPIRED_CA, createdAt: place.daysAgo(1200) },
        { ...TALLOW_FINCH, bundle: ISSUING_CA, createdAt: place.daysAgo(500) },
      ],
      profiles: [{ ...TALLOW_FINCH, ...listing(place, role), durationSeconds: 43_200 }],
      revocationLists: [{ ...TALLOW_FINCH, trustAnchor: TALLOW_FINCH.name, list: EXPIRED_CRL }],
    },
  };
}

/** A root of the company's own, by which every certificate that it ever vouched for opens the role. */
function rootForEverybody(place: Place): Anywhere {
  const anchor = { name: 'quillmarsh-root', region: REGION };
  const role = { ...machineRole(place, 'batch-uploads', [], ''), trustPolicy: policy(taking()) };
  return {
    roles: [role],
    rolesAnywhere: {
      trustAnchors: [{ ...anchor, bundle: ROOT_CA, createdAt: place.daysAgo(700) }],
      profiles: [{ ...anchor, ...listing(place, role) }],
    },
  };
}

function listing(place: Place, role: WorldRole): { roleArns: string[] } {
  return { roleArns: [`arn:aws:iam::${place.accountId}:role/${role.name}`] };
}

function machineRole(place: Place, name: string, anchors: string[], commonName: string): WorldRole {
  const arns = anchors.map((anchor) =>
    anywhereArn({}, { id: place.accountId }, 'trust-anchor', { name: anchor, region: REGION }),
  );
  return {
    name,
    createdAt: place.daysAgo(400),
    trustPolicy: policy(
      taking({
        ArnEquals: { 'aws:SourceArn': arns },
        StringEquals: { 'aws:PrincipalTag/x509Subject/CN': commonName },
      }),
    ),
    inlinePolicies: {
      Uploads: permit(['sqs:SendMessage', 's3:PutObject'], `arn:aws:s3:::quillmarsh-${name}/*`),
    },
    tags: { owner: 'warehouse-systems' },
    lastUsed: { at: place.daysAgo(1), region: REGION },
  };
}

function taking(condition?: Condition) {
  return {
    ...allowService('rolesanywhere.amazonaws.com', condition),
    Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
  };
}
