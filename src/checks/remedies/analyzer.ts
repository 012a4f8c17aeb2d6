import type { Fix } from '../../model/fix.ts';
import { command } from './command.ts';
import { commandFixes } from './fix.ts';

/** How to see the whole of an analyzer's finding, which its list leaves out. */
export function findingCommand(
  operation: 'get-finding' | 'get-finding-v2' | 'generate-finding-recommendation',
  { analyzerArn, id }: { analyzerArn: string; id: string },
  title: string,
): Fix[] {
  const arguments_ = command`--analyzer-arn ${analyzerArn} --id ${id} --region ${regionOf(analyzerArn)}`;
  return commandFixes(title, [
    arguments_ === undefined ? undefined : `aws accessanalyzer ${operation} ${arguments_}`,
  ]);
}

/** How to have a resource analysed again, once something about it has changed. */
export function scanCommand(
  { analyzerArn, resource }: { analyzerArn: string; resource: string | null },
  title: string,
): Fix[] {
  return commandFixes(title, [
    command`aws accessanalyzer start-resource-scan --analyzer-arn ${analyzerArn} --resource-arn ${resource ?? ''} --region ${regionOf(analyzerArn)}`,
  ]);
}

/** How to delete an archive rule. */
export function deleteRuleCommand(analyzerArn: string, analyzerName: string, ruleName: string): Fix[] {
  return commandFixes('If the archive rule hides more than it should: delete it with the AWS CLI', [
    command`aws accessanalyzer delete-archive-rule --analyzer-name ${analyzerName} --rule-name ${ruleName} --region ${regionOf(analyzerArn)}`,
  ]);
}

function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}
