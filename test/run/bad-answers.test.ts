import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { exitCodeFor } from '../../src/cli/exit-code-for.ts';
import { readFacts, replaceFacts } from '../../src/evidence/account-evidence.ts';
import { verifyEvidence } from '../../src/run/verify-evidence.ts';
import type { Fault } from '../../src/simulator/faults.ts';
import { demoConfiguration } from '../../src/simulator/fleet/demo-configuration.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { AS_OF, runScan } from '../support/scan.ts';

async function newOut(): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), 'countersign-bad-'));
  onTestFinished(() => rm(out, { recursive: true, force: true }));
  return out;
}

async function fleet(): Promise<{ simulator: Simulator; bad: string }> {
  const simulator = await startSimulator({ accounts: 4, clock: () => new Date(AS_OF), asOf: AS_OF });
  onTestFinished(() => simulator.close());
  const bad = simulator.world.accounts.find(({ contents }) =>
    contents.analyzers?.some(
      ({ type, status, findings = [] }) =>
        (type === 'ACCOUNT' || type === 'ORGANIZATION') && status === undefined && findings.length > 0,
    ),
  );
  if (bad === undefined) throw new Error('No account has findings.');
  return { simulator, bad: bad.id };
}

function scanOf(simulator: Simulator, more: Partial<Parameters<typeof runScan>[0]> = {}) {
  return runScan({
    config: demoConfiguration(simulator.world),
    aws: { endpoint: simulator.endpoint, credentials: simulator.credentials },
    ...more,
  });
}

/** In JSON answers, whatever stands at a member's place is another thing. */
function member(name: string, value: unknown): (body: string) => string {
  return (body) => JSON.stringify(JSON.parse(body, (key, inner) => (key === name ? value : inner)));
}

const first = (text: string, pattern: RegExp) => pattern.exec(text)?.[0] ?? '';

/** Each kind of bad answer, given by one account of several. */
const BAD: Record<string, { fault: Omit<Fault, 'kind' | 'accountId'>; fact: string; says: RegExp }> = {
  'a principal that is an object': {
    fault: { operation: 'ListFindings', change: member('principal', { AWS: { a: 1 } }) },
    fact: 'external-access-findings',
    says: /access-analyzer:ListFindings was answered in a way that cannot be used: findings\[\d+\]\.principal\.AWS is an object/,
  },
  'a status that is a number': {
    fault: { operation: 'ListFindings', change: member('status', 1) },
    fact: 'external-access-findings',
    says: /findings\[\d+\]\.status is a number/,
  },
  'a role on two pages': {
    fault: {
      operation: 'ListRoles',
      change: (body) => {
        const role = first(body, /<member>(?:(?!<\/member>).)*<RoleId>[\s\S]*?<\/member>/);
        return body.replace('<Roles>', `<Roles>${role}`);
      },
    },
    fact: 'role-settings',
    says: /iam:ListRoles was answered in a way that cannot be used: roles\[\d+\]\.arn is the same as in \[\d+\]/,
  },
  'a role of another account': {
    fault: {
      operation: 'ListRoles',
      change: (body) => body.replace(/<Arn>arn:aws:iam::\d{12}:/, '<Arn>arn:aws:iam::999988887777:'),
    },
    fact: 'role-settings',
    says: /roles\[\d+\]\.arn is an ARN of another account/,
  },
  'a date that is none': {
    fault: {
      operation: 'GetAccountAuthorizationDetails',
      change: (body) => body.replace(/<CreateDate>[^<]*/, '<CreateDate>soon'),
    },
    fact: 'authorization-details',
    says: /iam:GetAccountAuthorizationDetails/,
  },
};

it.each(Object.entries(BAD))(
  '%s is a gap of one account, and the run is sealed',
  async (_kind, { fault, fact, says }) => {
    const { simulator, bad } = await fleet();
    simulator.addFault({ ...fault, accountId: bad, kind: 'other-answer' });
    const { directory, report } = await scanOf(simulator, { out: await newOut() });
    const gaps = report.coverage.gaps;
    expect(
      gaps
        .filter((gap) => gap.fact === fact)
        .map(({ message }) => message)
        .join('\n'),
    ).toMatch(says);
    expect(new Set(gaps.map(({ accountId }) => accountId))).toEqual(new Set([bad]));
    expect(exitCodeFor(report, { failOn: 'none', allowIncomplete: false })).toBe(3);
    expect((await verifyEvidence({ runs: [directory] })).intact).toBe(true);
    await expect(readFile(join(directory, 'faults.jsonl'))).rejects.toThrow();
  },
);

it('facts that an earlier version kept are no more than a gap when the run is gone on with', async () => {
  const { simulator, bad } = await fleet();
  const out = await newOut();
  let done = 0;
  const cut = scanOf(simulator, {
    out,
    watch: (event) => {
      done += event.kind === 'account-done' ? 1 : 0;
      if (done === simulator.world.accounts.length) throw new Error('The power goes.');
    },
  });
  await expect(cut).rejects.toThrow('The power goes.');
  const kept = join(out, '20261101T000000Z-01020304', 'accounts', bad);
  const facts = (await readFacts(kept)) ?? [];
  const wrong = facts.map((record) =>
    record.fact === 'external-access-findings'
      ? JSON.parse(JSON.stringify(record), (key, value) => (key === 'principal' ? { AWS: { a: 1 } } : value))
      : record,
  );
  await replaceFacts(kept, wrong);
  const { directory, report } = await scanOf(simulator, { out, resume: true });
  expect(report.coverage.gaps.map(({ fact, accountId }) => `${fact} ${accountId}`)).toContain(
    `external-access-findings ${bad}`,
  );
  expect(exitCodeFor(report, { failOn: 'none', allowIncomplete: false })).toBe(3);
  expect((await verifyEvidence({ runs: [directory] })).intact).toBe(true);
});
