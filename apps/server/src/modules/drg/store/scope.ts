import { scopePredicate, type Access } from '../../../platform/access/scope.ts'

/** Rows of the tables that carry `fixmedins_code` and `admdvs`, as this reader may see them. */
export const visible = (access: Access, table: string) =>
  scopePredicate(access, { admdvs: `${table}.admdvs`, fixmedinsCode: `${table}.fixmedins_code` })

/** Whether the hospital is within the reader's scope. */
export function coversHospital({ scope }: Access, code: string, admdvs: string | null): boolean {
  if (scope.kind === 'city') return true
  return scope.kind === 'district' ? admdvs !== null && admdvs === scope.admdvs : scope.fixmedinsCodes.includes(code)
}

export const likePattern = (q: string): string => `%${q.replace(/[\\%_]/g, '\\$&')}%`
