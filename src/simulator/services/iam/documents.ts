import type { Document } from '../../world.ts';

/** A policy document as IAM keeps it. */
export function documentText(document: Document): string {
  return typeof document === 'string' ? document : JSON.stringify(document);
}

/** A policy document as IAM sends it: URL-encoded after RFC 3986. */
export function encodeDocument(document: Document): string {
  return encodeURIComponent(documentText(document)).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
