import { answersAttempt } from './answers.ts';
import { configsAttempt } from './configs.ts';
import { type Door, oneOf } from './door.ts';
import { evidenceDoor } from './evidence.ts';
import { permissionsAttempt, trustAttempt } from './policies.ts';

const close = async () => {};

/** The doors by name, each to be opened when it is tried. */
export const DOORS: Readonly<Record<string, () => Promise<Door>>> = {
  answers: async () => ({
    attempt: oneOf([6, await answersAttempt()], [2, await trustAttempt()], [1, await permissionsAttempt()]),
    close,
  }),
  evidence: evidenceDoor,
  configs: async () => ({ attempt: configsAttempt(), close }),
};
