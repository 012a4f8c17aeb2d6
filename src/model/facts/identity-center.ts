import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { accountId, name, unique, word } from './held.ts';

/** What a user or group holds: a permission set in an account, in which it becomes a role. */
const assignment = z.object({ accountId, permissionSetArn: name });

const group = z.object({
  id: name,
  name,
  assignments: unique(assignment, 'accountId', 'permissionSetArn'),
  /** Whom it holds, by id; null for a group that no pattern means, of which only the persons here are known. */
  memberIds: z.array(name).nullable(),
});

const person = z.object({
  id: name,
  /** By which the person signs in; the id where the store does not list the user. */
  userName: name,
  /** `ENABLED`, `DISABLED` or one yet to come; null where it is not said. */
  status: word.nullable(),
  /** Those of its e-mail addresses and, where that is one, of its user name. */
  domains: z.array(name),
  groupIds: z.array(name),
  /** Its own, and those of its groups where the service counts them among its own. */
  assignments: unique(
    // Set where the service says that the person holds it itself, whatever a group gives beside it.
    assignment.extend({ isOwn: z.exactOptional(z.literal(true)) }),
    ...(['accountId', 'permissionSetArn'] as const),
  ),
});

const shape = z.object({
  /** False in every account but the one that the configuration names: there nobody asked. */
  isAskedHere: z.boolean(),
  region: name.nullable(),
  /** The instance of the organization; null where there is none. */
  instanceArn: name.nullable(),
  identityStoreId: name.nullable(),
  /** The management account, of an instance of the organization; null where it is not said. */
  ownerAccountId: z.exactOptional(accountId.nullable()),
  /** By what people were chosen: nothing is kept of anybody else. */
  askedFor: z.object({ domains: z.array(name), groups: z.array(name) }),
  /** How many users were looked through. */
  users: z.number(),
  people: unique(person, 'id'),
  /** Those of these people, and those that a pattern means. */
  groups: unique(group, 'id'),
  permissionSets: unique(z.object({ arn: name, name }), 'arn'),
});

export type IdentityCenterGroup = z.infer<typeof group>;
export type IdentityCenterPerson = z.infer<typeof person>;
export type IdentityCenter = z.infer<typeof shape>;

export const identityCenter = declareFact({
  title: 'The people of third parties in IAM Identity Center, and what is assigned to them',
  scope: 'global',
  shape,
  limits: [
    {
      // https://docs.aws.amazon.com/singlesignon/latest/userguide/what-is-scim.html
      source: 'identitystore:ListUsers',
      limit:
        'Holds whom the identity provider has provisioned by then. People and groups of a directory that are not assigned anything may not be in it.',
    },
  ],
  planning: ({ isAskedHere, users, people, groups, permissionSets }) => ({
    identityCenter: isAskedHere
      ? {
          users,
          people: people.length,
          groups: groups.length,
          members: groups.flatMap(({ memberIds }) => (memberIds === null ? [] : [memberIds.length])),
          permissionSets: permissionSets.length,
        }
      : null,
  }),
});
