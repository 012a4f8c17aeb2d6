import { page } from '../../paging.ts';
import type { Request, Result } from '../../service.ts';
import { text } from '../../wire/params.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { IAM_PAGES, pageResult } from './iam-pages.ts';
import { boundaryDetail, roleSummary, roleUse, tagList } from './role-shapes.ts';

/** Without tags and last use, as the real ListRoles. */
export function listRoles(request: Request): Result {
  const prefix = text(request.params, 'PathPrefix') ?? '/';
  const roles = request.account.contents.roles.filter((role) => (role.path ?? '/').startsWith(prefix));
  const { items, next } = page(request, roles, IAM_PAGES);
  return { Roles: items.map((role) => roleSummary(request, role)), ...pageResult(next) };
}

export function getRole(request: Request): Result {
  const name = text(request.params, 'RoleName') ?? '';
  const role = request.account.contents.roles.find((candidate) => candidate.name === name);
  if (!role) {
    throw new ServiceError('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
  }
  return {
    Role: {
      ...roleSummary(request, role),
      RoleLastUsed: roleUse(role),
      Tags: role.tags ? tagList(role.tags) : undefined,
      PermissionsBoundary: boundaryDetail(role.permissionsBoundary),
    },
  };
}
