import type { ReviewFormView } from '../model/review.ts';
import { compilePage, type TemplateSources } from './html/page/environment.ts';
import { displayable } from './html/support/format.ts';
import type { ShownText } from './visible.ts';

/**
 * The form of a review as one file that loads nothing, works from disk, and saves what was answered as a file.
 *
 * @param view what it shows: texts of any origin
 */
export function renderReviewForm(view: ReviewFormView, templates: TemplateSources): ShownText {
  return compilePage(templates, 'review')(displayable(view));
}
