import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { name, ownArn, policy, time, unique, word } from './held.ts';

/** What a certificate of a bundle says, and whether it was issued by itself, as those of root CAs are. */
const certificate = z.object({
  subject: name,
  issuer: name,
  notBefore: time,
  notAfter: time,
  selfSigned: z.boolean(),
  /** SHA-256 of the certificate, in hex with colons. */
  fingerprint: name,
});

const trustAnchor = z.object({
  arn: ownArn,
  name,
  enabled: z.boolean(),
  /** `AWS_ACM_PCA`, `CERTIFICATE_BUNDLE` or one yet to come. */
  sourceType: word,
  /** The certificate authority of AWS Private CA; null for a bundle. */
  privateCaArn: name.nullable(),
  /** Those of the bundle that could be read. */
  certificates: z.array(certificate),
  /** How many of the bundle could not. */
  unreadableCertificates: z.number(),
});

const profile = z.object({
  arn: ownArn,
  name,
  enabled: z.boolean(),
  roleArns: z.array(name),
  /** The policy that each session is limited by; null for none. */
  sessionPolicy: policy.nullable(),
  /** Managed policies that do the same. */
  managedPolicyArns: z.array(name),
  /** Of a session; null for the hour that the service takes by itself. */
  durationSeconds: z.number().nullable(),
  requireInstanceProperties: z.boolean(),
  /** Whether who comes names the session. */
  acceptRoleSessionName: z.boolean(),
  /** Which parts of a certificate become tags of the session. */
  attributeMappings: z.array(z.object({ field: word, specifiers: z.array(name) })),
});

/** A list of certificates that are revoked; which ones is not read. */
const revocationList = z.object({
  arn: ownArn,
  name,
  enabled: z.boolean(),
  trustAnchorArn: name,
  /** When the next one was due; null where the list does not say. Absent in evidence from before it was read. */
  nextUpdate: z.exactOptional(time.nullable()),
  /** False where the list could not be read. */
  readable: z.exactOptional(z.boolean()),
});

const shape = z.object({
  trustAnchors: unique(trustAnchor, 'arn'),
  profiles: unique(profile, 'arn'),
  revocationLists: unique(revocationList, 'arn'),
  /** Present where AWS says that the Region has no such service. */
  isOffered: z.exactOptional(z.literal(false)),
});

export type AnchorCertificate = z.infer<typeof certificate>;
export type TrustAnchor = z.infer<typeof trustAnchor>;
export type RevocationList = z.infer<typeof revocationList>;
export type AnywhereProfile = z.infer<typeof profile>;
export type RolesAnywhere = z.infer<typeof shape>;

export const rolesAnywhere = declareFact({
  title: 'The trust anchors, profiles and revocation lists of IAM Roles Anywhere',
  scope: 'regional',
  shape,
  limits: [],
  planning: ({ trustAnchors, profiles, revocationLists }) => ({
    trustAnchors: trustAnchors.length,
    profiles: profiles.length,
    revocationLists: revocationLists.length,
  }),
});
