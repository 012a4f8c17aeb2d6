import { type ShownText, visible } from '../visible.ts';

/** Text of others between ours: no markup, no cell of a table is left by it. */
export function text(words: string): ShownText {
  return visible(words.replace(/[\\`*_{}[\]<>#+!|~&]/g, (one) => `&#${one.charCodeAt(0)};`));
}

export function code(words: string): ShownText {
  return visible(`\`${words.replace(/[`|]/g, "'")}\``);
}
