import type { ManagedPolicy } from '../model/facts/authorization-details.ts';
import type { AnywhereProfile } from '../model/facts/roles-anywhere.ts';
import { fullAdministration } from './permissions/full-administration.ts';

/** How much the session policies of a profile limit: they are added up, so that one that allows everything limits nothing. */
export function limitOfSessions(
  { sessionPolicy, managedPolicyArns }: AnywhereProfile,
  policies: ReadonlyMap<string, Pick<ManagedPolicy, 'document'>>,
): 'some' | 'nothing' | 'not known' {
  const given = [
    ...(sessionPolicy === null ? [] : [{ document: sessionPolicy }]).map(givesOf),
    ...managedPolicyArns.map((arn) => {
      const policy = policies.get(arn);
      if (policy !== undefined) return givesOf(policy);
      if (!OF_AWS.test(arn)) return 'unknown';
      return arn.endsWith(':policy/AdministratorAccess') ? 'everything' : 'less';
    }),
  ];
  if (given.length === 0 || given.includes('everything')) return 'nothing';
  return given.includes('unknown') ? 'not known' : 'some';
}

const OF_AWS = /^arn:[^:]+:iam::aws:policy\//;

function givesOf(written: { document: string }) {
  return fullAdministration({ kind: 'inline', index: 0, name: 'session policy' }, written).gives;
}
