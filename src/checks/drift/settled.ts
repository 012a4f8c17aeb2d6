/**
 * Whether what a stack's template declares is what the stack has put into the account. While a stack changes, or after
 * a change that failed, its template is not yet, or no longer, that.
 */
export function isSettled(status: string | undefined): boolean {
  return status?.endsWith('_COMPLETE') === true && status !== 'ROLLBACK_COMPLETE';
}

/**
 * Whether the stack may have put something into the account that its present template does not declare: it is being
 * updated, cleans up, or an update failed half way. A stack that is made or taken down has had one template only.
 */
export function mayHoldAnotherTemplate(status: string | undefined): boolean {
  return status === undefined || /^(?:UPDATE|IMPORT)_.*(?:IN_PROGRESS|FAILED)$/.test(status);
}
