import type { AccountSubject } from './account.ts';

/** The accounts whose analyzers can watch a whole organization. */
export interface AnalyzerAdministrators {
  /** Of all organizations; undefined when not all of them were read. */
  analyzerAdministrators?: readonly string[];
  /** By organization, of those that were read; only where there are several. */
  administratorsByOrganization?: ReadonlyMap<string, readonly string[]>;
}

/** Those of the organization that the account is in; undefined where that was not read. */
export function administratorsOf(
  { organizationId }: Pick<AccountSubject, 'organizationId'>,
  { analyzerAdministrators, administratorsByOrganization }: AnalyzerAdministrators,
): readonly string[] | undefined {
  return organizationId === undefined || administratorsByOrganization === undefined
    ? analyzerAdministrators
    : administratorsByOrganization.get(organizationId);
}

/** Both as far as they are known. */
export function administratorsKnown(known: AnalyzerAdministrators): AnalyzerAdministrators {
  const { analyzerAdministrators, administratorsByOrganization } = known;
  return {
    ...(analyzerAdministrators === undefined ? {} : { analyzerAdministrators }),
    ...(administratorsByOrganization === undefined ? {} : { administratorsByOrganization }),
  };
}
