import type { AnalyzerSummary, ArchiveRuleSummary, Criterion } from '@aws-sdk/client-accessanalyzer';
import { itemsOf, membersOf, required, requiredText, time, timeOrNull } from '../../aws/answer.ts';
import { compareText } from '../../aws/call-order.ts';
import type { Analyzer, ArchiveRule } from '../../model/facts/analyzers.ts';
import type { Collector } from '../collector.ts';
import { sortedBy, sortedTexts } from '../values.ts';

/** The analyzers of a Region, whatever they look for, with the rules that archive their findings unseen. */
export const analyzers: Collector<'analyzers'> = {
  fact: 'analyzers',
  requires: [],
  actions: () => ['access-analyzer:ListAnalyzers', 'access-analyzer:ListArchiveRules'],
  plan: (population) => [
    { service: 'access-analyzer', operation: 'ListAnalyzers', calls: 1 },
    { service: 'access-analyzer', operation: 'ListArchiveRules', calls: population.analyzers },
  ],
  async collect({ caller, region }) {
    const found = await caller.list('access-analyzer', 'ListAnalyzers', region, {}, (page) => page.analyzers);
    const read = await Promise.all(
      found.map(async (analyzer) => {
        const name = requiredText(analyzer.name, 'the name of an analyzer');
        const rules = await caller.list(
          'access-analyzer',
          'ListArchiveRules',
          region,
          { analyzerName: name },
          (page) => page.archiveRules,
        );
        return toAnalyzer(analyzer, name, rules);
      }),
    );
    return { analyzers: sortedBy(read, (analyzer) => analyzer.arn) };
  },
};

function toAnalyzer(analyzer: AnalyzerSummary, name: string, rules: ArchiveRuleSummary[]): Analyzer {
  return {
    arn: required(analyzer.arn, 'the ARN of an analyzer'),
    name,
    type: required(analyzer.type, 'the type of an analyzer'),
    status: required(analyzer.status, 'the status of an analyzer'),
    statusReason: analyzer.statusReason?.code ?? null,
    createdAt: time(analyzer.createdAt, 'the creation time of an analyzer'),
    lastResourceAnalyzedAt: timeOrNull(analyzer.lastResourceAnalyzedAt, 'the time of the last analysis'),
    archiveRules: sortedBy(rules.map(toArchiveRule), (rule) => rule.name),
  };
}

function toArchiveRule(rule: ArchiveRuleSummary): ArchiveRule {
  const criteria = membersOf(
    required(rule.filter, 'the filter of an archive rule'),
    'the filter of an archive rule',
  );
  return {
    name: required(rule.ruleName, 'the name of an archive rule'),
    createdAt: time(rule.createdAt, 'the creation time of an archive rule'),
    updatedAt: time(rule.updatedAt, 'the update time of an archive rule'),
    filter: Object.fromEntries(
      criteria
        .toSorted(([a], [b]) => compareText(a, b))
        .map(([property, criterion]) => [property, toCriterion(criterion)]),
    ),
  };
}

const CRITERION = 'a criterion of an archive rule';

function toCriterion({ eq, neq, contains, exists }: Criterion): ArchiveRule['filter'][string] {
  return {
    ...(eq && { eq: sortedTexts(itemsOf(eq, CRITERION)) }),
    ...(neq && { neq: sortedTexts(itemsOf(neq, CRITERION)) }),
    ...(contains && { contains: sortedTexts(itemsOf(contains, CRITERION)) }),
    ...(exists !== undefined && { exists }),
  };
}
