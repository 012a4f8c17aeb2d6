import type { Service } from '../service.ts';

/** The service that signs so; throws an Error that names those there are. */
export function serviceNamed(name: string, services: readonly Service[]): Service {
  const found = services.find(({ signingName }) => signingName === name);
  if (found) return found;
  const names = services.map(({ signingName }) => signingName).join(', ');
  throw new Error(`The simulator has no service "${name}". It has ${names}.`);
}
