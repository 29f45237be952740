import { cellText, getTable, loadTables, odsQuery, quoteLiteral, readState, type Session } from '@yijian/warehouse'
import type { Place, PlacesQuestion } from '../modules/self-check/public.ts'
import type { ReadContext } from './read-context.ts'

export interface Warehouse {
  readonly dataDirectory: string
  readonly contentDirectory: string
}

/** The rows of a national table as they are now, as a relation. */
export function nationalTable({ dataDirectory, contentDirectory }: Warehouse, name: string): string {
  const tables = loadTables(contentDirectory)
  return `(${odsQuery({ dataDirectory, tables, state: readState(dataDirectory) }, getTable(tables, name))})`
}

/** 机构: name, region and the service dates of its settlements, as the city's data has them. */
export async function readPlaces(context: ReadContext, { codes }: PlacesQuestion): Promise<Place[]> {
  if (codes.length === 0) return []
  const session = await context.engine()
  const list = codes.map(quoteLiteral).join(', ')
  const rows =
    await session.rows(`SELECT f.fixmedins_code, f.fixmedins_name, f.admdvs, CAST(s.a AS VARCHAR) AS a, CAST(s.b AS VARCHAR) AS b FROM ${nationalTable(context, 'fixmedins_b')} f
    LEFT JOIN (SELECT fixmedins_code, min(begndate) AS a, max(enddate) AS b FROM ${nationalTable(context, 'setl_d')} WHERE fixmedins_code IN (${list}) GROUP BY 1) s
      ON s.fixmedins_code = f.fixmedins_code WHERE f.fixmedins_code IN (${list})`)
  return rows.map((row) => ({
    fixmedinsCode: cellText(row['fixmedins_code']) ?? '',
    fixmedinsName: cellText(row['fixmedins_name']) ?? '',
    admdvs: cellText(row['admdvs']) ?? null,
    from: cellText(row['a']) ?? null,
    to: cellText(row['b']) ?? null,
  }))
}

/** 科室: names of an institution's department codes, as its visits give them; the one met most often. */
export async function departmentNames(
  session: Session,
  { fixmedinsCode, ...warehouse }: Warehouse & { fixmedinsCode: string },
): Promise<ReadonlyMap<string, string>> {
  const visits = nationalTable(warehouse, 'mdtrt_d')
  const own = `fixmedins_code = ${quoteLiteral(fixmedinsCode)}`
  const rows = await session.rows(`SELECT code, arg_max(name, n) AS name FROM (SELECT code, name, count(*) AS n FROM (
      SELECT adm_dept_codg AS code, adm_dept_name AS name FROM ${visits} WHERE ${own}
      UNION ALL SELECT dscg_dept_codg, dscg_dept_name FROM ${visits} WHERE ${own}) WHERE code IS NOT NULL AND name IS NOT NULL GROUP BY 1, 2) GROUP BY 1`)
  return new Map(rows.map((row) => [cellText(row['code']) ?? '', cellText(row['name']) ?? '']))
}

/** 科室 of visits by their numbers: what stands in for the department of a hit on a visit as a whole. */
export async function visitDepartments(
  session: Session,
  { mdtrtIds, ...warehouse }: Warehouse & { mdtrtIds: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  if (mdtrtIds.length === 0) return new Map()
  const wanted = `(VALUES ${mdtrtIds.map((id) => `(${quoteLiteral(id)})`).join(', ')}) AS w(mdtrt_id)`
  const rows =
    await session.rows(`SELECT mdtrt_id, COALESCE(dscg_dept_codg, adm_dept_codg) AS code FROM ${nationalTable(warehouse, 'mdtrt_d')}
    SEMI JOIN ${wanted} USING (mdtrt_id) WHERE COALESCE(dscg_dept_codg, adm_dept_codg) IS NOT NULL`)
  return new Map(rows.map((row) => [cellText(row['mdtrt_id']) ?? '', cellText(row['code']) ?? '']))
}
