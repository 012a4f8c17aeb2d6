import { type PageRules, page } from '../../paging.ts';
import type { Request, Result } from '../../service.ts';
import { isParams, text } from '../../wire/params.ts';
import { ServiceError } from '../../wire/service-error.ts';
import type { Json, WorldEvent } from '../../world.ts';

const PAGES: PageRules = {
  sizeParameter: 'MaxResults',
  tokenParameter: 'NextToken',
  usual: 50,
  most: 50,
  badToken: 'InvalidNextTokenException',
};

/** The event history goes back so far. */
const HISTORY_MS = 90 * 86_400_000;

/** The newest first, as the event history of the Region has them. */
export function lookupEvents(request: Request): Result {
  const { params, account, region, now } = request;
  const start = timeOf(params.StartTime) ?? Number.NEGATIVE_INFINITY;
  const end = timeOf(params.EndTime) ?? Number.POSITIVE_INFINITY;
  if (start > end) {
    throw new ServiceError(
      'InvalidTimeRangeException',
      'Start time occurs after the end time, or the time range is outside the range of possible values.',
    );
  }
  const wanted = attributeOf(params.LookupAttributes);
  const found = (account.contents.events ?? [])
    .filter((event) => event.region === region && wanted(event))
    .map((event) => ({ event, at: Date.parse(memberOf(event.record, 'eventTime')) }))
    .filter(({ at }) => at >= start && at <= end && at >= now.getTime() - HISTORY_MS)
    .sort((a, b) => b.at - a.at);
  const { items, next } = page(request, found, PAGES);
  return { Events: items.map(({ event, at }) => shapeOf(event, at)), NextToken: next };
}

/** Whether an event has the one attribute that is asked for. */
function attributeOf(asked: unknown): (event: WorldEvent) => boolean {
  const attributes = Array.isArray(asked) ? asked.filter(isParams) : [];
  const [attribute, ...others] = attributes;
  if (others.length > 0) {
    throw new ServiceError(
      'InvalidLookupAttributesException',
      'You can only specify one attribute in the lookup request.',
    );
  }
  if (attribute === undefined) return () => true;
  const key = text(attribute, 'AttributeKey') ?? '';
  const value = text(attribute, 'AttributeValue');
  return ({ record }) => ATTRIBUTES[key]?.(record) === value;
}

/** Those that are honoured; by any other, nothing is found. */
const ATTRIBUTES: Readonly<Record<string, (record: WorldEvent['record']) => string>> = {
  EventId: (record) => memberOf(record, 'eventID'),
  EventName: (record) => memberOf(record, 'eventName'),
  EventSource: (record) => memberOf(record, 'eventSource'),
  AccessKeyId: (record) => memberOf(record.userIdentity, 'accessKeyId'),
};

function shapeOf({ record }: WorldEvent, at: number): Result {
  const accessKeyId = memberOf(record.userIdentity, 'accessKeyId');
  return {
    EventId: memberOf(record, 'eventID'),
    EventName: memberOf(record, 'eventName'),
    ReadOnly: String(record.readOnly === true),
    ...(accessKeyId === '' ? {} : { AccessKeyId: accessKeyId }),
    EventTime: at / 1000,
    EventSource: memberOf(record, 'eventSource'),
    CloudTrailEvent: JSON.stringify(record),
  };
}

function memberOf(of: Json | undefined, name: string): string {
  const value = typeof of === 'object' && of !== null && !Array.isArray(of) ? of[name] : undefined;
  return typeof value === 'string' ? value : '';
}

function timeOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value * 1000 : undefined;
}
