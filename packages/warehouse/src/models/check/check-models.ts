import { existsSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { openEngine, openTableCache } from '../../engine/public.ts'
import { schemeShelf } from '../../drg/scheme-shelf.ts'
import { loadCodeSets } from '../../prepare/code-sets.ts'
import { loadSettings } from '../../prepare/settings.ts'
import { loadDictionaries, loadTables } from '../../tables/public.ts'
import { type CaseBench, openModelBench } from '../case-run.ts'
import { loadComponents, loadModel, type LoadedModel, modelFolders } from '../load-models.ts'
import { bindProblems, warehouseShape } from './bind.ts'
import { coverageProblems, type NamedCase, readCases, type TriedCase, tryCase, variationProblems } from './cases.ts'
import { type CheckProblem, problem, problemOf } from './problem.ts'
import { staticProblems } from './static.ts'

export interface CheckOptions {
  readonly contentDirectory: string
  /** Model folders, or folders of model folders; default: content/models. */
  readonly folders?: readonly string[]
  /** Run the cases (default). Without, only what can be seen without them is checked: files, binding, translation. */
  readonly cases?: boolean
  readonly onProgress?: (progress: { readonly modelId: string; readonly label: string }) => void
  readonly signal?: AbortSignal
}

export interface ModelCheck {
  readonly id: string
  readonly folder: string
  readonly ok: boolean
  readonly errors: readonly CheckProblem[]
  readonly cases: number
  readonly passed: number
}

export interface CheckReport {
  readonly ok: boolean
  readonly models: readonly ModelCheck[]
}

/** How many of a model's hitting cases also go through the automatic variations. */
const VARIED = 2

/** Checks model folders as the catalogue test does: files, binding, translation, cases on the real engine, automatic tests. */
export async function checkModels(options: CheckOptions): Promise<CheckReport> {
  const { contentDirectory } = options
  const wanted = options.folders ?? [join(contentDirectory, 'models')]
  const found = wanted.flatMap((folder) => modelFolders(folder).map((path) => resolve(path)))
  const empty = wanted.filter((folder) => modelFolders(folder).length === 0)
  const checker = await openModelCheck(options)
  try {
    const models: ModelCheck[] = empty.map((folder) =>
      failed(folder, [problem(folder, existsSync(folder) ? '这里没有 model.yaml' : '文件夹不存在')]),
    )
    for (const folder of found) {
      options.signal?.throwIfAborted()
      models.push(await checker.check(folder))
    }
    return { ok: models.every((model) => model.ok), models }
  } finally {
    checker.close()
  }
}

export interface ModelChecker {
  check(folder: string): Promise<ModelCheck>
  close(): void
}

/** Checks one model folder after the other on one engine, whose plans for the preparation serve them all. */
export async function openModelCheck(
  options: Pick<CheckOptions, 'contentDirectory' | 'cases' | 'onProgress'>,
): Promise<ModelChecker> {
  const { contentDirectory } = options
  const engine = await openEngine({ memoryLimit: '2GB', threads: 1 })
  try {
    const common = {
      cache: await openTableCache(engine),
      tables: loadTables(contentDirectory),
      settings: loadSettings(contentDirectory),
      codeSets: loadCodeSets(contentDirectory),
      dictionaries: new Set(loadDictionaries(contentDirectory).keys()),
    }
    const bench: CheckBench = {
      ...common,
      components: loadComponents(contentDirectory),
      schemes: schemeShelf([join(contentDirectory, 'drg-schemes')]),
    }
    const shape = await warehouseShape(common)
    return { check: (folder) => checkFolder({ ...options, bench, shape }, folder), close: () => engine.close() }
  } catch (error) {
    engine.close()
    throw error
  }
}

/** What cases run against, and the names of the dictionaries that columns may refer to. */
type CheckBench = CaseBench & { readonly dictionaries: ReadonlySet<string> }
type Bench = Pick<CheckOptions, 'cases' | 'onProgress'> & {
  readonly bench: CheckBench
  readonly shape: Awaited<ReturnType<typeof warehouseShape>>
}

const failed = (folder: string, errors: readonly CheckProblem[]): ModelCheck => ({
  id: basename(folder),
  folder,
  ok: false,
  errors,
  cases: 0,
  passed: 0,
})

async function checkFolder(check: Bench, folder: string): Promise<ModelCheck> {
  const { bench, shape, onProgress } = check
  let model: LoadedModel
  try {
    model = loadModel(folder)
  } catch (error) {
    const first = problemOf(error, 'model.yaml')
    return failed(folder, [{ ...first, file: relative(folder, first.file) || first.file }])
  }
  const modelId = model.definition.id
  onProgress?.({ modelId, label: '文件与绑定' })
  const errors = await foundation(model, { bench, shape })
  if (errors.length > 0) return { ...failed(folder, errors), id: modelId }
  const { cases, problems } = readCases(model)
  const all = [...problems, ...coverageProblems(model, cases)]
  const count = cases.length + problems.length
  if (check.cases === false) return { id: modelId, folder, ok: all.length === 0, errors: all, cases: count, passed: 0 }
  const { sound, complaints } = await tryAll(check, model, cases)
  all.push(...complaints)
  return { id: modelId, folder, ok: all.length === 0, errors: all, cases: count, passed: sound.length }
}

/** Runs all cases, and the first hitting ones also varied. */
async function tryAll({ bench, onProgress }: Bench, model: LoadedModel, cases: readonly NamedCase[]) {
  const modelId = model.definition.id
  const complaints: CheckProblem[] = []
  const sound: TriedCase[] = []
  const tables = await openModelBench(bench, model)
  try {
    for (const one of cases) {
      onProgress?.({ modelId, label: one.content.title })
      const tried = await tryCase(tables, one)
      complaints.push(...tried.problems)
      if (tried.problems.length === 0) sound.push(tried)
    }
    for (const one of sound.filter((c) => c.content.expect.findings.length > 0).slice(0, VARIED)) {
      onProgress?.({ modelId, label: `${one.content.title}（乱序、退费）` })
      complaints.push(...(await variationProblems(tables, one)))
    }
  } finally {
    await tables.close()
  }
  return { sound, complaints }
}

async function foundation(
  model: LoadedModel,
  { bench, shape }: Pick<Bench, 'bench' | 'shape'>,
): Promise<readonly CheckProblem[]> {
  try {
    const seen = staticProblems(model, { components: bench.components, dictionaries: bench.dictionaries })
    return seen.length > 0 ? seen : await bindProblems(model, { shape, components: bench.components })
  } catch (error) {
    return [problemOf(error, 'model.yaml')]
  }
}
