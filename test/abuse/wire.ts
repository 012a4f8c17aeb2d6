import { openAws } from '../../src/aws/connection.ts';
import { collectAccount } from '../../src/collect/collect-account.ts';
import { newStudy } from '../../src/model/study.ts';
import { isAccessRole } from '../../src/policy/access-role.ts';
import type { OtherReply } from '../../src/simulator/faults.ts';
import type { Random } from '../../src/simulator/fleet/random.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { REGION } from '../facts/answers.ts';
import { AS_OF, fixedClock } from '../support/fixed-clock.ts';
import type { Door } from './door.ts';
import { failedCheck, falseGreen, knownFrom, reportOn } from './judging.ts';

const OPERATIONS = [
  ...[
    'GetAccountAuthorizationDetails',
    'ListRoles',
    'ListAccountAliases',
    'ListStacks',
    'ListStackResources',
  ],
  ...[
    'DescribeStackResources',
    'DescribeStacks',
    'GetTemplate',
    'DetectStackResourceDrift',
    'GetCallerIdentity',
  ],
  ...['GetResourceShares', 'GetResourceShareAssociations', 'GetResourceShareInvitations', 'ListResources'],
  ...['ListAnalyzers', 'ListArchiveRules', 'ListFindings', 'ListFindingsV2', 'AssumeRole'],
] as const;
const PAGE = '<!DOCTYPE html><html><body>Sign in to the guest network</body></html>';

type Reply = Required<Pick<OtherReply, 'body'>> & OtherReply;

/** What goes out instead of an answer. Nothing may be lost by any of it without a word. */
function otherReply(random: Random, body: string): Reply {
  const bytes = Buffer.from(body);
  const at = random.between(0, Math.max(0, bytes.length - 1));
  return random.pick<() => Reply>([
    () => ({ body: bytes.subarray(0, at) }),
    () => ({ body: Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff, 0xc0]), bytes.subarray(at)]) }),
    () => ({ body: PAGE, headers: { 'content-type': 'text/html' } }),
    () => ({
      body: random.pick(['{}', '[]', 'null', '""', '<x/>', '', ' ', '0', '<Error/>', '{"__type":"x"}']),
    }),
    () => ({ body: `<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>` }),
    () => ({ body, headers: { 'content-type': random.pick(['text/html', 'image/png', '']) } }),
    () => ({ body: '', status: random.pick([204, 302, 400, 403, 404, 418, 502, 503]) }),
    () => ({ body: PAGE, status: random.pick([200, 203, 400, 403, 404, 407, 502]) }),
    () => ({
      body: body.replace(/<member>([\s\S]*?)<\/member>/, '$&$&').replace(/\[(\{.*?\})(?=[,\]])/, '[$1,$1'),
    }),
    () => ({ body: body.replace(/>([^<]{4,})</, '>&#xD800;$1<').replace(/":"([^"]{4,})"/, '":"\\ud800$1"') }),
    () => ({ body: `\ufeff${body}` }),
    () => ({ body: `${body}${body}` }),
  ])();
}

/** Answers as they come over the wire, read by the SDK. */
export async function wireDoor(): Promise<Door> {
  const clock = fixedClock(AS_OF);
  const simulator = await startSimulator({
    accounts: 2,
    asOf: AS_OF,
    clock: clock.now,
    recordCalls: false,
    pageSize: 10,
  });
  const { world } = simulator;
  const most = [...world.accounts].sort(
    (a, b) => (b.contents.analyzers?.length ?? 0) - (a.contents.analyzers?.length ?? 0),
  )[0];
  const accountId = most?.id ?? '';
  const aws = openAws({
    version: '0.0.0',
    runId: 'abuse',
    clock,
    concurrency: { accounts: 1, callsPerAccount: 4 },
    homeRegion: REGION,
    endpoint: simulator.endpoint,
    credentials: simulator.credentials,
    maxAttempts: 1,
    requestTimeoutMs: 60_000,
  });
  const named = { accountId, name: 'Member', partition: 'aws', tags: {}, regions: [REGION] };
  const { roleName = '', externalId } = world.auditor ?? {};
  const access = {
    kind: 'assume-role' as const,
    roleArn: `arn:aws:iam::${accountId}:role/${roleName}`,
    ...(externalId === undefined ? {} : { externalId }),
    sessionDuration: 3600,
  };
  const collect = () => {
    const study = newStudy();
    return collectAccount({
      target: { ...named, access },
      aws,
      isAccessRole: (role) => isAccessRole(role, accountId, study),
      isOutsiderRole: (role) => isAccessRole(role, accountId, study),
      driftMode: 'access-roles',
      driftTimeout: 1,
      driftMaxAge: 24,
    });
  };
  // Once before, so that all see an account in which drift has been detected.
  await collect();
  const undisturbed = await collect();
  const known = knownFrom(reportOn(undisturbed.facts, false, named));
  if (known.findings.size < 3) throw new Error('Too little is found in what nobody has changed.');
  return {
    async attempt(random, say) {
      const operation = random.pick(OPERATIONS);
      const after = random.between(0, 2);
      let sent = '';
      simulator.addFault({
        accountId,
        operation,
        kind: 'other-answer',
        after,
        change: (body) => {
          const other = otherReply(random, body);
          sent = `${other.status ?? 200} ${other.body.slice(0, 100)}… of ${other.body.length}`;
          say(`${operation} after ${after}: ${sent}`);
          return other;
        },
      });
      try {
        const { facts, faults } = await collect();
        if (faults.length > 0) return `The tool took it for its own fault: ${String(faults[0]?.error)}`;
        const report = reportOn(facts, false, named);
        return failedCheck(report) ?? falseGreen(report, known);
      } finally {
        simulator.clearFaults();
      }
    },
    async close() {
      aws.close();
      await simulator.close();
    },
  };
}
