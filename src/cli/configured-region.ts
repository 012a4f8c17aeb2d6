/** The Region of the caller's environment: it says which partition this is. */
export function configuredRegion(): string | undefined {
  return process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
}
