/**
 * What a parameter must be, in the words of AWS's service models. The data beside each service are taken from the models
 * that botocore publishes (https://github.com/boto/botocore/tree/develop/botocore/data), which are the API reference in
 * another form; `test/outside/moto/service-models.test.ts` holds them to it.
 */
export type Shape = {
  required?: true;
  /** AWS takes it, the simulator does nothing with it. It refuses it, so that no answer is taken for one that it is not. */
  honoured?: false;
} & (
  | { type: 'string'; min?: number; max?: number; pattern?: string; enum?: readonly string[] }
  | { type: 'integer'; min?: number; max?: number }
  | { type: 'boolean' }
  | { type: 'timestamp' }
  | { type: 'list'; min?: number; max?: number; member: Shape }
  | { type: 'map'; value: Shape }
  | { type: 'structure'; members: Input }
  | { type: 'unread'; honoured: false }
);

/** The parameters of an operation. */
export type Input = Readonly<Record<string, Shape>>;

/** A parameter that AWS takes and the simulator refuses. */
export const NOT_HONOURED: Shape = { type: 'unread', honoured: false };
