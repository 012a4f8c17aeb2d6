import type { Request, Result } from '../../service.ts';
import { text } from '../../wire/params.ts';
import { ServiceError } from '../../wire/service-error.ts';
import {
  awsPolicies,
  localPolicies,
  type PolicyView,
  policySummary,
  policyUse,
  policyVersions,
} from './policy-shapes.ts';

export function getPolicy(request: Request): Result {
  return { Policy: policySummary(findPolicy(request), policyUse(request)) };
}

export function getPolicyVersion(request: Request): Result {
  const policy = findPolicy(request);
  const wanted = text(request.params, 'VersionId') ?? '';
  const version = policyVersions(policy).find(({ VersionId }) => VersionId === wanted);
  if (!version) throw notFound(`Policy ${policy.arn} version ${wanted} does not exist or is not attachable.`);
  return { PolicyVersion: version };
}

function findPolicy(request: Request): PolicyView {
  const arn = text(request.params, 'PolicyArn') ?? '';
  if (!/^arn:[^:]+:iam::(\d{12}|aws):policy\/./.test(arn)) {
    throw new ServiceError('InvalidInput', `ARN ${arn} is not valid.`, 400);
  }
  const found = [...localPolicies(request), ...awsPolicies(request)].find((policy) => policy.arn === arn);
  if (!found) throw notFound(`Policy ${arn} does not exist or is not attachable.`);
  return found;
}

function notFound(message: string): ServiceError {
  return new ServiceError('NoSuchEntity', message, 404);
}
