import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Region } from '../../../platform/regions.ts'

/** 区县 names of content/regions/<city>/regions.csv (`admdvs,name`). */
export function readRegionNames(contentDirectory: string): readonly Region[] {
  const folder = join(contentDirectory, 'regions')
  if (!existsSync(folder)) return []
  return globSync('*/regions.csv', { cwd: folder })
    .sort()
    .flatMap((file) => parseRegions(readFileSync(join(folder, file), 'utf8')))
}

function parseRegions(text: string): Region[] {
  const [head = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const names = head.split(',')
  const [codeAt, nameAt] = [names.indexOf('admdvs'), names.indexOf('name')]
  return lines.flatMap((line) => {
    const cells = line.split(',')
    const [admdvs, name] = [cells[codeAt]?.trim(), cells[nameAt]?.trim()]
    return admdvs && name ? [{ admdvs, name }] : []
  })
}
