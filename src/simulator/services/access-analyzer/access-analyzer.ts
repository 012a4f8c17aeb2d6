import { refusedByRest } from '../../requests/refusals.ts';
import type { Service } from '../../service.ts';
import { listAnalyzers, listArchiveRules } from './analyzers.ts';
import { getFindingV2, listFindings, listFindingsV2 } from './findings.ts';
import { ACCESS_ANALYZER_INPUTS } from './inputs.ts';

/** The second version's operations are permitted by the first version's actions. */
const ACTIONS: Record<string, string> = { ListFindingsV2: 'ListFindings', GetFindingV2: 'GetFinding' };

/** IAM Access Analyzer. */
export const accessAnalyzer: Service = {
  signingName: 'access-analyzer',
  protocol: 'rest-json',
  routes: [
    { method: 'GET', path: '/analyzer', operation: 'ListAnalyzers' },
    { method: 'GET', path: '/analyzer/{analyzerName}/archive-rule', operation: 'ListArchiveRules' },
    { method: 'POST', path: '/finding', operation: 'ListFindings' },
    { method: 'POST', path: '/findingv2', operation: 'ListFindingsV2' },
    { method: 'GET', path: '/findingv2/{id}', operation: 'GetFindingV2' },
  ],
  regional: true,
  action: (operation) => `access-analyzer:${ACTIONS[operation] ?? operation}`,
  resource: ({ region, account }) => `arn:aws:access-analyzer:${region}:${account.id}:*`,
  errors: {
    throttled: { code: 'ThrottlingException', status: 429 },
    internal: { code: 'InternalServerException', status: 500 },
    denied: { code: 'AccessDeniedException', status: 403 },
  },
  refused: refusedByRest,
  inputs: ACCESS_ANALYZER_INPUTS,
  operations: {
    GetFindingV2: getFindingV2,
    ListAnalyzers: listAnalyzers,
    ListArchiveRules: listArchiveRules,
    ListFindings: listFindings,
    ListFindingsV2: listFindingsV2,
  },
};
