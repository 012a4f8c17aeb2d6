/** What stands between us and AWS fails. The message may be shown as it is: it holds no secret. */
export class WayFault extends Error {
  /** Node's code of what went wrong, where it has one. */
  readonly code: string;
  /** There where it may pass with time, which is how the SDK has it. */
  readonly $retryable?: { throttling: boolean };

  constructor(message: string, code: string, mayPass = false) {
    super(message);
    this.name = 'WayFault';
    this.code = code;
    if (mayPass) this.$retryable = { throttling: false };
  }

  /** Some providers of credentials keep only its text. */
  override toString(): string {
    return this.message;
  }
}
