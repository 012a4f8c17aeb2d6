import { readFile } from 'node:fs/promises';
import { UserError } from '../model/user-error.ts';

/** The text of a file that somebody names on the command line. Throws a `UserError` of this code where it cannot be read. */
export async function givenFile(path: string, code: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UserError(code, `${path} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}
