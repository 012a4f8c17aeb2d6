import { stableUuid } from '../../digest.ts';
import { analyzerArn } from '../../names.ts';
import { page } from '../../paging.ts';
import type { Request, Result } from '../../service.ts';
import { text } from '../../wire/params.ts';
import { ServiceError } from '../../wire/service-error.ts';
import type { WorldAnalyzer, WorldFinding } from '../../world.ts';
import { ANALYZER_PAGES, analyzerOf, notFound } from './analyzers.ts';
import { meets } from './finding-filter.ts';

/** A finding with everything that has a default filled in. */
type FullFinding = WorldFinding &
  Required<
    Pick<
      WorldFinding,
      'id' | 'findingType' | 'resourceOwnerAccount' | 'status' | 'createdAt' | 'updatedAt' | 'analyzedAt'
    >
  >;

/** The first version of the API: external access only, with the access itself in every finding. */
export function listFindings(request: Request): Result {
  const analyzer = analyzerOf(request);
  if (!['ACCOUNT', 'ORGANIZATION'].includes(analyzer.type)) {
    throw new ServiceError(
      'ValidationException',
      'The operation is not supported for this analyzer type.',
      400,
    );
  }
  const { items, next } = page(request, matching(request, analyzer), ANALYZER_PAGES);
  return {
    findings: items.map((finding) => ({ ...commonShape(finding), ...accessShape(finding) })),
    nextToken: next,
  };
}

/** The second version: every analyzer type, summaries without the access. */
export function listFindingsV2(request: Request): Result {
  const { items, next } = page(request, matching(request, analyzerOf(request)), ANALYZER_PAGES);
  return {
    findings: items.map((finding) => ({ ...commonShape(finding), findingType: finding.findingType })),
    nextToken: next,
  };
}

export function getFindingV2(request: Request): Result {
  const id = text(request.params, 'id') ?? '';
  const finding = findingsOf(request, analyzerOf(request)).find((candidate) => candidate.id === id);
  if (!finding) throw notFound(`Finding ${id} not found.`);
  return {
    ...commonShape(finding),
    findingType: finding.findingType,
    findingDetails: finding.error === undefined ? [detailOf(finding)].flat() : [],
  };
}

function matching(request: Request, analyzer: WorldAnalyzer): FullFinding[] {
  return findingsOf(request, analyzer).filter((finding) =>
    meets(request.params.filter, {
      id: finding.id,
      status: finding.status,
      findingType: finding.findingType,
      resource: finding.resource,
      resourceType: finding.resourceType,
      resourceOwnerAccount: finding.resourceOwnerAccount,
      isPublic: finding.isPublic === undefined ? undefined : String(finding.isPublic),
      error: finding.error,
      'principal.AWS': finding.principal?.AWS,
    }),
  );
}

function findingsOf({ simulation, account }: Request, analyzer: WorldAnalyzer): FullFinding[] {
  const arn = analyzerArn(simulation.world, account, analyzer);
  return (analyzer.findings ?? []).map((finding, i) => {
    const createdAt = finding.createdAt ?? simulation.world.asOf;
    const updatedAt = finding.updatedAt ?? createdAt;
    return {
      findingType: 'ExternalAccess',
      status: 'ACTIVE',
      resourceOwnerAccount: account.id,
      analyzedAt: updatedAt,
      ...finding,
      id: finding.id ?? stableUuid('finding', arn, finding.resource, i),
      createdAt,
      updatedAt,
    };
  });
}

function commonShape(finding: FullFinding): Result {
  return {
    id: finding.id,
    resource: finding.resource,
    resourceType: finding.resourceType,
    resourceOwnerAccount: finding.resourceOwnerAccount,
    status: finding.status,
    error: finding.error,
    createdAt: finding.createdAt,
    updatedAt: finding.updatedAt,
    analyzedAt: finding.analyzedAt,
  };
}

/** Who may do what; a finding about a resource that could not be analysed says nothing of the kind. */
function accessShape(finding: FullFinding): Result {
  return {
    principal: finding.principal,
    action: finding.action,
    condition: finding.condition ?? {},
    isPublic: finding.isPublic ?? (finding.error === undefined ? false : undefined),
    resourceControlPolicyRestriction: finding.resourceControlPolicyRestriction,
  };
}

function detailOf(finding: FullFinding): Result | Result[] {
  const { lastAccessed } = finding;
  switch (finding.findingType) {
    case 'UnusedIAMRole':
      return { unusedIamRoleDetails: { lastAccessed } };
    case 'UnusedIAMUserAccessKey':
      return { unusedIamUserAccessKeyDetails: { accessKeyId: 'AKIAEXAMPLEEXAMPLE00', lastAccessed } };
    case 'UnusedIAMUserPassword':
      return { unusedIamUserPasswordDetails: { lastAccessed } };
    case 'UnusedPermission':
      return Object.entries(finding.unusedActions ?? {}).map(([serviceNamespace, actions]) => ({
        unusedPermissionDetails: {
          serviceNamespace,
          actions: actions.map((action) => ({ action })),
          lastAccessed,
        },
      }));
    default:
      return { externalAccessDetails: accessShape(finding) };
  }
}
