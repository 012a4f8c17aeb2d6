import { answersAttempt } from './answers.ts';
import { configsAttempt } from './configs.ts';
import { type Door, oneOf } from './door.ts';
import { evidenceDoor } from './evidence.ts';
import { permissionsAttempt, trustAttempt } from './policies.ts';
import { wireDoor } from './wire.ts';

/** The doors by name, each to be opened when it is tried. */
export const DOORS: Readonly<Record<string, () => Promise<Door>>> = {
  answers: async () => {
    const wire = await wireDoor();
    const attempt = oneOf(
      [30, await answersAttempt()],
      [8, await trustAttempt()],
      [4, await permissionsAttempt()],
      [1, wire.attempt],
    );
    return { attempt, close: wire.close };
  },
  configs: async () => ({ attempt: configsAttempt(), close: async () => {} }),
  evidence: evidenceDoor,
};
