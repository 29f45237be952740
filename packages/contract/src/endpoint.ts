import type { z } from 'zod'

/** What a request to an endpoint carries and answers. One definition serves the server's validation, OpenAPI and the console's client. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Fastify form: `/api/findings/:findingId`. */
  readonly path: string
  readonly summary: string
  /** Permission needed, or `signed-in`, or `public`. */
  readonly permission: Permission | 'signed-in' | 'public'
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  /** Absent for file downloads and event streams. */
  readonly response?: z.ZodType
}

/** What an account may do; roles are sets of these. */
export const PERMISSIONS = [
  'overview.read',
  'findings.read',
  'findings.export',
  'findings.label',
  'subjects.unmask',
  'models.read',
  'models.run',
  'models.configure',
  'rules.read',
  'rules.edit',
  'rules.approve',
  'self-check.use',
  'self-check.read',
  'drg.read',
  'drg.manage',
  'drg.approve',
  'drg.submit',
  'drg.review',
  'data.read',
  'data.import',
  'accounts.manage',
  'audit.read',
] as const
export type Permission = (typeof PERMISSIONS)[number]

/** Keeps the literal types of an endpoint table. */
export function endpoints<const T extends Record<string, Endpoint>>(table: T): T {
  return table
}
