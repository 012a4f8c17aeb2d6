import { stackArn } from '../../names.ts';
import type { Request, Result } from '../../service.ts';
import { text } from '../../wire/params.ts';
import { validationError } from '../../wire/service-error.ts';
import type { WorldStack } from '../../world.ts';
import { findStack, stacksHere, statusOf } from './find-stack.ts';

const DETECTABLE = new Set([
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  'UPDATE_ROLLBACK_FAILED',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
]);

/** Throws unless the stack is in a state in which CloudFormation detects drift. */
export function mustBeDetectable(request: Request, stack: WorldStack): void {
  if (DETECTABLE.has(statusOf(stack))) return;
  throw validationError(
    `Drift detection cannot be performed on stack [${stackArn(request.simulation.world, request.account, stack)}] while it is in ${statusOf(stack)} state`,
  );
}

/** Starts a detection; one at a time for each stack. Its id is the request's. */
export function detectStackDrift(request: Request): Result {
  const stack = findStack(request);
  mustBeDetectable(request, stack);
  const { simulation, account, requestId } = request;
  const arn = stackArn(simulation.world, account, stack);
  if (!simulation.detections.start(requestId, arn, request.now)) {
    throw validationError(`Drift detection is already in progress for stack [${arn}]`);
  }
  return { StackDriftDetectionId: requestId };
}

/** Still in progress for the first polls, then complete, or failed with what could be read nevertheless. */
export function describeStackDriftDetectionStatus(request: Request): Result {
  const { simulation, account } = request;
  const id = text(request.params, 'StackDriftDetectionId') ?? '';
  const detection = simulation.detections.poll(id);
  const stack = stacksHere(request).find(
    (each) => stackArn(simulation.world, account, each) === detection?.stackArn,
  );
  if (!detection || !stack) throw validationError(`Drift detection [${id}] does not exist`);
  const startedAt = detection.startedAt.toISOString();
  const base = { StackId: detection.stackArn, StackDriftDetectionId: id, Timestamp: startedAt };
  if (detection.inProgress) return { ...base, DetectionStatus: 'DETECTION_IN_PROGRESS' };

  if (detection.justFinished) simulation.drift.checkAll(account, stack, startedAt);
  const failures = Object.entries(stack.detectionFailures ?? {});
  const drifted = stack.resources.filter((resource) =>
    ['MODIFIED', 'DELETED'].includes(simulation.drift.resource(account, stack, resource)?.status ?? ''),
  );
  return {
    ...base,
    StackDriftStatus: simulation.drift.stack(account, stack).driftStatus,
    DriftedStackResourceCount: drifted.length,
    DetectionStatus: failures.length === 0 ? 'DETECTION_COMPLETE' : 'DETECTION_FAILED',
    DetectionStatusReason:
      failures.length === 0
        ? undefined
        : `Failed to detect drift on resources [${failures.map(([logicalId]) => logicalId).join(', ')}]: ${failures[0]?.[1]}`,
  };
}
