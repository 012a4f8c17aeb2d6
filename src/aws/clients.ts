import { limitedSignal, untilCutOff } from './allowance.ts';
import type { Clock } from './clock.ts';
import type { RequestHandler } from './network.ts';
import type { Attempts, Input, Operation, Output, Sender, Service } from './operations.ts';
import { retries } from './retries.ts';
import type { Session } from './session.ts';
import type { ClientSettings } from './settings.ts';

export interface ClientSetup {
  session: Session;
  handler: RequestHandler;
  /** Where `global` calls go; asked when one is made. */
  homeRegion(): Promise<string>;
  /** One address for every service, for the simulator; else the SDK finds its own, `AWS_ENDPOINT_URL` included. */
  endpoint?: string | undefined;
  /** By default what the environment or the profile says, and how they say it. */
  maxAttempts?: number | undefined;
  /** Whose settings count, where it is not the caller's own. */
  profile?: string | undefined;
  /** FIPS, dual-stack, retries and the like. */
  settings(profile: string | undefined): Promise<ClientSettings>;
  clock: Clock;
  /** For all attempts at one call together. */
  callTimeoutMs: number;
  version: string;
}

/**
 * A sender over SDK clients, one for each service and Region, made when first needed. None is shared between
 * accounts: a client's retry quota is its own, which is how AWS throttles too.
 */
export function createClients(setup: ClientSetup): Sender {
  const clients = new Map<string, Promise<Client>>();
  async function connected(place: string, sdk: Package): Promise<Client> {
    const client = sdk.connect(await clientConfiguration(setup, place));
    // It copies every answer whole, for a log that nobody has asked for.
    client.middlewareStack.remove('loggerMiddleware');
    return client;
  }

  return {
    async send<S extends Service, O extends Operation<S>>(
      service: S,
      operation: O,
      region: string,
      input: Input<S, O>,
      signal: AbortSignal,
      attempts: Attempts,
    ): Promise<Output<S, O>> {
      const place = region === 'global' ? await setup.homeRegion() : region;
      const sdk = await PACKAGES[service]();
      const key = `${service} ${place}`;
      const connecting = clients.get(key) ?? connected(place, sdk);
      clients.set(key, connecting);
      const client = await connecting;
      // The types that tie an operation to its request and response end at the SDK's door.
      const Command = sdk.commands[`${operation}Command` as keyof typeof sdk.commands] as new (
        input: unknown,
      ) => AnyCommand;
      const command = new Command(input);
      const limited = limitedSignal(signal, {
        clock: setup.clock,
        milliseconds: setup.callTimeoutMs,
        reason: late,
      });
      try {
        // Within the SDK's retries and around its signature, so that no signature grows old while an attempt waits.
        command.middlewareStack.addRelativeTo(
          (next) => (args) => attempts.make(limited.signal, () => next(args)),
          { relation: 'after', toMiddleware: 'retryMiddleware', name: 'attempts' },
        );
        const answer = client.send(command, { abortSignal: limited.signal });
        return (await untilCutOff(answer, limited.signal)) as Output<S, O>;
      } finally {
        limited.end();
      }
    },
  };
}

function late(): Error {
  return Object.assign(new Error('All attempts together took too long.'), { name: 'TimeoutError' });
}

async function clientConfiguration(setup: ClientSetup, region: string) {
  // The mark keeps each client from remembering credentials by itself, and by a clock of its own.
  const credentials = Object.assign(() => setup.session.credentials(), { memoized: true });
  const settings = await setup.settings(setup.profile);
  const userAgent: [string, string][] = [['countersign', setup.version]];
  return {
    region,
    credentials,
    requestHandler: setup.handler,
    ...settings.ofClient,
    ...retries(settings, setup.maxAttempts),
    customUserAgent: userAgent,
    ...(setup.profile === undefined ? {} : { profile: setup.profile }),
    ...(setup.endpoint === undefined ? {} : { endpoint: setup.endpoint }),
  };
}

/** A command of any service, as far as attempts at it are concerned. */
interface AnyCommand {
  middlewareStack: {
    addRelativeTo(
      middleware: (next: (args: unknown) => Promise<unknown>) => (args: unknown) => Promise<unknown>,
      place: { relation: 'after'; toMiddleware: string; name: string },
    ): void;
  };
}

interface Client {
  middlewareStack: { remove(name: string): boolean };
  send(command: unknown, options: { abortSignal: AbortSignal }): Promise<unknown>;
}

interface Package {
  commands: object;
  connect(configuration: ClientConfiguration): Client;
}

type ClientConfiguration = Awaited<ReturnType<typeof clientConfiguration>>;

/** Imported when first needed: each package takes about a tenth of a second. */
const PACKAGES: Record<Service, () => Promise<Package>> = {
  account: async () => {
    const commands = await import('@aws-sdk/client-account');
    return { commands, connect: (configuration) => new commands.AccountClient(configuration) };
  },
  'access-analyzer': async () => {
    const commands = await import('@aws-sdk/client-accessanalyzer');
    return { commands, connect: (configuration) => new commands.AccessAnalyzerClient(configuration) };
  },
  athena: async () => {
    const commands = await import('@aws-sdk/client-athena');
    return { commands, connect: (configuration) => new commands.AthenaClient(configuration) };
  },
  backup: async () => {
    const commands = await import('@aws-sdk/client-backup');
    return { commands, connect: (configuration) => new commands.BackupClient(configuration) };
  },
  cloudformation: async () => {
    const commands = await import('@aws-sdk/client-cloudformation');
    return { commands, connect: (configuration) => new commands.CloudFormationClient(configuration) };
  },
  cloudtrail: async () => {
    const commands = await import('@aws-sdk/client-cloudtrail');
    return { commands, connect: (configuration) => new commands.CloudTrailClient(configuration) };
  },
  cloudwatch: async () => {
    const commands = await import('@aws-sdk/client-cloudwatch');
    return { commands, connect: (configuration) => new commands.CloudWatchClient(configuration) };
  },
  ecr: async () => {
    const commands = await import('@aws-sdk/client-ecr');
    return { commands, connect: (configuration) => new commands.ECRClient(configuration) };
  },
  config: async () => {
    const commands = await import('@aws-sdk/client-config-service');
    return { commands, connect: (configuration) => new commands.ConfigServiceClient(configuration) };
  },
  events: async () => {
    const commands = await import('@aws-sdk/client-eventbridge');
    return { commands, connect: (configuration) => new commands.EventBridgeClient(configuration) };
  },
  iam: async () => {
    const commands = await import('@aws-sdk/client-iam');
    return { commands, connect: (configuration) => new commands.IAMClient(configuration) };
  },
  identitystore: async () => {
    const commands = await import('@aws-sdk/client-identitystore');
    return { commands, connect: (configuration) => new commands.IdentitystoreClient(configuration) };
  },
  kms: async () => {
    const commands = await import('@aws-sdk/client-kms');
    return { commands, connect: (configuration) => new commands.KMSClient(configuration) };
  },
  lambda: async () => {
    const commands = await import('@aws-sdk/client-lambda');
    return { commands, connect: (configuration) => new commands.LambdaClient(configuration) };
  },
  organizations: async () => {
    const commands = await import('@aws-sdk/client-organizations');
    return { commands, connect: (configuration) => new commands.OrganizationsClient(configuration) };
  },
  ram: async () => {
    const commands = await import('@aws-sdk/client-ram');
    return { commands, connect: (configuration) => new commands.RAMClient(configuration) };
  },
  rolesanywhere: async () => {
    const commands = await import('./roles-anywhere.ts');
    return { commands, connect: (configuration) => new commands.RolesAnywhereClient(configuration) };
  },
  s3: async () => {
    const commands = await import('@aws-sdk/client-s3');
    return { commands, connect: (configuration) => new commands.S3Client(configuration) };
  },
  's3-control': async () => {
    const commands = await import('@aws-sdk/client-s3-control');
    return {
      commands,
      connect(configuration) {
        const client = new commands.S3ControlClient(configuration);
        const usual = client.config.endpointProvider;
        client.config.endpointProvider = (asked, context) =>
          onThisMachine(asked.Endpoint, configuration.region) ?? usual(asked, context);
        return client;
      },
    };
  },
  secretsmanager: async () => {
    const commands = await import('@aws-sdk/client-secrets-manager');
    return { commands, connect: (configuration) => new commands.SecretsManagerClient(configuration) };
  },
  securityhub: async () => {
    const commands = await import('@aws-sdk/client-securityhub');
    return { commands, connect: (configuration) => new commands.SecurityHubClient(configuration) };
  },
  sns: async () => {
    const commands = await import('@aws-sdk/client-sns');
    return { commands, connect: (configuration) => new commands.SNSClient(configuration) };
  },
  sqs: async () => {
    const commands = await import('@aws-sdk/client-sqs');
    return {
      commands,
      connect: (configuration) => new commands.SQSClient({ ...configuration, useQueueUrlAsEndpoint: false }),
    };
  },
  sso: async () => {
    const commands = await import('@aws-sdk/client-sso-admin');
    return { commands, connect: (configuration) => new commands.SSOAdminClient(configuration) };
  },
  sts: async () => {
    const commands = await import('@aws-sdk/client-sts');
    return { commands, connect: (configuration) => new commands.STSClient(configuration) };
  },
  wellarchitected: async () => {
    const commands = await import('@aws-sdk/client-wellarchitected');
    return { commands, connect: (configuration) => new commands.WellArchitectedClient(configuration) };
  },
};

/**
 * S3 Control puts the account before the name of the host, which an address such as that of the simulator does not take.
 * The account stands in a header as well. Undefined for every other endpoint, whoever names it.
 */
function onThisMachine(endpoint: string | undefined, region: string) {
  if (endpoint === undefined || !/^https?:\/\/(?:localhost|[\d.]+|\[[\da-f:]+\])(?:[:/]|$)/i.test(endpoint)) {
    return undefined;
  }
  const authSchemes = [{ name: 'sigv4', signingName: 's3', signingRegion: region, properties: {} }];
  return { url: new URL(endpoint), properties: { authSchemes } };
}
