import type { WayIn } from '../../model/facts/activity.ts';

/** What is taken from an event of CloudTrail. Request parameters, session names and all else of it stay behind. */
export interface TrailEvent {
  id: string;
  /** ISO 8601 UTC. */
  at: string;
  region: string | null;
  isRead: boolean;
  /** The account in whose record it stands; null where it does not say. */
  recipient: string | null;
  /** `iam` for `iam.amazonaws.com`. */
  service: string;
  name: string;
  errorCode: string | null;
  /** Whether somebody asked to come into a role. */
  isEntry: boolean;
  /** Null for AWS services, which are no outsiders. */
  way: WayIn | null;
  /**
   * The role that is to be assumed; null for all other events, and where a refusal does not say. That of a switch in the
   * console is without its path, which is not on record.
   */
  roleArn: string | null;
  /** Whether it says what was asked for. */
  tellsRequest: boolean;
  /** The role in whose session the call was made, and the key of the session. */
  session: { roleArn: string; key: string } | null;
  /** The key of the session that was begun. */
  issuedKey: string | null;
}

/**
 * The events by which somebody comes into a role; the last one in the console, which tells the address of the browser.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
export const ENTRIES = [
  'AssumeRole',
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
  'SwitchRole',
] as const;

/** No text that is taken is longer. An external ID has 1,224 characters at most. */
export const LONGEST_TEXT = 2048;

type Members = Readonly<Record<string, unknown>>;

/**
 * What an event says; undefined for what is no event as CloudTrail documents it.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function readTrailEvent(value: unknown): TrailEvent | undefined {
  const event = membersOf(value);
  const id = text(event.eventID);
  const at = instant(event.eventTime);
  const name = text(event.eventName);
  const source = text(event.eventSource);
  if (id === null || at === null || name === null || source === null) return undefined;
  const service = serviceOf(source);
  const isSwitch = service === 'signin' && name === 'SwitchRole';
  const isEntry = isSwitch || (service === 'sts' && ENTRIES.some((entry) => entry === name));
  const identity = membersOf(event.userIdentity);
  return {
    id,
    at,
    region: text(event.awsRegion),
    isRead: event.readOnly === true,
    recipient: text(event.recipientAccountId),
    service,
    name,
    errorCode: text(event.errorCode) ?? (isSwitch ? switchError(event) : null),
    isEntry,
    way: isSwitch ? wayOfSwitch(event, name) : wayOf(event, identity, name),
    roleArn: isSwitch ? roleOfSession(text(identity.arn)) : isEntry ? roleAskedFor(event) : null,
    tellsRequest: text(membersOf(event.requestParameters).roleArn) !== null,
    session: sessionOf(identity),
    issuedKey: isEntry ? text(membersOf(membersOf(event.responseElements).credentials).accessKeyId) : null,
  };
}

function wayOf(event: Members, identity: Members, name: string): WayIn | null {
  const type = text(identity.type);
  if (type === null || type === 'AWSService') return null;
  const provider = type === 'SAMLUser' || type === 'WebIdentityUser' ? text(identity.identityProvider) : null;
  return {
    event: name,
    accountId: provider === null ? text(identity.accountId) : null,
    principal: provider === null ? principalOf(identity) : null,
    provider,
    address: text(event.sourceIPAddress) ?? 'not recorded',
    agent: productOf(text(event.userAgent)),
    'sts:ExternalId': text(membersOf(event.requestParameters).externalId),
  };
}

/** `iam` for `iam.amazonaws.com`. */
export function serviceOf(source: string): string {
  return source.replace(/\.amazonaws\.(?:com(?:\.cn)?|eu)$/, '');
}

/** Who switched in the console is told by what they were before, the account of the role by what they are then. */
function wayOfSwitch(event: Members, name: string): WayIn | null {
  const from = text(membersOf(event.additionalEventData).SwitchFrom);
  const [, accountId] = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(from ?? '') ?? [];
  if (from === null || accountId === undefined) return null;
  return {
    event: name,
    accountId,
    principal: from.replace(/(:(?:assumed-role|federated-user)\/[^/]*).*$/, '$1'),
    provider: null,
    address: text(event.sourceIPAddress) ?? 'not recorded',
    agent: productOf(text(event.userAgent)),
    'sts:ExternalId': null,
  };
}

function switchError(event: Members): string | null {
  return text(membersOf(event.responseElements).SwitchRole) === 'Success' ? null : 'SwitchRoleFailure';
}

function roleOfSession(arn: string | null): string | null {
  const [, partition, account, role] =
    /^(arn:[^:]*):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn ?? '') ?? [];
  return role === undefined ? null : `${partition}:iam::${account}:role/${role}`;
}

/** Of a session its role. Of a caller from another account CloudTrail gives a unique id, with the session's name behind it. */
function principalOf(identity: Members): string | null {
  const issuer = text(membersOf(membersOf(identity.sessionContext).sessionIssuer).arn);
  const arn = text(identity.arn);
  if (issuer !== null) return issuer;
  if (arn !== null && !/:(?:assumed-role|federated-user)\//.test(arn)) return arn;
  return text(identity.principalId)?.split(':')[0] || null;
}

/** A refusal comes without request parameters; its message names the role then. */
function roleAskedFor(event: Members): string | null {
  const asked = text(membersOf(event.requestParameters).roleArn);
  if (asked !== null) return asked;
  const [, named] = / on resource: (arn:\S+:role\/\S+)/.exec(text(event.errorMessage) ?? '') ?? [];
  return named ?? null;
}

function sessionOf(identity: Members): TrailEvent['session'] {
  const roleArn = text(membersOf(membersOf(identity.sessionContext).sessionIssuer).arn);
  const key = text(identity.accessKeyId);
  return text(identity.type) === 'AssumedRole' && roleArn !== null && key !== null ? { roleArn, key } : null;
}

/** `Boto3` for `[Boto3/1.34 md/Botocore#1.34 …]`: versions and machines change, and say nothing of who came. */
function productOf(agent: string | null): string {
  const [product] = /[A-Za-z][\w.-]{0,63}/.exec(agent ?? '') ?? [];
  return product ?? 'not recorded';
}

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_TEXT && value.isWellFormed()
    ? value
    : null;
}

function instant(value: unknown): string | null {
  const said = text(value);
  if (said === null || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(said)) return null;
  const time = Date.parse(said);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
