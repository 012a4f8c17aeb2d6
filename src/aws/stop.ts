import { setMaxListeners } from 'node:events';

/** What ends all that waits for its signal: any number may, where Node takes more than ten for a leak and says so. */
export function stopper(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}
