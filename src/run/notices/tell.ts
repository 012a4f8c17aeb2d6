import { CutOff, limitedSignal } from '../../aws/allowance.ts';
import { openAws } from '../../aws/connection.ts';
import type { ArchiveStore } from '../../evidence/store/archive-store.ts';
import type { NoticeOutcome } from '../../model/notice.ts';
import type { AuditReport } from '../../model/report.ts';
import { NotTold } from '../../notify/attempts.ts';
import { metricsOf } from '../../report/notice/metrics.ts';
import { isNews, noticeOf } from '../../report/notice/notice.ts';
import type { ScanRequest } from '../scan-request.ts';
import { type Carriage, carry, whyNotTold } from './carry.ts';
import { bringToHubs } from './hubs.ts';
import {
  OUTBOX_SCHEMA_VERSION,
  type OutboxStore,
  outboxInArchive,
  outboxOnDisk,
  type Pending,
} from './outbox.ts';
import { type Sink, sinksOf } from './sinks.ts';

export type TellRequest = Pick<ScanRequest, 'config' | 'version' | 'aws' | 'out' | 'watch'>;

/** For all of them together: a run that waits for those who do not listen ends some time. */
const ALL_MS = 30 * 60_000;
/** Kept for one sink; of a longer silence the newest. */
const KEPT = 100;
/** After so many notices that it refuses for good, a sink is not asked again in this run. */
const REFUSALS = 3;
/** Of the problems of one sink so many are named. */
const NAMED = 20;

/**
 * Tells of a run that is sealed and archived, and of earlier ones that could not be told. Throws nothing: whatever fails
 * here, the run stands. What could not be told is kept for the next run, beside the runs or in the archive. Everyone is
 * told at least once; who is told twice of a run knows it by its id.
 */
export async function tellOf(
  report: AuditReport,
  request: TellRequest,
  archive: ArchiveStore | undefined,
): Promise<NoticeOutcome[]> {
  const sinks = sinksOf(request.config.notify);
  if (sinks.length === 0) return [];
  try {
    return await tellAll(sinks, report, request, archive);
  } catch (error) {
    const problems = [whyNotTold(error)];
    const outcomes = sinks.map(({ name, entry: { to, owner = null } }): NoticeOutcome => {
      return { name, to, owner, status: 'not-told', caughtUp: 0, problems, kept: false };
    });
    request.watch({ kind: 'not-told', outcomes });
    return outcomes;
  }
}

async function tellAll(
  sinks: readonly Sink[],
  report: AuditReport,
  request: TellRequest,
  archive: ArchiveStore | undefined,
): Promise<NoticeOutcome[]> {
  const { runId } = report.run;
  request.watch({ kind: 'telling', count: sinks.length });
  const store = archive === undefined ? outboxOnDisk(request.out) : outboxInArchive(archive);
  const box = await openBox(store, report, sinks, archive?.addressOf(runId));
  await box.keep([]);
  const outcomes = await withCarriage(request, runId, (carriage) =>
    Promise.all(sinks.map((sink) => tellSink(sink, report, { request, carriage, box }))),
  );
  const left = outcomes.some(({ status }) => status === 'not-told') || box.wasKept();
  const isKept = !left || (await box.keep(outcomes));
  const told = outcomes.map((outcome) => (outcome.kept ? { ...outcome, kept: isKept } : outcome));
  const failed = told.filter(({ status }) => status === 'not-told');
  if (failed.length > 0) request.watch({ kind: 'not-told', outcomes: failed });
  return told;
}

/** Opens the way to AWS for notices, and closes it. */
export async function withCarriage<T>(
  { config, version, aws: setup }: Pick<TellRequest, 'config' | 'version' | 'aws'>,
  runId: string,
  work: (carriage: Carriage) => Promise<T>,
): Promise<T> {
  const reason = () => new CutOff('TIMED_OUT', 'telling everyone took longer than half an hour');
  const { clock } = setup;
  const all = limitedSignal(new AbortController().signal, { clock, milliseconds: ALL_MS, reason });
  const { concurrency, limits } = config;
  const allowance = { signal: all.signal, pagesPerCall: limits.pagesPerCall };
  const aws = openAws({ ...setup, version, runId, concurrency, allowance });
  try {
    return await work({ aws, version, region: setup.region ?? setup.homeRegion });
  } finally {
    all.end();
    aws.close();
  }
}

/** What is to be told, as it becomes less. */
interface Box {
  of(sink: Sink): Pending[];
  told(pending: Pending): void;
  /** Older ones of a sink that are let go. */
  letGo(sink: Sink): number;
  /** What earlier runs left and could not be read, a sentence each. */
  unread: string[];
  /** Puts down what is left; false where that does not go. */
  keep(outcomes: NoticeOutcome[]): Promise<boolean>;
  /** Whether there is something to be put down, or was. */
  wasKept(): boolean;
}

async function openBox(
  store: OutboxStore,
  report: AuditReport,
  sinks: readonly Sink[],
  where: string | undefined,
): Promise<Box> {
  const { runId } = report.run;
  const { outbox: earlier, unread } = await store.read();
  const kept = (earlier?.pending ?? []).filter((one) => one.runId !== runId);
  const fresh = sinks.flatMap((sink): Pending[] => {
    const { to, owner, only = 'changes' } = sink.entry;
    if (to === 'securityhub') return [];
    if (to === 'metrics') return [{ key: sink.key, runId, measured: metricsOf(report) }];
    const notice = noticeOf(report, { owner, where });
    return only === 'always' || isNews(notice) ? [{ key: sink.key, runId, notice }] : [];
  });
  const all = sinks.map(({ key }) => [...kept, ...fresh].filter((one) => one.key === key));
  const tooMany = new Map(
    sinks.map(({ key }, index) => [key, Math.max(0, (all[index]?.length ?? 0) - KEPT)]),
  );
  const pending = new Set(all.flatMap((ofOne) => ofOne.slice(-KEPT)));
  const wasKept = kept.length > 0 || pending.size > 0;
  return {
    of: ({ key }) => [...pending].filter((one) => one.key === key),
    told: (one) => void pending.delete(one),
    letGo: ({ key }) => tooMany.get(key) ?? 0,
    unread: unread.map(
      (why) => `What earlier runs kept for it is not written over, and could not be read: ${why}.`,
    ),
    wasKept: () => wasKept,
    async keep(outcomes) {
      if (!wasKept && outcomes.length === 0) return true;
      const { finishedAt: at } = report.run;
      const outbox = { schemaVersion: OUTBOX_SCHEMA_VERSION, runId, at, outcomes, pending: [...pending] };
      return store.write(outbox).then(
        () => true,
        () => false,
      );
    },
  };
}

async function tellSink(
  sink: Sink,
  report: AuditReport,
  { request, carriage, box }: { request: TellRequest; carriage: Carriage; box: Box },
): Promise<NoticeOutcome> {
  const { to, owner = null } = sink.entry;
  const outcome = { name: sink.name, to, owner, caughtUp: 0, kept: false };
  const { runId } = report.run;
  if (to === 'securityhub') {
    const problems = await hubProblems(sink, report, request, carriage);
    return { ...outcome, status: problems.length === 0 ? 'told' : 'not-told', problems: someOf(problems) };
  }
  const pending = box.of(sink);
  const letGo = box.letGo(sink);
  const lost = letGo === 0 ? [] : [`${letGo} notices of earlier runs were let go: ${KEPT} are kept.`];
  let caughtUp = 0;
  const refused: string[] = [];
  for (const one of pending) {
    try {
      await carry(one, sink, carriage);
      box.told(one);
      if (one.runId !== runId) caughtUp += 1;
    } catch (error) {
      refused.push(whyNotTold(error));
      // Those behind it wait, so that everyone hears of runs in their order; but none waits for one that is never taken.
      const mayPass = !(error instanceof NotTold) || error.again !== undefined;
      if (mayPass || refused.length === REFUSALS) break;
    }
  }
  const problems = someOf([...new Set(refused), ...lost, ...box.unread]);
  if (refused.length > 0) return { ...outcome, caughtUp, status: 'not-told', problems, kept: true };
  if (box.unread.length > 0) return { ...outcome, caughtUp, status: 'not-told', problems };
  const status = pending.some((one) => one.runId === runId) ? 'told' : 'nothing-new';
  return { ...outcome, caughtUp, status, problems };
}

/** Nothing is kept of these: the next run brings each Security Hub to what it says then, whatever was missed. */
async function hubProblems(
  { entry }: Sink,
  report: AuditReport,
  { config }: TellRequest,
  { aws }: Carriage,
): Promise<string[]> {
  try {
    return (await bringToHubs(report, { config, aws, region: entry.target })).problems;
  } catch (error) {
    return [whyNotTold(error)];
  }
}

/** The first, and how many more there are. */
export function someOf(problems: readonly string[]): string[] {
  const rest = problems.length - NAMED;
  return [...problems.slice(0, NAMED), ...(rest > 0 ? [`And ${rest} more.`] : [])];
}
