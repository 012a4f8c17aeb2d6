import type { Credentials, Identity } from './credentials.ts';
import type { Input } from './requests/shape.ts';
import type { Violation } from './requests/violations.ts';
import type { ServiceName } from './service-names.ts';
import type { Executions } from './services/athena/executions.ts';
import type { Detections } from './services/cloudformation/detections.ts';
import type { DriftBook } from './services/cloudformation/drift-book.ts';
import type { LastAccessedJobs } from './services/iam/last-accessed-jobs.ts';
import type { Params } from './wire/params.ts';
import type { ServiceError } from './wire/service-error.ts';
import type { XmlValue } from './wire/xml.ts';
import type { World, WorldAccount } from './world.ts';

/** How many things a page holds: a number, or each service's own limits. */
export type PageSize = number | 'aws';

/** The state that requests share. */
export interface Simulation {
  world: World;
  credentials: Credentials;
  drift: DriftBook;
  detections: Detections;
  lastAccessed: LastAccessedJobs;
  /** Of Athena, by their ids. */
  executions: Executions;
  /** When the credential report of each account was last begun. */
  credentialReports: Map<string, Date>;
  pageSize: PageSize;
  account(id: string): WorldAccount | undefined;
}

/** One request, authenticated, as an operation sees it. */
export interface Request {
  simulation: Simulation;
  operation: string;
  params: Params;
  caller: Identity;
  /** The caller's account. */
  account: WorldAccount;
  region: string;
  now: Date;
  requestId: string;
}

/** The members of the response; undefined ones are left out. */
export type Result = { readonly [member: string]: XmlValue };

/** Answers a request, or throws a ServiceError. */
export type Operation = (request: Request) => Result;

interface ServiceBase {
  /** The name in the credential scope of a signature. */
  signingName: ServiceName;
  /** Where another service signs by the same name: that name, and how the paths of this one begin. */
  signsAs?: { name: ServiceName; under: string };
  /** False for services with one endpoint for all Regions. */
  regional: boolean;
  /** The IAM action that an operation needs. */
  action(operation: string): string;
  /** The resource that a refusal names, where it names one. */
  resource(request: Request): string | undefined;
  /** Further actions that the service takes in the caller's name for this request. */
  onBehalf?(request: Request): readonly string[];
  /** All that it ever takes in a caller's name. */
  actionsOnBehalf?: readonly string[];
  /** The code, message and HTTP status of the errors that differ from service to service. */
  errors: { throttled: ErrorShape; internal: ErrorShape; denied: ErrorShape };
  /** The error for a request that breaks the limits of its operation. */
  refused(violations: readonly Violation[]): ServiceError;
  /** The parameters of each operation. */
  inputs: Readonly<Record<string, Input>>;
  operations: Readonly<Record<string, Operation>>;
}

interface ErrorShape {
  code: string;
  status: number;
  message?: string;
}

export type Service = ServiceBase &
  (
    | { protocol: 'query'; namespace: string }
    | { protocol: 'json'; targetPrefix: string }
    | { protocol: 'rest-json'; routes: readonly Route[] }
    | { protocol: 'rest-xml'; routes: readonly Route[]; namespace: string; wrapsErrors: boolean }
  );

/** `/findingv2/{id}`: the labels become parameters, and so does what is named of the query and the headers. */
export interface Route {
  method: string;
  path: string;
  operation: string;
  /** A parameter of the query without a value, which tells operations of one path apart. */
  flag?: string;
  /** Parameters by their names in the query or among the headers, where those are others than in the model. */
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
}
