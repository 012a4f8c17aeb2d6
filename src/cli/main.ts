#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { collectEarly } from './heap.ts';
import { tooOld } from './node-floor.ts';

// A Node below the floor may not be able to read the rest: it is loaded only after this was asked.
const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const complaint = tooOld(process.version, engines.node);
if (complaint === null) {
  // Traces of faults name the sources, whose folders tell who called and who was called.
  process.setSourceMapsEnabled(true);
  collectEarly();
  import('./command-line.ts').then(({ runCommandLine }) => runCommandLine(process.argv.slice(2)));
} else {
  process.stderr.write(`${complaint}\n`);
  // As every command that could not run; the list of exit codes is among what is not loaded.
  process.exitCode = 1;
}
