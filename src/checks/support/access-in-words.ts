import type { AccessLevel, ServiceAccess } from '../../policy/permissions/catalogue.ts';
import { listed } from './judged-role.ts';
import { more } from './wording.ts';

const LEVEL_WORDS: Readonly<Record<AccessLevel, string>> = {
  list: 'list',
  read: 'read',
  write: 'write',
  tagging: 'tagging',
  permissions: 'permissions management',
};

const MOST_SERVICES = 10;

/** `s3 (write, tagging), sqs (write) and 3 more services`. */
export function accessInWords(services: readonly ServiceAccess[]): string {
  const words = services.map(
    ({ service, levels }) =>
      `${service} (${[...levels.keys()].map((level) => LEVEL_WORDS[level]).join(', ')})`,
  );
  return words.length > MOST_SERVICES
    ? `${words.slice(0, MOST_SERVICES).join(', ')} and ${more(words.length - MOST_SERVICES, 'service')}`
    : listed(words);
}
