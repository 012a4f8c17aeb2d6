import { effectivePermissions, type Holding, holdings } from './effective.ts';
import { BOUNDARY_KEY } from './held-actions.ts';
import { CONDITIONS, type LedTo, type Question } from './led-to.ts';
import type { EscalationMethod } from './methods/method.ts';
import { raised } from './raised.ts';
import { patternsMeet, type ResourcePattern } from './resources.ts';
import { settled, valuesAsked } from './settled.ts';

/**
 * How far a role gets that is made for the purpose: as far as the permissions boundary that it must bear. Undefined
 * where the actions do not stand on one name, or only on names that are taken.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
 */
export function newRole(
  method: EscalationMethod,
  { permissions, role, around, opening }: Question,
  roles: ResourcePattern,
): LedTo | undefined {
  let perhaps: LedTo | undefined;
  for (const boundary of [null, ...valuesAsked(permissions, BOUNDARY_KEY)]) {
    const then = settled(permissions, new Map([[BOUNDARY_KEY, boundary === null ? [] : [boundary]]]));
    const held = method.actions.map(({ action }) => holdings(then, action, roles));
    if (!onOneName(held, (arn) => around?.roles.has(arn) ?? false)) continue;
    // Its ARN is not that of the role under judgement.
    const holder = { inlinePolicies: [], attachedPolicies: [], permissionsBoundaryArn: boundary };
    const made = { ...role, ...holder };
    const { power, doubts } = raised(
      effectivePermissions(holder, around?.policies ?? new Map()),
      made,
      opening,
    );
    if (power === 'none') continue;
    const conditional = held.some((one) => !one.some(({ unconditional }) => unconditional));
    const found = { doubts: [...doubts, ...(conditional ? [CONDITIONS] : [])] };
    if (found.doubts.length === 0) return found;
    perhaps ??= found;
  }
  return perhaps;
}

function onOneName(held: ReadonlyArray<readonly Holding[]>, isTaken: (arn: string) => boolean): boolean {
  const [first = [], ...others] = held.map((one) =>
    one.flatMap((holding) => holding.left()).filter(({ value }) => !isTaken(value)),
  );
  return first.some((name) => others.every((more) => more.some((other) => patternsMeet(name, other))));
}
