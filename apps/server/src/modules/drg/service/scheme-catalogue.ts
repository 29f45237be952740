import { statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createTracer, createWhatIf, ONE, type Grouper, type Tracer, type WhatIf } from '@yijian/drg'
import { AppError } from '@yijian/kernel'
import { readSchemeFolder, schemeFolders, type SchemeFolder } from '@yijian/warehouse'

export interface OpenScheme {
  readonly schemeId: string
  readonly folder: SchemeFolder
  readonly names: ReadonlyMap<string, string>
  readonly groupNames: ReadonlyMap<string, string>
  readonly grouper: () => Grouper
  readonly tracer: () => Tracer
}

export interface Schemes {
  ids(): readonly string[]
  open(schemeId: string): OpenScheme
  directoryOf(schemeId: string): string
}

/** Scheme folders of the content and of the site (`DATA/drg-schemes`), read once and again when their files change. */
export function createSchemes(contentDirectory: string, dataDirectory: string): Schemes {
  const roots = [join(dataDirectory, 'drg-schemes'), join(contentDirectory, 'drg-schemes')]
  const opened = new Map<string, { readonly stamp: string; readonly scheme: OpenScheme }>()
  const directories = () =>
    new Map(
      schemeFolders(roots)
        .toReversed()
        .map((path) => [basename(path), path]),
    )
  const directoryOf = (schemeId: string): string => {
    const found = directories().get(schemeId)
    if (found === undefined) throw new AppError('missing', 'drg.scheme', '没有这个分组方案')
    return found
  }
  return {
    ids: () => [...directories().keys()],
    directoryOf,
    open: (schemeId) => {
      const directory = directoryOf(schemeId)
      const stamp = `${directory}|${statSync(directory).mtimeMs}`
      const known = opened.get(schemeId)
      if (known?.stamp === stamp) return known.scheme
      const scheme = openScheme(schemeId, readSchemeFolder(directory))
      opened.set(schemeId, { stamp, scheme })
      return scheme
    },
  }
}

function openScheme(schemeId: string, folder: SchemeFolder): OpenScheme {
  const { tables } = folder
  let tracer: Tracer | undefined
  return {
    schemeId,
    folder,
    names: new Map([...tables.icdDx, ...tables.icdOp].map(({ code, name }) => [code, name])),
    groupNames: new Map(tables.drg.map(({ drg, name }) => [drg, name])),
    grouper: () => folder.grouper(),
    tracer: () => (tracer ??= createTracer(folder.grouper())),
  }
}

/** What-ifs in the money of one hospital: a weight of 1 is worth `unit` fen there. */
export function whatIfOf({ folder, grouper }: OpenScheme, unit: bigint): WhatIf {
  const weights = new Map([...folder.weights].map(([drg, weight]) => [drg, Number(weight / (ONE / 10_000n))]))
  return createWhatIf(grouper(), { weights, rateFen: unit })
}
