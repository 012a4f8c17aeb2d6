import { stableId, stableUuid } from '../../digest.ts';
import type { PageRules } from '../../paging.ts';
import type { Request } from '../../service.ts';
import { ServiceError } from '../../wire/service-error.ts';
import type { WorldIdentityCenter } from '../../world.ts';

export const PAGES: PageRules = {
  sizeParameter: 'MaxResults',
  tokenParameter: 'NextToken',
  usual: 100,
  most: 100,
  badToken: 'ValidationException',
};

/** IAM Identity Center of the account, in the Region that it is in. */
export function centerOf({ account, region }: Request): WorldIdentityCenter | undefined {
  const center = account.contents.identityCenter;
  return center?.region === region ? center : undefined;
}

export function instanceArn({ account }: Request): string {
  return `arn:aws:sso:::instance/${stableId('ssoins-', 23, 'instance', account.id)}`;
}

export function storeId({ account }: Request): string {
  return `d-${stableUuid('store', account.id).replaceAll('-', '').slice(0, 10)}`;
}

export function permissionSetArn(request: Request, name: string): string {
  const [, instance] = instanceArn(request).split('/');
  return `arn:aws:sso:::permissionSet/${instance}/${stableId('ps-', 19, 'permission set', name)}`;
}

export function userId({ account }: Request, name: string): string {
  return stableUuid('user', account.id, name);
}

export function groupId({ account }: Request, name: string): string {
  return stableUuid('group', account.id, name);
}

export function notFound(what: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', `${what} not found.`);
}
