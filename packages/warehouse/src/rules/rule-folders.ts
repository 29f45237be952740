import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StarterFolder } from '@yijian/rules'
import { parse } from 'yaml'

/** The folders of `<content>/knowledge/rules`, or of a site's own in the same shape: `points.csv` and `source.yaml` each. */
export function readRuleFolders(root: string): StarterFolder[] {
  if (!existsSync(root)) return []
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, 'points.csv')))
    .map(({ name }) => ({
      folder: name,
      csv: readFileSync(join(root, name, 'points.csv'), 'utf8'),
      source: parse(readFileSync(join(root, name, 'source.yaml'), 'utf8')) as unknown,
    }))
}
