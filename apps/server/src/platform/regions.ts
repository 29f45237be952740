import type { DataScope } from '@yijian/contract'
import { assertNever } from '@yijian/kernel'
import type { Db } from './db/pool.ts'
import type { PlatformTables } from './schema.ts'

export interface Region {
  readonly admdvs: string
  readonly name: string
}

export interface Regions {
  list(): Promise<readonly Region[]>
  /** Adds regions and renames known ones. */
  learn(regions: readonly Region[]): Promise<void>
  /** The name, or the code itself while no name is known. */
  readonly nameOf: (admdvs: string) => string
  labelOf(scope: DataScope): string
  reload(): Promise<void>
}

/** 区县: small and asked for in every answer, so the names are kept in memory. */
export async function openRegions(db: Db): Promise<Regions> {
  const store = db.withTables<PlatformTables>()
  let names = new Map<string, string>()
  const list = () => store.selectFrom('region').selectAll().orderBy('admdvs').execute()
  const reload = async () => {
    names = new Map((await list()).map(({ admdvs, name }) => [admdvs, name]))
  }
  const nameOf = (admdvs: string) => names.get(admdvs) ?? admdvs
  await reload()
  return {
    list,
    reload,
    nameOf,
    labelOf: (scope) => scopeLabel(scope, nameOf),
    learn: async (regions) => {
      const changed = regions.filter(({ admdvs, name }) => names.get(admdvs) !== name)
      if (changed.length === 0) return
      await store
        .insertInto('region')
        .values(changed.map(({ admdvs, name }) => ({ admdvs, name })))
        .onConflict((on) => on.column('admdvs').doUpdateSet((excluded) => ({ name: excluded.ref('excluded.name') })))
        .execute()
      await reload()
    },
  }
}

function scopeLabel(scope: DataScope, nameOf: (admdvs: string) => string): string {
  switch (scope.kind) {
    case 'city':
      return '全市'
    case 'district':
      return nameOf(scope.admdvs)
    case 'institution':
      return `${scope.fixmedinsCodes.length} 家机构`
    default:
      return assertNever(scope)
  }
}
