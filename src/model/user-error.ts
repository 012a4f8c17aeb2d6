/** Something the user can put right: a code, what happened, and what to do about it. Ends the run with exit code 1. */
export class UserError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'UserError';
    this.code = code;
  }
}
