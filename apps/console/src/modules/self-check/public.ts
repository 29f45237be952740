/** Page of an institution's report at the bureau. */
export const submissionHref = (checkId: string): string => `/self-check/submissions/${encodeURIComponent(checkId)}`
