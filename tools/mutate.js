// npm run mutate -- FILE...: changes the files in small ways, one after the other, and names the changes that no test
// notices. Without a file, all that stryker.config.json names, which takes hours.

import { Stryker } from '@stryker-mutator/core';

const files = process.argv.slice(2);
await new Stryker(files.length === 0 ? {} : { mutate: files }).runMutationTest();
