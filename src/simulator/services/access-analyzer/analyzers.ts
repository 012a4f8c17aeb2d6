import { analyzerArn } from '../../names.ts';
import { type PageRules, page } from '../../paging.ts';
import type { Request, Result } from '../../service.ts';
import { text } from '../../wire/params.ts';
import { ServiceError } from '../../wire/service-error.ts';
import type { WorldAnalyzer } from '../../world.ts';

export const ANALYZER_PAGES: PageRules = {
  sizeParameter: 'maxResults',
  tokenParameter: 'nextToken',
  usual: 100,
  most: 100,
  badToken: 'ValidationException',
};

/** The analyzers of the Region, all types unless one is asked for. */
export function listAnalyzers(request: Request): Result {
  const type = text(request.params, 'type');
  const wanted = analyzersHere(request).filter((analyzer) => type === undefined || analyzer.type === type);
  const { items, next } = page(request, wanted, ANALYZER_PAGES);
  const { world } = request.simulation;
  return {
    analyzers: items.map((analyzer) => ({
      arn: analyzerArn(world, request.account, analyzer),
      name: analyzer.name,
      type: analyzer.type,
      createdAt: analyzer.createdAt ?? world.asOf,
      lastResourceAnalyzedAt: analyzer.lastResourceAnalyzedAt,
      status: analyzer.status ?? 'ACTIVE',
      statusReason: analyzer.statusReason ? { code: analyzer.statusReason } : undefined,
      configuration: analyzer.type.endsWith('UNUSED_ACCESS')
        ? { unusedAccess: { unusedAccessAge: analyzer.unusedAccessAge ?? 90 } }
        : undefined,
      tags: {},
    })),
    nextToken: next,
  };
}

export function listArchiveRules(request: Request): Result {
  const name = text(request.params, 'analyzerName') ?? '';
  const analyzer = analyzersHere(request).find((candidate) => candidate.name === name);
  if (!analyzer) throw notFound(`Analyzer ${name} not found.`);
  const { items, next } = page(request, analyzer.archiveRules ?? [], ANALYZER_PAGES);
  return {
    archiveRules: items.map(({ name: ruleName, createdAt, filter }) => {
      const since = createdAt ?? analyzer.createdAt ?? request.simulation.world.asOf;
      return { ruleName, filter, createdAt: since, updatedAt: since };
    }),
    nextToken: next,
  };
}

/** The analyzer that the `analyzerArn` parameter names in this account and Region. */
export function analyzerOf(request: Request): WorldAnalyzer {
  const arn = text(request.params, 'analyzerArn') ?? '';
  const { simulation, account } = request;
  const found = analyzersHere(request).find((each) => analyzerArn(simulation.world, account, each) === arn);
  if (!found) throw notFound(`Analyzer ${arn} not found.`);
  return found;
}

export function notFound(message: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', message, 404);
}

function analyzersHere({ account, region }: Request): WorldAnalyzer[] {
  return (account.contents.analyzers ?? []).filter((analyzer) => analyzer.region === region);
}
