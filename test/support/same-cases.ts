import fc from 'fast-check';

/** For mutation testing: a mutant that a property kills is killed every time. */
fc.configureGlobal({ seed: 1, endOnFailure: true });
