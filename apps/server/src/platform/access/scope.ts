import type { DataScope } from '@yijian/contract'
import { assertNever } from '@yijian/kernel'
import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { Principal } from './principal.ts'

declare const granted: unique symbol

/** Proof of who is asking and what they may see. Store functions take it first; only `accessOf` makes one. */
export interface Access {
  readonly [granted]: true
  readonly scope: DataScope
}

export function accessOf(principal: Principal): Access {
  return { scope: principal.scope } as Access
}

/** The columns of a row that decide who may see it. */
export interface ScopeColumns {
  readonly admdvs: string
  readonly fixmedinsCode: string
}

/**
 * 数据范围 → SQL: the one place where a scope becomes a condition. A row without the deciding code is seen by the city
 * only: NULL compares to nothing.
 */
export function scopePredicate(access: Access, columns: ScopeColumns): RawBuilder<SqlBool> {
  const { scope } = access
  switch (scope.kind) {
    case 'city':
      return sql<SqlBool>`TRUE`
    case 'district':
      return sql<SqlBool>`COALESCE(${sql.ref(columns.admdvs)} = ${scope.admdvs}, FALSE)`
    case 'institution':
      return sql<SqlBool>`COALESCE(${sql.ref(columns.fixmedinsCode)} = ANY (${[...scope.fixmedinsCodes]}::text[]), FALSE)`
    default:
      return assertNever(scope)
  }
}
