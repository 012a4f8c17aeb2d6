import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { accountId, name, policy, prose, time, unique, word } from './held.ts';

/** A product provider's request for temporary access, and what has become of it. */
const delegationRequest = z.object({
  id: name,
  /** The account that asks; null where that is not said. */
  requestorId: accountId.nullable(),
  /** As who asks names itself. */
  requestorName: prose.nullable(),
  description: prose.nullable(),
  /** `UNASSIGNED`, `ASSIGNED`, `PENDING_APPROVAL`, `ACCEPTED`, `FINALIZED`, `REJECTED`, `EXPIRED` or one yet to come. */
  state: word,
  /** The ARN of who began it here, and of who accepted it. */
  ownerArn: name.nullable(),
  approverArn: name.nullable(),
  /** What it gives for the time of a session. */
  permissionPolicy: policy.nullable(),
  /** The permissions boundaries that roles must have which are made in such a session. */
  roleBoundaryArns: z.array(name),
  createdAt: time.nullable(),
  updatedAt: time.nullable(),
  expiresAt: time.nullable(),
  sessionSeconds: z.number().nullable(),
});

const shape = z.object({ requests: unique(delegationRequest, 'id') });

export type DelegationRequest = z.infer<typeof delegationRequest>;

export const delegationRequests = declareFact({
  title: 'The requests of product providers for temporary access (IAM temporary delegation)',
  scope: 'global',
  shape,
  limits: [
    {
      // https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListDelegationRequests.html
      source: 'iam:ListDelegationRequests',
      limit:
        'Requests that nobody in the account has taken up are not listed, and old ones do not stay for ever.',
    },
  ],
  planning: ({ requests }) => ({ delegationRequests: requests.length }),
});
