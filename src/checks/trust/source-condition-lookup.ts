import { SOURCE_CONDITION_SERVICES, type SourceConditionService } from './source-condition-services.ts';

const BY_PRINCIPAL: ReadonlyMap<string, SourceConditionService> = new Map(
  SOURCE_CONDITION_SERVICES.flatMap((service) => service.principals.map((principal) => [principal, service])),
);

/**
 * The service on the list behind a service principal that a role trusts, whichever form it has: of a Region
 * (`states.us-east-1.amazonaws.com`), or of another partition (`states.amazonaws.com.cn`).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
 */
export function sourceConditionService(
  servicePrincipal: string,
  roleName: string,
): SourceConditionService | undefined {
  const service = BY_PRINCIPAL.get(
    servicePrincipal
      .toLowerCase()
      .replace(/\.amazonaws\.(?:com|com\.cn|eu)$/, '')
      .replace(/\.[a-z]{2,4}(?:-[a-z]+)+-\d+$/, ''),
  );
  return service?.roleName === undefined || roleName.startsWith(service.roleName) ? service : undefined;
}
