import { resolve } from 'node:path'
import { type LoadedComponent, type LoadedModel, loadModels, loadTranslator } from '@yijian/warehouse'
import { TrinoSQL } from 'dt-sql-parser'
import { describe, expect, it } from 'vitest'

const catalogue = loadModels(resolve(import.meta.dirname, '../../content'))
const parts: readonly (LoadedModel | LoadedComponent)[] = [...catalogue.models, ...catalogue.components.values()]
const grammar = new TrinoSQL()
const toTrino = await loadTranslator()

/** Placeholders as numbers: the grammar wants an expression there, whatever its type. */
const filled = (sql: string): string => sql.replace(/\$[a-z_][a-z0-9_]*/g, '1')

describe('every statement is valid Trino after translation', () => {
  for (const { definition, sql } of parts) {
    it(definition.id, () => {
      const wrong = [...sql].flatMap(([file, text]) =>
        grammar.validate(toTrino(filled(text))).map((error) => `${file}:${error.startLine} ${error.message}`),
      )
      expect(wrong).toEqual([])
    })
  }

  it('the grammar refuses what is not Trino', () => {
    expect(grammar.validate('SELECT a::INTEGER FROM t')).not.toEqual([])
  })

  it('an exact quantile becomes an interpolation over the sorted values', () => {
    const translated = toTrino('SELECT quantile_cont(x, 0.5) FILTER (WHERE y > 0) AS m FROM t GROUP BY z')
    expect(translated).not.toMatch(/quantile_cont/i)
    expect(translated).toMatch(/ARRAY_SORT\(ARRAY_AGG\(x\) FILTER\s*\(WHERE y > 0\)\)/i)
    expect(grammar.validate(translated)).toEqual([])
  })
})
