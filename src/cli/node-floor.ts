/**
 * What to say where Node is older than the floor that `engines` of package.json names; null where it is not. Written so
 * that a Node of long ago can read it.
 *
 * @param version as `process.version` has it: `v18.20.4`
 * @param engines as package.json has it: `>=20.19`
 */
export function tooOld(version: string, engines: string): string | null {
  const has = numbersIn(version);
  const floor = numbersIn(engines);
  for (let place = 0; place < floor.length; place += 1) {
    const difference = (has[place] || 0) - (floor[place] || 0);
    if (difference > 0) return null;
    if (difference < 0) {
      return `Countersign needs Node ${floor.join('.')} or later, and this is ${version}. Node 22 or later is the one to choose.`;
    }
  }
  return null;
}

function numbersIn(text: string): number[] {
  return text.replace(/^\D+/, '').split(/\D+/).map(Number);
}
