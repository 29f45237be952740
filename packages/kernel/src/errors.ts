/** How an expected failure is answered: 400, 403, 404, 409, 503. */
export type ErrorKind = 'invalid' | 'denied' | 'missing' | 'conflict' | 'unavailable'

/**
 * The only error class for expected failures. `code` is stable and for programs, `message` is Chinese and for the user,
 * `details` is structured and for us. Anything else that is thrown is a defect.
 */
export class AppError extends Error {
  readonly kind: ErrorKind
  readonly code: string
  readonly details: Readonly<Record<string, unknown>>

  // eslint-disable-next-line max-params -- the four parts of every expected failure
  constructor(kind: ErrorKind, code: string, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.name = 'AppError'
    this.kind = kind
    this.code = code
    this.details = details
  }
}

/** Ends every switch over a union: a new member does not compile until it is handled. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${String(value)}`)
}
