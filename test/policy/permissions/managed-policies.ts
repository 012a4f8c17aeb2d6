import { accessOf, administration, highestAccess } from '../../../src/policy/permissions/access.ts';
import {
  accessByService,
  actionNames,
  actionsOfLevel,
  intersection,
} from '../../../src/policy/permissions/catalogue.ts';
import { effectivePermissions, policiesByArn } from '../../../src/policy/permissions/effective.ts';
import { managed, roleHolding } from './roles.ts';

/** What a role holds that has this one policy. */
export interface Given {
  highest: string | null;
  administrator: boolean;
  /** Actions that do more than read. */
  beyondReading: string[];
}

export function givenBy(name: string, document: string): Given {
  const { role, policies } = roleHolding({ attached: [managed(name, document)] });
  const access = accessOf(effectivePermissions(role, policiesByArn(policies)));
  const levels = accessByService(access.actions).flatMap((service) => [...service.levels.keys()]);
  const beyond = (['write', 'tagging', 'permissions'] as const).flatMap((level) =>
    actionNames(intersection(access.actions, actionsOfLevel(level))),
  );
  return {
    highest: highestAccess(levels),
    administrator: administration(access) !== undefined,
    beyondReading: beyond.sort(),
  };
}

/** What AWS calls these policies, and what they come to. */
export const NAMED: ReadonlyArray<[name: string, highest: string, administrator: boolean]> = [
  ['SecurityAudit', 'read', false],
  ['ViewOnlyAccess', 'read', false],
  ['ReadOnlyAccess', 'read', false],
  ['PowerUserAccess', 'admin', false],
  ['IAMFullAccess', 'admin', false],
  ['AdministratorAccess', 'admin', true],
];

/** Policies of AWS that are called read-only and are not, with what they do beside reading and why that is right. */
export const NOT_READ_ONLY: Readonly<Record<string, { holds: string[]; why: string }>> = {
  AmazonCognitoReadOnly: {
    holds: ['cognito-identity:GetId'],
    why: 'GetId makes an identity where there is none',
  },
  AnthropicReadOnlyAccess: {
    holds: ['sts:GetWebIdentityToken', 'sts:TagGetWebIdentityToken'],
    why: 'it is given a token that it can show to others, with tags that it chooses',
  },
};
