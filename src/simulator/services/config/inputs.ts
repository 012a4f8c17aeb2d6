import { type Input, NOT_HONOURED } from '../../requests/shape.ts';

/** From the service model of AWS Config, 2014-11-12. */
export const CONFIG_INPUTS = {
  DescribeConfigurationRecorderStatus: {
    Arn: NOT_HONOURED,
    ConfigurationRecorderNames: NOT_HONOURED,
    ServicePrincipal: NOT_HONOURED,
  },
  DescribeConfigurationRecorders: {
    Arn: NOT_HONOURED,
    ConfigurationRecorderNames: NOT_HONOURED,
    ServicePrincipal: NOT_HONOURED,
  },
  DescribeRetentionConfigurations: { NextToken: NOT_HONOURED, RetentionConfigurationNames: NOT_HONOURED },
} satisfies Record<string, Input>;
