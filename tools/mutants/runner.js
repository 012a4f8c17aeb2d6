import { readFileSync, writeFileSync } from 'node:fs';
import { TestRunner, vi } from 'vitest';

/** What the changed code asks which change is on, and tells what it reaches. */
globalThis.__stryker__ ??= {};
const changes = globalThis.__stryker__;
changes.mutantCoverage ??= { static: {}, perTest: {} };

const STATE = 'mutants.json';
const TRYING = 'trying.json';

/** One for all files that a worker runs. */
globalThis.__mutants__ ??= read();
const known = globalThis.__mutants__;

function read() {
  const { noticed, reached, loading } = JSON.parse(readFileSync(STATE, 'utf8'));
  return { noticed, reached: new Set(reached), kept: new Set(loading) };
}

/**
 * Runs each test as it is, and then once more with each change that it reaches and that no test has noticed yet: modules
 * are loaded once for all of them. What a hook has set up is set up without a change, and a test that cannot be run
 * twice tries none.
 */
export default class MutantRunner extends TestRunner {
  async runTask(test) {
    const body = TestRunner.getTestFn(test);
    // Steps are counted in modules that are loaded anew, and are no matter of a single change.
    vi.resetModules = () => test.context.skip('counts steps');
    const first = Object.keys(await reachedBy(test.id, body)).filter((id) => !(id in known.noticed));
    if (first.length === 0) return;
    const hits = await reachedBy('again', body).catch(() => undefined);
    // What it does not reach again was worked out once and is kept: a change of that is never on.
    for (const id of first) (hits === undefined || id in hits ? known.reached : known.kept).add(id);
    if (hits === undefined) return;
    const open = first.filter((id) => id in hits);
    for (const id of open) {
      writeFileSync(TRYING, JSON.stringify(id));
      // A loop that a change has taken the end from ends by this.
      Object.assign(changes, { activeMutant: id, hitCount: 0, hitLimit: hits[id] * 100 + 1000 });
      if (await throws(body)) known.noticed[id] = test.fullName ?? test.name;
      Object.assign(changes, { activeMutant: undefined, hitCount: undefined });
    }
    writeFileSync(TRYING, 'null');
    // Assertions that failed under a change are none of the test.
    if (test.result !== undefined) Object.assign(test.result, { state: 'run', errors: undefined });
  }

  onAfterRunFiles(files) {
    super.onAfterRunFiles?.(files);
    for (const id of Object.keys(changes.mutantCoverage.static)) known.kept.add(id);
    const loading = [...known.kept];
    writeFileSync(STATE, JSON.stringify({ noticed: known.noticed, reached: [...known.reached], loading }));
  }
}

/** How often a test reaches each change. */
async function reachedBy(id, body) {
  changes.currentTestId = id;
  try {
    await body();
    return changes.mutantCoverage.perTest[id] ?? {};
  } finally {
    changes.currentTestId = undefined;
    delete changes.mutantCoverage.perTest[id];
  }
}

async function throws(body) {
  return reachedBy('again', body).then(
    () => false,
    () => true,
  );
}
