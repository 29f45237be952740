import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { readSchemeFolder } from '@yijian/warehouse'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runDrgSimulation } from './drg-simulation.ts'
import { runDrgTask } from './drg-task.ts'

const contentDirectory = resolve(import.meta.dirname, '../../../../content')
const directory = join(contentDirectory, 'drg-schemes/demo')
let root: string
let cases: string

/** Half a year, one case a month. */
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'yijian-drg-cancel-'))
  cases = join(root, 'cases.jsonl')
  const facts = { fixmedins_code: 'H1', insutype: '310', los: 6, gend: '1', age: 50, dx: 'I63.900', cost: '600000', fund: '400000', pooled: '400000' } // prettier-ignore
  const lines = ['01', '02', '03', '04', '05', '06'].map((month) => JSON.stringify({ listId: null, facts: { ...facts, stay_key: month, dsc: `2025-${month}-10` } })) // prettier-ignore
  writeFileSync(cases, `${lines.join('\n')}\n`)
  writeFileSync(join(root, 'lists.jsonl'), '')
})
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

/** Cancels as a message to the worker process does, when a step of the middle begins: while the arithmetic has the thread. */
function cancelledAt(step: string) {
  const abort = new AbortController()
  const steps: string[] = []
  const report = (progress: { step?: string }) => {
    steps.push(progress.step ?? '')
    if (progress.step?.startsWith(step)) setImmediate(() => abort.abort())
  }
  return {
    steps,
    context: { signal: abort.signal, report, dataDirectory: root, contentDirectory, memoryMb: 512, threads: 1 },
  }
}

describe('a cancelled task', () => {
  const schemes = [{ schemeId: 'demo', from: null, directory }]
  const parameters = () => readSchemeFolder(directory).parameters!
  const hospitals = [{ code: 'H1', name: '样例医院', tier: '3', admdvs: null }]

  it('of a simulation ends with the month in hand', async () => {
    const { steps, context } = cancelledAt('正在重算')
    const task = { schemes, parameters: parameters(), decisions: {}, cases, hospitals, changes: [], candidate: { parameters: null, scheme: null }, split: null, groupNames: {} } // prettier-ignore
    await expect(runDrgSimulation(task, context)).rejects.toThrow('abort')
    expect(steps.filter((step) => step.startsWith('正在重算'))).toEqual(['正在重算 2025-01'])
  })

  it('of a settlement ends with the month in hand', async () => {
    const { steps, context } = cancelledAt('正在分组')
    const task = { schemes, parameters: parameters(), decisions: {}, lists: join(root, 'lists.jsonl'), source: { file: cases, hospitals }, mappings: { dx: {}, op: {} }, together: false, quality: true, out: join(root, 'out.jsonl') } // prettier-ignore
    await expect(runDrgTask(task, context)).rejects.toThrow('abort')
    expect(steps.filter((step) => step.startsWith('正在分组'))).toHaveLength(1)
  })
})
