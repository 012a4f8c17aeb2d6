import type { Request, Result } from '../../service.ts';
import { text } from '../../wire/params.ts';
import { findStack } from './find-stack.ts';

/** The template as it was sent (the default stage), or as it stands after macros. */
export function getTemplate(request: Request): Result {
  const stack = findStack(request);
  const processed = text(request.params, 'TemplateStage') === 'Processed';
  return {
    TemplateBody: processed ? stack.template : (stack.originalTemplate ?? stack.template),
    StagesAvailable: ['Original', 'Processed'],
  };
}
