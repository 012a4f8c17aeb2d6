import type { ReviewTemplateSummary } from '@aws-sdk/client-wellarchitected';
import { listOf, required, requiredText } from '../../aws/answer.ts';
import type { SharedThing, WellArchitectedShares } from '../../model/facts/well-architected-shares.ts';
import type { CollectContext } from '../collector.ts';
import { PAGE, toShares, untilGone } from './shares.ts';

/** Own ones, and those of others that the account has part in. */
export function templatesIn({ caller, region }: CollectContext): Promise<ReviewTemplateSummary[]> {
  return caller.list('wellarchitected', 'ListReviewTemplates', region, { MaxResults: PAGE }, (page) =>
    listOf(page.ReviewTemplates, 'the review templates'),
  );
}

/** https://docs.aws.amazon.com/wellarchitected/latest/APIReference/API_ListTemplateShares.html */
export async function ownTemplate(
  { caller, region }: CollectContext,
  { TemplateArn, TemplateName }: ReviewTemplateSummary,
): Promise<SharedThing> {
  const arn = requiredText(TemplateArn, 'the ARN of a review template');
  const shares = await untilGone(() =>
    caller.list(
      'wellarchitected',
      'ListTemplateShares',
      region,
      { TemplateArn: arn, MaxResults: PAGE },
      (page) => listOf(page.TemplateShareSummaries, 'the shares of a review template'),
    ),
  );
  return { arn, name: required(TemplateName, 'the name of a review template'), shares: toShares(shares) };
}

export function templateOfOthers({
  TemplateArn,
  TemplateName,
  Owner,
}: ReviewTemplateSummary): WellArchitectedShares['received'][number] {
  return {
    arn: required(TemplateArn, 'the ARN of a review template'),
    name: required(TemplateName, 'the name of a review template'),
    kind: 'template',
    ownerAccountId: required(Owner, 'the owner of a review template'),
  };
}
