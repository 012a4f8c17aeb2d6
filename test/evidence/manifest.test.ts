import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { json } from '@sigstore/core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson, digestOf } from '../../src/evidence/canonical-json.ts';
import { collectionEntries } from '../../src/evidence/collection-record.ts';
import { directoryReader } from '../../src/evidence/evidence-reader.ts';
import type { Manifest } from '../../src/evidence/manifest.ts';
import type { Call } from '../../src/model/call.ts';
import { readRun } from '../../src/run/open-run.ts';
import { AS_OF } from '../support/fixed-clock.ts';
import { type ScannedFleet, scanFleet } from '../support/fleet.ts';
import { callsOf } from '../support/run-files.ts';
import { tries } from '../support/thorough.ts';

let fleet: ScannedFleet;
let manifest: Manifest;
beforeAll(async () => {
  fleet = await scanFleet({
    pageSize: 5,
    accounts: 6,
    faults: [{ operation: 'ListStacks', kind: 'access-denied' }],
  });
  manifest = JSON.parse(await readFile(join(fleet.directory, 'manifest.json'), 'utf8'));
});

describe('the manifest of a run', () => {
  it('is an in-toto statement, the first of its chain', () => {
    expect(manifest._type).toBe('https://in-toto.io/Statement/v1');
    const { sequence, previousManifest, host, signedBy, startedAt, sealedAt } = manifest.predicate;
    expect({ sequence, previousManifest, signedBy }).toEqual({
      sequence: 1,
      previousManifest: null,
      signedBy: null,
    });
    expect(host).toEqual({ kind: 'host', id: 'test-host' });
    expect([startedAt, sealedAt]).toEqual([AS_OF, AS_OF]);
  });

  it('names the accounts with their status, and those left out with the reason', () => {
    const { accounts, counts } = manifest.predicate;
    const { report } = fleet;
    expect(accounts.source).toBe(report.scope.accountSource);
    expect(accounts.inScope.map(({ accountId, status }) => [accountId, status])).toEqual(
      report.scope.accounts.map(({ accountId, status }) => [accountId, status]),
    );
    expect(accounts.excluded).toEqual(report.scope.excluded);
    expect(accounts.inScope).toHaveLength(counts.accounts.inScope);
  });

  it('reconciles: calls, facts and gaps add up', async () => {
    const { collection, counts } = manifest.predicate;
    const operations = [...collection].flatMap((entry) => entry.operations);
    expect(operations.reduce((sum, { calls }) => sum + calls, 0)).toBe(counts.calls);
    expect(counts.facts.planned).toBe(counts.facts.collected + counts.facts.notCollected);
    const gaps = collection.flatMap((entry) => entry.gaps);
    expect(gaps).toHaveLength(fleet.report.coverage.gaps.length);
    expect(gaps.length).toBeGreaterThan(0);
  });

  it('tells of a refused list that it was refused, and of a whole one its pages and items', async () => {
    const { collection } = manifest.predicate;
    const stacks = collection.filter(({ fact }) => fact === 'stacks').flatMap((entry) => entry.operations);
    expect(stacks.length).toBeGreaterThan(0);
    for (const { errors, lastPage } of stacks) {
      expect(Object.keys(errors)).toEqual(['AccessDenied']);
      expect(lastPage).toBeNull();
    }
    const accountId = fleet.report.scope.accounts.at(0)?.accountId ?? '';
    const calls = (await callsOf(fleet.directory, accountId)).filter(
      ({ operation }) => operation === 'ListRoles',
    );
    const roles = collection
      .filter((entry) => entry.accountId === accountId)
      .flatMap((entry) => entry.operations)
      .find(({ operation }) => operation === 'ListRoles');
    expect(roles).toMatchObject({
      calls: calls.length,
      pages: calls.length,
      items: calls.reduce((sum, { items }) => sum + (items ?? 0), 0),
      lastPage: true,
      errors: {},
    });
    expect(calls.length).toBeGreaterThan(1);
  });

  it('gives digests of judgement and exceptions that can be worked out from run.json', async () => {
    const { judgement } = await readRun(directoryReader(fleet.directory));
    const { digests } = manifest.predicate;
    expect(digests.judgement).toBe(digestOf(judgement));
    expect(digests.exceptions).toBe(digestOf(judgement.exceptions));
    const theirs = createHash('sha256').update(json.canonicalize(judgement) ?? '');
    expect(digests.judgement).toBe(theirs.digest('hex'));
  });

  it('gives the same rules digest for every run, and other digests for other configurations', async () => {
    const other = await scanFleet({ accounts: 2 }, { config: { report: { title: 'Other' } } });
    const { predicate }: Manifest = JSON.parse(
      await readFile(join(other.directory, 'manifest.json'), 'utf8'),
    );
    expect(predicate.digests.rules).toBe(manifest.predicate.digests.rules);
    expect(predicate.digests.judgement).not.toBe(manifest.predicate.digests.judgement);
  });

  it('has no member that docs/evidence-format.md does not describe', () => {
    const page = readFileSync(new URL('../../docs/evidence-format.md', import.meta.url), 'utf8');
    const { counts: _ofTheRun, collection, ...predicate } = manifest.predicate;
    const operation = collection.at(0)?.operations[0] ?? {};
    const gap = collection.flatMap((entry) => entry.gaps).at(0) ?? {};
    const { accounts, tool, host, digests } = predicate;
    const members = [predicate, accounts, tool, host, digests, operation, gap, collection.at(0) ?? {}];
    members.push(accounts.inScope[0] ?? {}, manifest, manifest.subject.at(0) ?? {});
    const names = new Set(members.flatMap((member) => Object.keys(member)));
    const words = new Set(
      [...page.matchAll(/`([^`\n]+)`/g)].flatMap(([, code = '']) => code.split(/[.[\]]+/)),
    );
    expect([...names].filter((name) => !words.has(name))).toEqual([]);
  });
});

describe('canonical JSON', () => {
  it('is sigstore’s for any value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(canonicalJson(value)).toBe(json.canonicalize(value));
      }),
      tries(100, 20_261_210),
    );
  });
});

describe('the record of calls', () => {
  const call = (parts: Partial<Call>): Call => ({
    accountId: '111122223333',
    region: 'global',
    fact: 'f',
    service: 'iam',
    operation: 'ListThings',
    parameters: {},
    requestId: null,
    startedAt: AS_OF,
    durationMs: 0,
    attempts: 1,
    page: 1,
    items: 2,
    lastPage: true,
    outcome: 'OK',
    ...parts,
  });
  const recordOf = (...calls: Array<Partial<Call>>) =>
    collectionEntries(calls.map(call), [])[0]?.operations[0];

  it('a list that was begun again in a new session was read to its end', () => {
    const expired = { items: null, lastPage: null, outcome: 'ExpiredToken' };
    const record = recordOf({ lastPage: false }, { page: 2, ...expired }, { page: 2 });
    expect(record).toMatchObject({
      calls: 3,
      pages: 2,
      items: 4,
      lastPage: true,
      errors: { ExpiredToken: 1 },
    });
  });

  it('a list that broke off was not, even beside one that did not', () => {
    const denied = { items: null, lastPage: null, outcome: 'AccessDenied' };
    expect(recordOf({ lastPage: false }, { page: 2, ...denied })?.lastPage).toBe(false);
    const beside = recordOf({ parameters: { a: 1 } }, { parameters: { a: 2 }, ...denied });
    expect(beside).toMatchObject({ lastPage: false, varying: ['a'], parameters: {} });
  });

  it('names parameters that all calls share, and those that only some have', () => {
    const record = recordOf({ parameters: { a: 1, b: 1 } }, { parameters: { a: 1 } });
    expect(record).toMatchObject({ parameters: { a: 1 }, varying: ['b'] });
  });

  it('keeps hostile error codes apart from the object itself', () => {
    const record = recordOf({ outcome: '__proto__' }, { outcome: '__proto__' });
    expect(Object.entries(record?.errors ?? {})).toEqual([['__proto__', 2]]);
  });
});
