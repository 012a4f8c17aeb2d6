import type { PageRules } from '../../paging.ts';
import type { Result } from '../../service.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html: 100 a page unless asked, 1000 at most. */
export const IAM_PAGES: PageRules = {
  sizeParameter: 'MaxItems',
  tokenParameter: 'Marker',
  usual: 100,
  most: 1000,
  badToken: 'ValidationError',
};

export function pageResult(next: string | undefined): Result {
  return { IsTruncated: next !== undefined, Marker: next };
}
