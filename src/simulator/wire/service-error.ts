/** An error that a service answers with, in the words of the AWS API. */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;
  /** What JSON services say besides. */
  readonly members: { readonly [member: string]: unknown };

  constructor(code: string, message: string, status = 400, members: ServiceError['members'] = {}) {
    super(message);
    this.name = 'ServiceError';
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** The error that Query and REST services give for a parameter they do not accept. */
export function validationError(message: string): ServiceError {
  return new ServiceError('ValidationError', message, 400);
}
