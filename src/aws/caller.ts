import type { Call } from '../model/call.ts';
import { type Allowance, untilCutOff } from './allowance.ts';
import { itemsOf, required } from './answer.ts';
import type { Clock } from './clock.ts';
import { AwsCallError, errorCode, isExpired, metadataOf, toAwsCallError } from './errors.ts';
import type { Gate } from './gate.ts';
import {
  type Attempts,
  actionOf,
  type Input,
  type Operation,
  type Output,
  type Sender,
  type Service,
} from './operations.ts';
import { following, withToken } from './paging.ts';
import type { Session } from './session.ts';

/**
 * The one way from a collector to AWS. Every request is recorded, the failed ones too; whatever goes wrong comes out
 * as an `AwsCallError`. `region` is a Region, or `global` for services that have one endpoint a partition.
 */
export interface Caller {
  /** Makes one call. `count` says how many things the answer holds, where that means something. */
  call<S extends Service, O extends Operation<S>>(
    service: S,
    operation: O,
    region: string,
    input: Input<S, O>,
    count?: (output: Output<S, O>) => number | undefined,
  ): Promise<Output<S, O>>;

  /** Reads a listing to its last page; `select` picks the things out of a page. */
  list<S extends Service, O extends Operation<S>, T>(
    service: S,
    operation: O,
    region: string,
    input: Input<S, O>,
    select: (output: Output<S, O>) => readonly T[] | undefined,
  ): Promise<T[]>;
}

export interface CallerSetup {
  accountId: string;
  /** The fact that the calls are made for. */
  fact: string;
  session: Session;
  sender: Sender;
  clock: Clock;
  allowance: Allowance;
  /** What the account's calls pass on their way out. */
  gate: Gate;
  record(call: Call): void;
}

/** A caller that records for one fact of one account. */
export function createCaller(setup: CallerSetup): Caller {
  return {
    call: (service, operation, region, input, count) =>
      request(setup, {
        service,
        operation,
        region,
        page: 1,
        parameters: input,
        send: (attempts) =>
          setup.sender.send(service, operation, region, input, setup.allowance.signal, attempts),
        observe: (output) => ({ items: count?.(output) ?? null, lastPage: null }),
      }),

    async list(service, operation, region, input, select) {
      const things: Things<typeof select> = [];
      const tokens = new Set<string>();
      let pageInput = input;
      for (let page = 1; ; page += 1) {
        const output = await request(setup, {
          service,
          operation,
          region,
          page,
          parameters: input,
          send: (attempts) =>
            setup.sender.send(service, operation, region, pageInput, setup.allowance.signal, attempts),
          observe: (o) => {
            // AWS gives an empty list where there is nothing: what gives none is no answer of AWS.
            const found = itemsOf(required(select(o), 'what it lists'), 'what it lists');
            for (const thing of found) things.push(thing);
            return { items: found.length, lastPage: following(service, o).lastPage };
          },
        });
        const next = following(service, output);
        if (next.lastPage) return things;
        if (next.token === undefined || tokens.has(next.token)) {
          const action = actionOf(service, operation);
          const message = `${action} promised another page and gave no new token for it.`;
          throw new AwsCallError({ reason: 'FAILED', action, message });
        }
        const { pagesPerCall } = setup.allowance;
        if (page >= pagesPerCall) {
          const action = actionOf(service, operation);
          const message = `${action} goes on after ${pagesPerCall} pages (limits.pagesPerCall), so the rest was not read.`;
          throw new AwsCallError({ reason: 'TIMED_OUT', action, message });
        }
        tokens.add(next.token);
        pageInput = withToken(service, input, next.token);
      }
    },
  };
}

/** What `select` picks out of a page. */
type Things<F> = F extends (output: never) => ReadonlyArray<infer T> | undefined ? T[] : never;

interface Request<R> {
  service: Service;
  operation: string;
  region: string;
  page: number;
  /** What was asked, without the page token. */
  parameters: unknown;
  send(attempts: Attempts): Promise<R>;
  observe(output: R): Pick<Call, 'items' | 'lastPage'>;
}

/** One call when it may be made; a second time in a new session when the first had run out. */
async function request<R>(setup: CallerSetup, asked: Request<R>): Promise<R> {
  const { service, region } = asked;
  const { signal } = setup.allowance;
  try {
    return await setup.gate.pass(service, region, signal, async (attempts) => {
      const credentials = await untilCutOff(setup.session.credentials(), signal);
      return recorded(setup, asked, attempts).catch(async (error: unknown) => {
        if (!isExpired(error)) throw error;
        setup.session.discard(credentials);
        await untilCutOff(setup.session.credentials(), signal);
        return recorded(setup, asked, attempts);
      });
    });
  } catch (error) {
    throw toAwsCallError(error, service, asked.operation, region);
  }
}

async function recorded<R>(setup: CallerSetup, asked: Request<R>, attempts: Attempts): Promise<R> {
  const started = setup.clock.now();
  const record = (answer: unknown, outcome: string, observed: Pick<Call, 'items' | 'lastPage'>) => {
    const { requestId, attempts: made } = metadataOf(answer);
    setup.record({
      accountId: setup.accountId,
      region: asked.region,
      fact: setup.fact,
      service: asked.service,
      operation: asked.operation,
      parameters: withoutSecrets(asked.parameters),
      requestId: typeof requestId === 'string' ? requestId : null,
      startedAt: started.toISOString(),
      durationMs: setup.clock.now().getTime() - started.getTime(),
      attempts: typeof made === 'number' ? made : 1,
      page: asked.page,
      ...observed,
      outcome,
    });
  };
  const unknown = { items: null, lastPage: null };
  const output = await asked.send(attempts).catch((error: unknown) => {
    record(error, errorCode(error), unknown);
    throw error;
  });
  let observed: Pick<Call, 'items' | 'lastPage'> = unknown;
  try {
    observed = asked.observe(output);
  } finally {
    record(output, 'OK', observed);
  }
  return output;
}

/** External IDs stay out of the record, and so do keys of sessions; no other request of ours carries anything to hide. */
function withoutSecrets(parameters: unknown): unknown {
  const text = JSON.stringify(parameters, function (this: { AttributeKey?: unknown }, key, value) {
    const isHidden =
      key === 'ExternalId' || (key === 'AttributeValue' && this.AttributeKey === 'AccessKeyId');
    return isHidden ? '(not recorded)' : value;
  });
  return JSON.parse(text);
}
