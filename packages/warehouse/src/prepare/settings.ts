import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const MedType = z.strictObject({
  prefix: z.string(),
  class: z.enum(['IPT', 'OPT', 'OPSP', 'PHA', 'OTH']),
  emergency: z.boolean().optional(),
})

const Site = z.strictObject({
  region: z.string().default('default'),
  los_mode: z.enum(['exclusive', 'inclusive']).default('exclusive'),
  med_types: z.array(MedType).default([]),
  /** Parameter values of this site by model; they never change SQL. */
  parameters: z.record(z.string(), z.record(z.string(), z.union([z.number(), z.boolean(), z.string()]))).default({}),
})

/** What a site decides: how days are counted, which medical types are inpatient. */
export type SiteSettings = z.infer<typeof Site>

/** 医疗类别 → class by longest prefix (models specification §1.2); a site's own rows win over these. */
const MED_TYPES: readonly z.infer<typeof MedType>[] = [
  ...['21', '22', '23', '24', '25', '26', '28', '52'].map((prefix) => ({ prefix, class: 'IPT' as const })),
  ...['11', '12', '19', '81', '51'].map((prefix) => ({ prefix, class: 'OPT' as const })),
  { prefix: '13', class: 'OPT', emergency: true },
  { prefix: '14', class: 'OPSP' },
  { prefix: '41', class: 'PHA' },
  { prefix: '9929', class: 'PHA' },
]

/** The site's settings with the defaults filled in. `region` is a folder of content/regions. */
export function loadSettings(contentDirectory: string, region = 'default'): SiteSettings {
  const path = join(contentDirectory, 'regions', region, 'site.yaml')
  const given: unknown = existsSync(path) ? parse(readFileSync(path, 'utf8')) : {}
  const site = Site.parse(given ?? {})
  return { ...site, med_types: [...MED_TYPES, ...site.med_types] }
}
