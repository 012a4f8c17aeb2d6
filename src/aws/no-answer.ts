const UNRESOLVED = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'ENODATA']);
const TLS = /^(?:CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_|HOSTNAME_MISMATCH|EPROTO)/;

/** Whether the code is that of a certificate that is not believed, or of TLS that did not come about. */
export function isOfTls(code: string): boolean {
  return TLS.test(code);
}

/** Why a host gave no answer, in words: its name, the way to it, or the certificate is to blame. */
export function noAnswerInWords(code: string, host: string | undefined, region: string): string {
  const where = `${host ?? 'the endpoint'}${region === 'global' ? '' : ` (${region})`}`;
  if (UNRESOLVED.has(code)) return `the name ${where} could not be resolved (${code})`;
  if (code === 'ECONNREFUSED') return `${where} refused the connection (${code})`;
  if (isOfTls(code)) return `no secure connection to ${where} could be made (${code})`;
  return `the connection to ${where} failed (${code})`;
}
