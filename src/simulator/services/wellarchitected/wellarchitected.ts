import { digest } from '../../digest.ts';
import { partitionOf, toolArn, toolId } from '../../names.ts';
import { type PageRules, page } from '../../paging.ts';
import { refusedByRest } from '../../requests/refusals.ts';
import type { Request, Result, Service } from '../../service.ts';
import { text } from '../../wire/params.ts';
import { ServiceError } from '../../wire/service-error.ts';
import type { XmlValue } from '../../wire/xml.ts';
import type { WorldToolShare, WorldToolThing, WorldWellArchitected } from '../../world.ts';
import { WELL_ARCHITECTED_INPUTS } from './inputs.ts';

const PAGES: PageRules = {
  sizeParameter: 'MaxResults',
  tokenParameter: 'NextToken',
  usual: 50,
  most: 50,
  badToken: 'ValidationException',
};

function contentsOf({ account }: Request): WorldWellArchitected {
  return account.contents.wellArchitected ?? {};
}

function here<T extends { region: string }>({ region }: Request, things: readonly T[] = []): T[] {
  return things.filter((one) => one.region === region);
}

type Member = { [member: string]: XmlValue };

function listing<T>(
  request: Request,
  member: string,
  things: readonly T[],
  shape: (thing: T) => Member,
): Result {
  const { items, next } = page(request, things, PAGES);
  return { [member]: items.map(shape), NextToken: next };
}

/** Own ones and those of others together, as in AWS. */
function ownAndReceived(
  request: Request,
  kind: 'workload' | 'profile' | 'template',
): Array<{ thing: WorldToolThing; owner: string }> {
  const { received, ...own } = contentsOf(request);
  return [
    ...here(request, own[`${kind}s`]).map((thing) => ({ thing, owner: request.account.id })),
    ...here(request, received)
      .filter((one) => one.kind === kind)
      .map((thing) => ({ thing, owner: thing.ownerAccountId })),
  ];
}

function listWorkloads(request: Request): Result {
  const { simulation } = request;
  return listing(request, 'WorkloadSummaries', ownAndReceived(request, 'workload'), ({ thing, owner }) => ({
    WorkloadId: toolId(owner, 'workload', thing),
    WorkloadArn: toolArn(simulation.world, owner, 'workload', thing),
    WorkloadName: thing.name,
    Owner: owner,
    UpdatedAt: seconds(simulation.world.asOf),
    Lenses: ['wellarchitected'],
    RiskCounts: { HIGH: 2, MEDIUM: 1 },
    ImprovementStatus: 'NOT_STARTED',
  }));
}

function listProfiles(request: Request): Result {
  const { simulation } = request;
  return listing(request, 'ProfileSummaries', ownAndReceived(request, 'profile'), ({ thing, owner }) => ({
    ProfileArn: toolArn(simulation.world, owner, 'profile', thing),
    ProfileVersion: '1',
    ProfileName: thing.name,
    ProfileDescription: thing.name,
    Owner: owner,
    CreatedAt: seconds(simulation.world.asOf),
    UpdatedAt: seconds(simulation.world.asOf),
  }));
}

function listReviewTemplates(request: Request): Result {
  const { simulation } = request;
  return listing(request, 'ReviewTemplates', ownAndReceived(request, 'template'), ({ thing, owner }) => ({
    Description: thing.name,
    Lenses: ['wellarchitected'],
    Owner: owner,
    UpdatedAt: seconds(simulation.world.asOf),
    TemplateArn: toolArn(simulation.world, owner, 'template', thing),
    TemplateName: thing.name,
    UpdateStatus: 'CURRENT',
  }));
}

function listLenses(request: Request): Result {
  const { simulation, account, params } = request;
  const type = text(params, 'LensType');
  const { lenses, received } = contentsOf(request);
  const all = [
    ...here(request, lenses).map((thing) => ({ thing, owner: account.id, LensType: 'CUSTOM_SELF' })),
    ...here(request, received)
      .filter(({ kind }) => kind === 'lens')
      .map((thing) => ({ thing, owner: thing.ownerAccountId, LensType: 'CUSTOM_SHARED' })),
  ].filter(({ LensType }) => type === undefined || LensType === type);
  return listing(request, 'LensSummaries', all, ({ thing, owner, LensType }) => ({
    LensArn: toolArn(simulation.world, owner, 'lens', thing),
    LensAlias: toolArn(simulation.world, owner, 'lens', thing),
    LensName: thing.name,
    LensType,
    Owner: owner,
    LensVersion: '1.0',
    LensStatus: 'CURRENT',
    CreatedAt: seconds(simulation.world.asOf),
    UpdatedAt: seconds(simulation.world.asOf),
  }));
}

function listWorkloadShares(request: Request): Result {
  const id = text(request.params, 'WorkloadId') ?? '';
  const own = here(request, contentsOf(request).workloads);
  const workload = found(own, (thing) => toolId(request.account.id, 'workload', thing) === id, id);
  const shares = listing(request, 'WorkloadShareSummaries', workload.shares ?? [], (share) => ({
    ...shareShape(request, workload, share),
    PermissionType: share.permission ?? 'READONLY',
  }));
  return { WorkloadId: id, ...shares };
}

/** Of what is known by its ARN. */
function sharesOf(
  request: Request,
  kind: 'lens' | 'profile' | 'template',
  parameter: string,
  member: string,
): Result {
  const arn = text(request.params, parameter) ?? '';
  const { lenses, profiles, templates } = contentsOf(request);
  const own = here(request, { lens: lenses, profile: profiles, template: templates }[kind]);
  const isMeant = (one: WorldToolThing) =>
    toolArn(request.simulation.world, request.account.id, kind, one) === arn;
  const thing = found(own, isMeant, arn);
  return listing(request, member, thing.shares ?? [], (share) => shareShape(request, thing, share));
}

function listTemplateShares(request: Request): Result {
  const shares = sharesOf(request, 'template', 'TemplateArn', 'TemplateShareSummaries');
  return { TemplateArn: text(request.params, 'TemplateArn'), ...shares };
}

function found(
  own: readonly WorldToolThing[],
  isMeant: (thing: WorldToolThing) => boolean,
  id: string,
): WorldToolThing {
  const thing = own.find(isMeant);
  if (thing === undefined)
    throw new ServiceError('ResourceNotFoundException', `${id} was not found.`, 404, {
      ResourceId: id,
      ResourceType: 'WORKLOAD',
    });
  return thing;
}

function shareShape({ account }: Request, { name, region }: WorldToolThing, share: WorldToolShare): Member {
  const { sharedWith, status = 'ACCEPTED' } = share;
  return {
    ShareId: digest('tool-share', account.id, region, name, sharedWith).slice(0, 32),
    SharedWith: sharedWith,
    Status: status,
  };
}

function listShareInvitations(request: Request): Result {
  const { account, simulation } = request;
  const waiting = here(request, contentsOf(request).invitations);
  return listing(request, 'ShareInvitationSummaries', waiting, (invitation) => {
    const { name, region, kind, senderAccountId, permission = 'READONLY' } = invitation;
    const about = kind.charAt(0).toUpperCase() + kind.slice(1);
    return {
      ShareInvitationId: digest('tool-invitation', senderAccountId, account.id, region, name).slice(0, 32),
      SharedBy: senderAccountId,
      SharedWith: account.id,
      PermissionType: permission,
      ShareResourceType: kind.toUpperCase(),
      [`${about}Name`]: name,
      ...(kind === 'workload'
        ? { WorkloadId: toolId(senderAccountId, kind, invitation) }
        : { [`${about}Arn`]: toolArn(simulation.world, senderAccountId, kind, invitation) }),
    };
  });
}

/** Times in REST JSON are seconds. */
function seconds(time: string): number {
  return Date.parse(time) / 1000;
}

/** The AWS Well-Architected Tool. */
export const wellArchitected: Service = {
  signingName: 'wellarchitected',
  protocol: 'rest-json',
  routes: [
    { method: 'POST', path: '/workloadsSummaries', operation: 'ListWorkloads' },
    { method: 'GET', path: '/lenses', operation: 'ListLenses' },
    { method: 'GET', path: '/workloads/{WorkloadId}/shares', operation: 'ListWorkloadShares' },
    { method: 'GET', path: '/lenses/{LensAlias}/shares', operation: 'ListLensShares' },
    { method: 'GET', path: '/profileSummaries', operation: 'ListProfiles' },
    { method: 'GET', path: '/profiles/{ProfileArn}/shares', operation: 'ListProfileShares' },
    { method: 'GET', path: '/reviewTemplates', operation: 'ListReviewTemplates' },
    { method: 'GET', path: '/templates/shares/{TemplateArn}', operation: 'ListTemplateShares' },
    { method: 'GET', path: '/shareInvitations', operation: 'ListShareInvitations' },
  ],
  regional: true,
  action: (operation) => `wellarchitected:${operation}`,
  resource: ({ region, account, simulation }) =>
    `arn:${partitionOf(simulation.world)}:wellarchitected:${region}:${account.id}:*`,
  errors: {
    throttled: { code: 'ThrottlingException', status: 429 },
    internal: { code: 'InternalServerException', status: 500 },
    denied: { code: 'AccessDeniedException', status: 403 },
  },
  refused: refusedByRest,
  inputs: WELL_ARCHITECTED_INPUTS,
  operations: {
    ListLensShares: (request) => sharesOf(request, 'lens', 'LensAlias', 'LensShareSummaries'),
    ListLenses: listLenses,
    ListProfileShares: (request) => sharesOf(request, 'profile', 'ProfileArn', 'ProfileShareSummaries'),
    ListProfiles: listProfiles,
    ListReviewTemplates: listReviewTemplates,
    ListShareInvitations: listShareInvitations,
    ListTemplateShares: listTemplateShares,
    ListWorkloadShares: listWorkloadShares,
    ListWorkloads: listWorkloads,
  },
};
