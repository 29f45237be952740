import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cellText, quoteLiteral, readPreparation } from '@yijian/warehouse'
import type { ItemAnswer, ItemQuestion } from '../modules/rules/public.ts'
import type { ReadContext } from './read-context.ts'

/** Items of the fee lines delivered, by the beginning of a code or part of a name. */
export async function readItems(context: ReadContext, { q, limit }: ItemQuestion): Promise<ItemAnswer> {
  const prepared = readPreparation(context.dataDirectory)
  const file = prepared ? join(context.dataDirectory, prepared.folder, 'item.parquet') : ''
  if (!existsSync(file)) return { rows: [] }
  const text = quoteLiteral(q.trim().toLowerCase())
  const rows = await (
    await context.engine()
  ).rows(`
    SELECT item_code, item_name FROM read_parquet(${quoteLiteral(file)})
    WHERE starts_with(lower(item_code), ${text}) OR contains(lower(coalesce(item_name, '')), ${text})
    ORDER BY length(coalesce(item_name, '')), item_code LIMIT ${Number(limit)}`)
  return {
    rows: rows.map((row) => ({
      code: cellText(row['item_code']) ?? '',
      name: cellText(row['item_name']) ?? cellText(row['item_code']) ?? '',
    })),
  }
}
