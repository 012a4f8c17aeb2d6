import { readFile } from 'node:fs/promises';
import * as accessAnalyzer from '@aws-sdk/client-accessanalyzer';
import * as account from '@aws-sdk/client-account';
import * as cloudFormation from '@aws-sdk/client-cloudformation';
import * as iam from '@aws-sdk/client-iam';
import * as organizations from '@aws-sdk/client-organizations';
import * as ram from '@aws-sdk/client-ram';
import * as sts from '@aws-sdk/client-sts';
import * as wellArchitected from '@aws-sdk/client-wellarchitected';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import pLimit from 'p-limit';
import * as rolesAnywhere from '../src/aws/roles-anywhere.ts';

/** A call, and how many pages of its answer to read. */
export interface BareCall {
  service: string;
  operation: string;
  region: string;
  parameters: object;
  pages: number;
}

/** What is called in each account; without a role, by the caller itself. */
export interface BareAccount {
  roleArn?: string;
  calls: BareCall[];
}

export interface BareCalls {
  externalId: string;
  concurrency: { accounts: number; callsPerAccount: number };
  accounts: BareAccount[];
}

interface Client {
  send(command: unknown): Promise<Record<string, unknown>>;
}

interface Configuration {
  requestHandler: NodeHttpHandler;
  region?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
}

const SERVICES: Record<string, { commands: object; connect(configuration: Configuration): Client }> = {
  'access-analyzer': {
    commands: accessAnalyzer,
    connect: (by) => new accessAnalyzer.AccessAnalyzerClient(by),
  },
  account: { commands: account, connect: (by) => new account.AccountClient(by) },
  cloudformation: { commands: cloudFormation, connect: (by) => new cloudFormation.CloudFormationClient(by) },
  iam: { commands: iam, connect: (by) => new iam.IAMClient(by) },
  organizations: { commands: organizations, connect: (by) => new organizations.OrganizationsClient(by) },
  ram: { commands: ram, connect: (by) => new ram.RAMClient(by) },
  rolesanywhere: { commands: rolesAnywhere, connect: (by) => new rolesAnywhere.RolesAnywhereClient(by) },
  sts: { commands: sts, connect: (by) => new sts.STSClient(by) },
  wellarchitected: {
    commands: wellArchitected,
    connect: (by) => new wellArchitected.WellArchitectedClient(by),
  },
};

/** Makes the calls of a run as the SDK alone does, and lets go of what they answer. */
const { externalId, concurrency, accounts }: BareCalls = JSON.parse(
  await readFile(process.argv[2] ?? '', 'utf8'),
);
const requestHandler = new NodeHttpHandler({
  httpAgent: { keepAlive: true, maxSockets: concurrency.accounts * (concurrency.callsPerAccount + 1) },
});
const caller = new sts.STSClient({ requestHandler });
const accountLimit = pLimit(concurrency.accounts);
let made = 0;
await Promise.all(accounts.map((each) => accountLimit(() => readAccount(each))));
process.stdout.write(String(made));

async function readAccount({ roleArn, calls }: BareAccount): Promise<void> {
  const configuration: Configuration = { requestHandler };
  if (roleArn !== undefined) {
    const request = { RoleArn: roleArn, RoleSessionName: 'bare', ExternalId: externalId };
    const { Credentials } = await caller.send(new sts.AssumeRoleCommand(request));
    made += 1;
    configuration.credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
  }
  const clients = new Map<string, Client>();
  const callLimit = pLimit(concurrency.callsPerAccount);
  await Promise.all(calls.map((call) => callLimit(() => readPages(call, clients, configuration))));
}

async function readPages(
  { service, operation, region, parameters, pages }: BareCall,
  clients: Map<string, Client>,
  configuration: Configuration,
): Promise<void> {
  const sdk = SERVICES[service];
  if (sdk === undefined) throw new Error(`The bare SDK has no ${service} here.`);
  const place = `${service} ${region}`;
  const client = clients.get(place) ?? sdk.connect({ ...configuration, region });
  clients.set(place, client);
  const Command: new (input: object) => unknown = Reflect.get(sdk.commands, `${operation}Command`);
  let token = {};
  for (let page = 1; page <= pages; page += 1) {
    // Some answers of a scan are refusals that say something: that no stack has a role.
    const answer = await client.send(new Command({ ...parameters, ...token })).catch(() => ({}));
    made += 1;
    token = Object.fromEntries(
      Object.entries(answer).filter(
        ([name, value]) => /^(?:Marker|nextToken)$/i.test(name) && value !== undefined,
      ),
    );
  }
}
