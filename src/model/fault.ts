import { plainText } from './plain-text.ts';

/** Something of the tool's own that threw: a line of `faults.jsonl`. */
export interface Fault {
  source: 'check' | 'collector';
  /** The id of the check, or the fact that was to be collected. */
  id: string;
  /** Null where all accounts were judged together, or the organization was read. */
  accountId: string | null;
  region: string;
  /** The error's code, or its name. */
  code: string;
  /** One plain line without secrets. */
  message: string;
  /** The calls that led there, the innermost first, with files as they lie in the program. */
  stack: string[];
  /** How often the same was thrown in the run; account and Region are the first of them in order. */
  times: number;
}

export type FaultPlace = Pick<Fault, 'source' | 'id' | 'accountId' | 'region'>;

const MOST_FRAMES = 30;
/** Who asked is no part of the trace: judging again gives the same. */
const CALLER = /(?:^at (?:async )?|\()(?:src|dist)\/(?:run|cli)\//;

/**
 * The trace that an error leaves. Whatever else it holds is not kept: an error of the SDK holds the request.
 *
 * @param hide takes external IDs out of a text
 */
export function faultOf(error: unknown, place: FaultPlace, hide: (text: string) => string): Fault {
  const { code, name, message, stack } = partsOf(error);
  // A message of several lines may look like calls.
  const frames = stack
    .slice(stack.includes(message) ? stack.indexOf(message) + message.length : 0)
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map(frame);
  const caller = frames.findIndex((line) => CALLER.test(line));
  return {
    ...place,
    code: [code, name].find((word) => /^\w{1,64}$/.test(word)) ?? 'Error',
    message: plainText(withoutFolders(hide(message))),
    stack: frames.slice(0, Math.min(caller === -1 ? frames.length : caller, MOST_FRAMES)),
    times: 1,
  };
}

/** What anything that was thrown says of itself; reading it may throw again. */
function partsOf(error: unknown): Record<'code' | 'name' | 'message' | 'stack', string> {
  try {
    if (!(error instanceof Error)) return { code: '', name: '', message: String(error), stack: '' };
    const code = 'code' in error ? String(error.code) : '';
    return { code, name: String(error.name), message: String(error.message), stack: String(error.stack) };
  } catch {
    return { code: '', name: '', message: 'something that cannot be read', stack: '' };
  }
}

/** `at evaluate (src/checks/…/x.ts:12:5)`: neither the machine's folders nor anything but names and places. */
function frame(line: string): string {
  const [, called = '', place = ''] = /^\s+at (?:(.*) \()?(.*?)\)?$/.exec(line) ?? [];
  const name = called.replace(/[^\w.$<># [\]]/g, '').slice(0, 100);
  const file = withinProgram(place).slice(-200);
  return name === '' ? `at ${file}` : `at ${name} (${file})`;
}

function withinProgram(place: string): string {
  const path = place.replaceAll('\\', '/');
  const [inside] =
    /^node:.*$/.exec(path) ??
    /node_modules\/.*$/.exec(path) ??
    /(?:src|dist|test)\/(?!.*\/(?:src|dist|test)\/).*$/.exec(path) ??
    [];
  return inside ?? path.slice(path.lastIndexOf('/') + 1);
}

/** A text in which paths of the machine are down to the name of the file. */
function withoutFolders(text: string): string {
  return text.replace(/(?<=^|[\s'"`(=])(?:file:\/\/)?(?:[A-Za-z]:[\\/]|\/)(?:[^\s'"`()\\/]+[\\/])+/g, '');
}
