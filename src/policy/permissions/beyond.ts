import { lazily } from '../../model/lazily.ts';
import { MAX_ACCESS, type MaxAccess, neededAccess } from './access.ts';
import { ACCESS_LEVELS, type ActionSet, actionsOfLevel, nothing, union } from './catalogue.ts';

/** The most that a third party may hold of which the register says nothing. */
export const DEFAULT_ACCESS: MaxAccess = 'read';

/** All published actions of access levels that call for more than the limit; not to be changed. */
export function actionsBeyond(limit: MaxAccess): ActionSet {
  return BEYOND[limit]();
}

const BEYOND = {
  list: lazily(() => beyond('list')),
  read: lazily(() => beyond('read')),
  write: lazily(() => beyond('write')),
  admin: lazily(() => beyond('admin')),
} satisfies Record<MaxAccess, () => ActionSet>;

function beyond(limit: MaxAccess): ActionSet {
  const levels = ACCESS_LEVELS.filter(
    (level) => MAX_ACCESS.indexOf(neededAccess(level)) > MAX_ACCESS.indexOf(limit),
  );
  return levels.map(actionsOfLevel).reduce(union, nothing());
}
