import type { PageRules } from '../../paging.ts';
import type { Request } from '../../service.ts';
import { text } from '../../wire/params.ts';
import { ServiceError } from '../../wire/service-error.ts';
import type { WorldOrganization } from '../../world.ts';

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html: MaxResults up to 20. */
export const ORGANIZATION_PAGES: PageRules = {
  sizeParameter: 'MaxResults',
  tokenParameter: 'NextToken',
  usual: 20,
  most: 20,
  badToken: 'InvalidInputException',
};

/** The ParentId parameter, which must name the root or a unit. */
export function parentOf({ params }: Request, organization: WorldOrganization): string {
  const id = text(params, 'ParentId') ?? '';
  if (id !== organization.rootId && !organization.units.some((unit) => unit.id === id)) {
    throw new ServiceError('ParentNotFoundException', `You specified a parent that doesn't exist.`);
  }
  return id;
}
