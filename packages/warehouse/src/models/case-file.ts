import { z } from 'zod'
import { readYaml } from './load-models.ts'

const Cell = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.union([z.string(), z.number(), z.null()])),
])
const Row = z.record(z.string(), Cell)

/** A row as a case writes it: only the columns that matter. */
export type GivenRow = z.infer<typeof Row>
export type GivenCell = z.infer<typeof Cell>

const MacroRow = z.record(z.string(), z.union([Cell, z.array(Row)]))
export type MacroRow = z.infer<typeof MacroRow>

const CaseFile = z.strictObject({
  title: z.string(),
  as_of: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期写作 YYYY-MM-DD'),
  params: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])).default({}),
  threshold: z.union([z.string(), z.array(z.string())]).optional(),
  note: z.string().optional(),
  site: z.strictObject({ los_mode: z.enum(['exclusive', 'inclusive']) }).optional(),
  given: z.record(z.string(), z.array(MacroRow)),
  expect: z.strictObject({
    findings: z.array(Row),
    excluded: z.array(Row).optional(),
    cannot_tell: z.array(Row).optional(),
    tables: z.record(z.string(), z.array(Row)).optional(),
  }),
})

export type CaseFile = z.infer<typeof CaseFile>

export const readCase = (path: string): CaseFile => readYaml(path, CaseFile)
