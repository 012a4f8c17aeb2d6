import { type Profiler, Session } from 'node:inspector';
import { setFlagsFromString } from 'node:v8';
import { vi } from 'vitest';

/** Counts how often blocks of code are run by some work on a module. */
export type Steps<Module> = (work: (module: Module) => unknown) => number;

/**
 * Gives a count of steps, by V8's own coverage: a measure of work that is the same on every machine, however busy that
 * is, where a clock would only tell the weather. What a function of the language does by itself counts for nothing.
 * Blocks are counted only in code that is compiled meanwhile, so `load` is to import the module, which is loaded anew.
 * https://chromedevtools.github.io/devtools-protocol/v8/Profiler/#method-startPreciseCoverage
 */
export async function countingSteps<Module, Result>(
  load: () => Promise<Module>,
  use: (steps: Steps<Module>) => Result,
): Promise<Result> {
  vi.resetModules();
  const session = new Session();
  session.connect();
  // Optimized code does not count how often its functions are called.
  setFlagsFromString('--no-maglev');
  setFlagsFromString('--no-opt');
  try {
    session.post('Profiler.enable');
    session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    const module = await load();
    return use((work) => {
      takeCount(session);
      work(module);
      return takeCount(session);
    });
  } finally {
    setFlagsFromString('--opt');
    // Whether Maglev was on cannot be asked. It stays off, in the suites that come last.
    session.post('Profiler.stopPreciseCoverage');
    session.disconnect();
  }
}

/** How many times the steps there are for twice the size: 2 where they grow with it, 4 where with its square. */
export function growth<Module>(
  load: () => Promise<Module>,
  work: (module: Module, size: number) => unknown,
  size: number,
): Promise<number> {
  return countingSteps(load, (steps) => {
    // Once before, so that what is worked out once and kept counts for neither.
    steps((module) => work(module, 2));
    const once = steps((module) => work(module, size));
    return steps((module) => work(module, 2 * size)) / once;
  });
}

/** The steps since they were last taken. */
function takeCount(session: Session): number {
  let count = 0;
  session.post('Profiler.takePreciseCoverage', (failure, { result }) => {
    if (failure !== null) throw failure;
    count = result.flatMap(({ functions }) => functions).reduce((sum, one) => sum + countOf(one), 0);
  });
  return count;
}

function countOf({ ranges }: Profiler.FunctionCoverage): number {
  return ranges.reduce((sum, { count }) => sum + count, 0);
}
