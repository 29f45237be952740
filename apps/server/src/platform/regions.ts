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
  /** Names of institutions, for scopes that are some of them. */
  knowInstitutions(names: ReadonlyMap<string, string>): void
  reload(): Promise<void>
}

/** 区县: small and asked for in every answer, so the names are kept in memory. */
export async function openRegions(db: Db): Promise<Regions> {
  const store = db.withTables<PlatformTables>()
  let names = new Map<string, string>()
  let institutions: ReadonlyMap<string, string> = new Map()
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
    labelOf: (scope) => scopeLabel(scope, { nameOf, institutionOf: (code) => institutions.get(code) ?? code }),
    knowInstitutions: (known) => {
      institutions = known
    },
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

interface Names {
  readonly nameOf: (admdvs: string) => string
  readonly institutionOf: (fixmedinsCode: string) => string
}

function scopeLabel(scope: DataScope, { nameOf, institutionOf }: Names): string {
  switch (scope.kind) {
    case 'city':
      return '全市'
    case 'district':
      return nameOf(scope.admdvs)
    case 'institution': {
      const [first = '', ...others] = scope.fixmedinsCodes
      return others.length === 0 ? institutionOf(first) : `${institutionOf(first)}等 ${others.length + 1} 家机构`
    }
    default:
      return assertNever(scope)
  }
}
