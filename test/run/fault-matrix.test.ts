import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { exitCodeFor } from '../../src/cli/exit-code-for.ts';
import { readFacts, replaceFacts } from '../../src/evidence/account-evidence.ts';
import type { AuditReport } from '../../src/model/report.ts';
import { verifyEvidence } from '../../src/run/verify-evidence.ts';
import type { Fault } from '../../src/simulator/faults.ts';
import { demoConfiguration } from '../../src/simulator/fleet/demo-configuration.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { AS_OF } from '../support/fixed-clock.ts';
import { type AwsOverrides, runScan } from '../support/scan.ts';
import { shortConfiguration } from '../support/short-configuration.ts';
import { some, THOROUGH } from '../support/thorough.ts';

let simulator: Simulator;
let undisturbed: AuditReport;
/** The one account that answers badly. */
let bad: string;

beforeAll(async () => {
  simulator = await startSimulator({
    accounts: 4,
    clock: () => new Date(AS_OF),
    asOf: AS_OF,
    // Short, so that a listing has a middle.
    pageSize: 5,
  });
  // One whose analyzers speak of itself alone.
  const account = simulator.world.accounts.findLast(({ contents }) =>
    contents.analyzers?.every(({ type, findings = [] }) => type === 'ACCOUNT' && findings.length > 0),
  );
  bad = account?.id ?? '';
  // Once before, so that all see a fleet in which drift has been detected.
  await scanned();
  undisturbed = (await scanned()).report;
  expect(undisturbed.coverage.complete).toBe(true);
});
afterEach(() => simulator.clearFaults());
afterAll(() => simulator.close());

async function newOut(): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), 'countersign-matrix-'));
  onTestFinished(() => rm(out, { recursive: true, force: true }));
  return out;
}

function scanned({ aws = {}, config = {}, ...more }: Partial<Parameters<typeof runScan>[0]> = {}) {
  const { endpoint, credentials, world } = simulator;
  return runScan({
    config: { ...(THOROUGH ? demoConfiguration : shortConfiguration)(world), outputs: ['json'], ...config },
    aws: { endpoint, credentials, ...aws } as AwsOverrides,
    ...more,
  });
}

/** In JSON answers, whatever stands at a member's place is another thing. */
function member(name: string, value: unknown): (body: string) => string {
  return (body) => JSON.stringify(JSON.parse(body, (key, inner) => (key === name ? value : inner)));
}

const cut = (body: string) => body.slice(0, -20);
const first = (text: string, pattern: RegExp) => pattern.exec(text)?.[0] ?? '';
const PAGE = '<!DOCTYPE html><html><body>Sign in to the guest network</body></html>';
const NOT_IN_TIME = { aws: { requestTimeoutMs: 5_000 } as AwsOverrides };
let token = 0;
const another = (body: string) =>
  body.includes('<IsTruncated>')
    ? body.replace(
        /<IsTruncated>false<\/IsTruncated>/,
        '<IsTruncated>true</IsTruncated><Marker>again</Marker>',
      )
    : { status: 200, body: JSON.stringify({ analyzers: [], nextToken: `page-${token++}` }) };

const IAM = 'GetAccountAuthorizationDetails';
const ROLES = 'role-settings';
const UNUSABLE = /was answered in a way that cannot be used/;

/** Each kind of bad answer: what strikes the account, and the gap that it leaves. */
interface Bad {
  fault: Omit<Fault, 'accountId' | 'kind'> & { kind?: Fault['kind'] };
  fact: string;
  reason?: string;
  action?: string;
  says: RegExp;
  setup?: Parameters<typeof scanned>[0];
}

const BAD: Record<string, Bad> = {
  'a role that cannot be assumed': {
    fault: { service: 'sts', operation: 'AssumeRole', kind: 'access-denied' },
    fact: ROLES,
    reason: 'ACCESS_DENIED',
    action: 'sts:AssumeRole',
    says: /sts:AssumeRole was refused/,
  },
  'a refusal in the middle of a listing': {
    fault: { operation: 'ListRoles', kind: 'access-denied', after: 1 },
    fact: ROLES,
    reason: 'ACCESS_DENIED',
    says: /iam:ListRoles was refused/,
  },
  'status 500 on every attempt': {
    fault: { operation: 'ListRoles', kind: 'error-500' },
    fact: ROLES,
    says: /iam:ListRoles failed with/,
  },
  'a connection that is reset': {
    // No address of the machine is told.
    fault: { operation: 'ListRoles', kind: 'reset' },
    fact: ROLES,
    says: /^iam:ListRoles got no answer(?!.*:\d{4,5})/,
  },
  'throttled for ever': {
    fault: { operation: 'ListAnalyzers', kind: 'throttle' },
    fact: 'analyzers',
    reason: 'THROTTLED',
    says: /throttled on every attempt/,
  },
  'a session that is always expired': {
    fault: { operation: 'ListStacks', kind: 'expired-token' },
    fact: 'stacks',
    says: /cloudformation:ListStacks failed with ExpiredToken/,
  },
  'a body that stalls': {
    fault: { operation: 'ListStacks', kind: 'stall' },
    fact: 'stacks',
    reason: 'TIMED_OUT',
    says: /no complete answer in time/,
    setup: NOT_IN_TIME,
  },
  'a body that drips': {
    fault: { operation: 'ListStacks', kind: 'drip' },
    fact: 'stacks',
    reason: 'TIMED_OUT',
    says: /no complete answer in time/,
    setup: NOT_IN_TIME,
  },
  'XML that is cut': { fault: { operation: 'ListRoles', change: cut }, fact: ROLES, says: /iam:ListRoles/ },
  'JSON that is cut': {
    fault: { operation: 'ListAnalyzers', change: cut },
    fact: 'analyzers',
    says: /access-analyzer:ListAnalyzers/,
  },
  'XML of something else': {
    fault: { operation: 'ListStacks', change: () => '<x/>' },
    fact: 'stacks',
    says: UNUSABLE,
  },
  'JSON of something else': {
    fault: { operation: 'ListFindings', change: () => '{}' },
    fact: 'external-access-findings',
    says: UNUSABLE,
  },
  'a web page, where XML belongs': {
    fault: { operation: 'ListRoles', change: () => PAGE },
    fact: ROLES,
    says: /web page/,
  },
  'a web page, where JSON belongs': {
    fault: {
      operation: 'ListAnalyzers',
      change: () => ({ body: PAGE, headers: { 'content-type': 'text/html' } }),
    },
    fact: 'analyzers',
    says: /web page/,
  },
  'a gateway’s error': {
    fault: { operation: 'ListAnalyzers', change: () => ({ status: 502, body: PAGE }) },
    fact: 'analyzers',
    says: /HTTP 502, not an answer of AWS/,
  },
  'what is no UTF-8': {
    fault: {
      operation: 'ListRoles',
      change: (body) => ({ body: Buffer.from(body.replace('<RoleName>', '<RoleName>\u00ff'), 'latin1') }),
    },
    fact: ROLES,
    says: /no text of UTF-8/,
  },
  'pages that lead back': {
    fault: { operation: 'ListRoles', change: another },
    fact: ROLES,
    says: /iam:ListRoles/,
  },
  'pages without end': {
    fault: { operation: 'ListAnalyzers', change: another },
    fact: 'analyzers',
    reason: 'TIMED_OUT',
    says: /goes on after 50 pages \(limits\.pagesPerCall\)/,
    setup: { config: { limits: { pagesPerCall: 50 } } },
  },
  'a principal that is an object': {
    fault: { operation: 'ListFindings', change: member('principal', { AWS: { a: 1 } }) },
    fact: 'external-access-findings',
    says: /access-analyzer:ListFindings .*: findings\[\d+\]\.principal\.AWS is an object/,
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
    fact: ROLES,
    says: /iam:ListRoles .*: roles\[\d+\]\.arn is the same as in \[\d+\]/,
  },
  'a role of another account': {
    fault: {
      operation: 'ListRoles',
      change: (body) => body.replace(/<Arn>arn:aws:iam::\d{12}:/, '<Arn>arn:aws:iam::999988887777:'),
    },
    fact: ROLES,
    says: /roles\[\d+\]\.arn is an ARN of another account/,
  },
  'a date that is none': {
    fault: { operation: IAM, change: (body) => body.replace(/<CreateDate>[^<]*/, '<CreateDate>soon') },
    fact: 'authorization-details',
    says: /iam:GetAccountAuthorizationDetails/,
  },
};

/** What is found in the other accounts; what all accounts are asked together needs this one too. */
function foundElsewhere({ findings }: AuditReport): string[] {
  return [...findings]
    .filter(({ accountId }) => accountId !== bad)
    .map(({ fingerprint, status }) => `${fingerprint} ${status}`)
    .sort();
}

describe('one account of several answers badly: the others are read and judged as ever', () => {
  it.each(some(Object.entries(BAD), 1))(
    '%s',
    async (_kind, { fault, fact, reason = 'FAILED', action, says, setup }) => {
      simulator.addFault({ kind: 'other-answer', ...fault, accountId: bad });
      const { directory, report } = await scanned({ ...setup, out: await newOut() });
      const { gaps } = report.coverage;
      expect(new Set(gaps.map(({ accountId }) => accountId))).toEqual(new Set([bad]));
      const own = gaps.filter((gap) => gap.fact === fact);
      expect(own.length).toBeGreaterThan(0);
      for (const gap of own) {
        expect(gap).toMatchObject({ reason, message: expect.stringMatching(says) });
        expect(gap.action).toContain(action ?? fault.operation);
      }
      for (const { accountId, status } of report.scope.accounts)
        expect(status === 'COMPLETE', accountId).toBe(accountId !== bad);
      expect(foundElsewhere(report)).toEqual(foundElsewhere(undisturbed));
      expect(exitCodeFor(report, { failOn: 'none', allowIncomplete: false })).toBe(3);
      expect((await verifyEvidence({ runs: [directory] })).damage).toEqual([]);
      expect(existsSync(join(directory, 'faults.jsonl'))).toBe(false);
    },
  );

  it('a policy that nests without end: all is read, and its own role is not answered', async () => {
    const deep = encodeURIComponent(`{"a":${'['.repeat(60_000)}${']'.repeat(60_000)}}`);
    const change = (body: string) =>
      body.replace(/(<AssumeRolePolicyDocument>)[^<]*/, (_, open: string) => open + deep);
    simulator.addFault({ operation: IAM, accountId: bad, kind: 'other-answer', times: 1, change });
    const { directory, report } = await scanned({ out: await newOut() });
    expect(report.coverage.gaps).toEqual([]);
    expect(report.unanswered.filter(({ status }) => status === 'ERROR')).toEqual([]);
    expect(foundElsewhere(report)).toEqual(foundElsewhere(undisturbed));
    expect((await verifyEvidence({ runs: [directory] })).damage).toEqual([]);
  });
});

it('facts that an earlier version kept are no more than a gap when the run is gone on with', async () => {
  const out = await newOut();
  let done = 0;
  const cut = scanned({
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
  const { directory, report } = await scanned({ out, resume: true });
  expect(report.coverage.gaps.map(({ fact, accountId }) => `${fact} ${accountId}`)).toContain(
    `external-access-findings ${bad}`,
  );
  expect(exitCodeFor(report, { failOn: 'none', allowIncomplete: false })).toBe(3);
  expect((await verifyEvidence({ runs: [directory] })).intact).toBe(true);
});
