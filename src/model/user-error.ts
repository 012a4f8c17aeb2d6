/** Something the user can put right: a code, what happened, and what to do about it. Ends the run with exit code 1. */
export class UserError extends Error {
  readonly code: string;
  /** Where the message does not say it already. */
  readonly whatToDo: string | undefined;

  constructor(code: string, message: string, whatToDo?: string) {
    super(message);
    this.name = 'UserError';
    this.code = code;
    this.whatToDo = whatToDo;
  }
}
