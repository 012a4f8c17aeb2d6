/** What only machines have that are made for one job, and go with it. */
const MADE_FOR_ONE_JOB = ['CODEBUILD_BUILD_ID', 'ECS_CONTAINER_METADATA_URI_V4', 'GITHUB_ACTIONS'];

/** Whether the disk of this machine may be gone when the next run starts. */
export function mayForget(environment: Readonly<Record<string, string | undefined>>): boolean {
  return MADE_FOR_ONE_JOB.some((name) => (environment[name] ?? '') !== '');
}
