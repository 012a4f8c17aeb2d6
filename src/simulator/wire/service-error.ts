/** An error that a service answers with, in the words of the AWS API. */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = 'ServiceError';
    this.code = code;
    this.status = status;
  }
}

/** The error that Query and REST services give for a parameter they do not accept. */
export function validationError(message: string): ServiceError {
  return new ServiceError('ValidationError', message, 400);
}
