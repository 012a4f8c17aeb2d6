import type { Grant, GrantCondition, GrantPrincipal } from '../model/grant.ts';
import { judgedCondition } from './condition.ts';
import { conditionOf, isKnownOperator } from './operators.ts';
import { relate } from './principal.ts';
import { conditionHolds, type RequestContext } from './request-conditions.ts';

/** An access point of S3, as far as policies ask about it. */
export interface AccessPoint {
  arn: string;
  /** That it belongs to, which is also that of the bucket. */
  accountId: string;
  /** The one VPC that it takes requests from. */
  vpcId: string | null;
}

/** So many pairs of grants are worked out; policies that have more were made to have them. */
const MOST_PAIRS = 20_000;

/**
 * What others may do through an access point: what its policy and that of the bucket both give. The bucket's conditions on
 * the access point hold, or they do not; all others count beside those of the access point, and so does its VPC. Null where
 * there are too many pairs. https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
 */
export function throughAccessPoint(
  point: AccessPoint,
  ofPoint: readonly Grant[],
  ofBucket: readonly Grant[],
): Array<{ grant: Grant; by: Grant }> | null {
  if (ofPoint.length * ofBucket.length > MOST_PAIRS) return null;
  const context = contextOf(point);
  return ofPoint.flatMap((by) =>
    ofBucket.flatMap((behind) => {
      const grant = both(by, behind, context, point);
      return grant === null ? [] : [{ grant, by }];
    }),
  );
}

function contextOf({ arn, accountId, vpcId }: AccessPoint): RequestContext {
  return new Map([
    ['s3:dataaccesspointaccount', [accountId]],
    ['s3:dataaccesspointarn', [arn]],
    ['s3:accesspointnetworkorigin', [vpcId === null ? 'Internet' : 'VPC']],
    ['aws:resourceaccount', [accountId]],
  ]);
}

/** What two grants give together; null where that is nothing. */
function both(by: Grant, behind: Grant, context: RequestContext, { vpcId }: AccessPoint): Grant | null {
  const principal = narrower(by.principal, behind.principal);
  const given = new Set(behind.actions.map((action) => action.toLowerCase()));
  const actions = by.actions.filter((action) => given.has(action.toLowerCase()));
  if (principal === null || actions.length === 0) return null;
  const own = conditionsLeft(by.conditions, context);
  const others = conditionsLeft(behind.conditions, context);
  if (own === null || others === null) return null;
  const network =
    vpcId === null
      ? []
      : [judgedCondition(conditionOf('StringEquals', 'aws:SourceVpc', [vpcId]), 'allow', by.statement)];
  // Choices are told apart by their statement, which those of another policy must not share.
  const apart = others.map((one) => ({ ...one, statement: one.statement + APART }));
  return { ...by, principal, actions, conditions: [...own, ...apart, ...network] };
}

const APART = 1_000_000;

/** In doubt the one of the access point, so that nobody is left out. */
function narrower(ofPoint: GrantPrincipal, ofBucket: GrantPrincipal): GrantPrincipal | null {
  if (relate(ofBucket, ofPoint) === 'covers') return ofPoint;
  const relation = relate(ofPoint, ofBucket);
  return relation === 'covers' ? ofBucket : relation === 'disjoint' ? null : ofPoint;
}

/** The conditions without those that requests through the access point meet anyway; null where they cannot meet one. */
function conditionsLeft(
  conditions: readonly GrantCondition[],
  context: RequestContext,
): GrantCondition[] | null {
  const isKnown = ({ keyLower, base }: GrantCondition) =>
    keyLower !== 'aws:resourceaccount' && context.has(keyLower) && isKnownOperator(base);
  const holds = ({ operator, key, values }: GrantCondition) => conditionHolds(operator, key, values, context);
  // One way past a Deny that is open leaves nothing of it.
  const past = new Set(
    conditions
      .filter((one) => one.oneOf !== undefined && isKnown(one) && holds(one))
      .map(({ statement }) => statement),
  );
  const left: GrantCondition[] = [];
  for (const condition of conditions) {
    if (condition.oneOf !== undefined) {
      if (!past.has(condition.statement)) left.push(condition);
    } else if (!isKnown(condition)) {
      left.push(condition);
    } else if (!holds(condition)) {
      return null;
    }
  }
  return left;
}
