import type { Notice } from '../../model/notice.ts';
import { cut, type ShownText } from '../visible.ts';
import { noticeText, subjectOf } from './words.ts';

/** What a target of a webhook understands. */
export const WEBHOOK_FORMATS = ['json', 'slack', 'teams'] as const;

export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number];

const HEADER_LIMIT = 150;

/** The body of a webhook's request. */
export function webhookBody(notice: Notice, format: WebhookFormat): string {
  return JSON.stringify(BODIES[format](notice));
}

const BODIES: Record<WebhookFormat, (notice: Notice) => object> = {
  json: (notice) => ({ ...notice, subject: subjectOf(notice), text: noticeText(notice) }),
  slack,
  teams,
};

/**
 * Plain text objects, in which no mark-up, link or mention is read: names come from attackers.
 * https://docs.slack.dev/reference/block-kit/composition-objects/text-object
 */
function slack(notice: Notice): object {
  const plain = (text: ShownText) => ({ type: 'plain_text', text, emoji: false });
  return {
    text: escaped(subjectOf(notice)),
    blocks: [
      { type: 'header', text: plain(cut(subjectOf(notice), HEADER_LIMIT)) },
      { type: 'section', text: plain(noticeText(notice)) },
    ],
  };
}

/** The three characters by which Slack begins a link, a mention or an entity. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * An Adaptive Card of text runs, in which no Markdown is read. Within the 28 KB that Teams takes.
 * https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */
function teams(notice: Notice): object {
  const line = (text: string, style: object = {}) => ({
    type: 'RichTextBlock',
    inlines: [{ type: 'TextRun', text, ...style }],
  });
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      line(subjectOf(notice), { weight: 'Bolder', size: 'Medium' }),
      ...noticeText(notice)
        .split('\n')
        .map((text) => line(text)),
    ],
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  };
}
