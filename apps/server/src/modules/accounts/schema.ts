import type { DataScope } from '@yijian/contract'
import type { ColumnType, Selectable } from 'kysely'
import type { RoleId } from '../../platform/access/principal.ts'

export type AccountsTables = {
  account: {
    account_id: string
    username: string
    display_name: string
    role: RoleId
    scope: ColumnType<DataScope, unknown, unknown>
    password: string
    must_change_password: boolean
    disabled: boolean
    demonstration: boolean
    last_sign_in_at: Date | null
    created_at: Date
  }
  session: { token_hash: string; account_id: string; created_at: Date; last_seen_at: Date }
  sign_in_failure: { username: string; failures: number; last_at: Date; locked_until: Date | null }
}

export type AccountRow = Selectable<AccountsTables['account']>
export type FailureRow = Selectable<AccountsTables['sign_in_failure']>
