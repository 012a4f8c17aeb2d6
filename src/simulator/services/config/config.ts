import { refusedByRest } from '../../requests/refusals.ts';
import type { Request, Result, Service } from '../../service.ts';
import type { WorldRecorder } from '../../world.ts';
import { CONFIG_INPUTS } from './inputs.ts';

/** An account has one recorder a Region at most. */
function recordersOf({ account, region }: Request): WorldRecorder[] {
  return (account.contents.recorders ?? []).filter((recorder) => recorder.region === region);
}

function describeRecorders(request: Request): Result {
  return {
    ConfigurationRecorders: recordersOf(request).map(({ name = 'default', someTypes }) => ({
      name,
      roleARN: `arn:aws:iam::${request.account.id}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
      recordingGroup: { allSupported: someTypes !== true, includeGlobalResourceTypes: someTypes !== true },
    })),
  };
}

function describeStatus(request: Request): Result {
  return {
    ConfigurationRecordersStatus: recordersOf(request).map(({ name = 'default', stopped }) => ({
      name,
      recording: stopped !== true,
      lastStatus: 'SUCCESS',
    })),
  };
}

function describeRetention(request: Request): Result {
  const [recorder] = recordersOf(request);
  const days = recorder?.retentionDays;
  return {
    RetentionConfigurations: days === undefined ? [] : [{ Name: 'default', RetentionPeriodInDays: days }],
  };
}

/** AWS Config: its recorders. */
export const config: Service = {
  signingName: 'config',
  protocol: 'json',
  targetPrefix: 'StarlingDoveService',
  regional: true,
  action: (operation) => `config:${operation}`,
  resource: () => undefined,
  errors: {
    throttled: { code: 'ThrottlingException', status: 400 },
    internal: { code: 'InternalFailure', status: 500 },
    denied: { code: 'AccessDeniedException', status: 400 },
  },
  refused: refusedByRest,
  inputs: CONFIG_INPUTS,
  operations: {
    DescribeConfigurationRecorderStatus: describeStatus,
    DescribeConfigurationRecorders: describeRecorders,
    DescribeRetentionConfigurations: describeRetention,
  },
};
