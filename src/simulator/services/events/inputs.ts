import { type Input, NOT_HONOURED } from '../../requests/shape.ts';

/** From the service model of EventBridge, 2015-10-07. */
export const EVENTS_INPUTS = {
  ListEventBuses: {
    Limit: { type: 'integer', min: 1, max: 100 },
    NamePrefix: NOT_HONOURED,
    NextToken: { type: 'string', min: 1, max: 2048 },
  },
} satisfies Record<string, Input>;
