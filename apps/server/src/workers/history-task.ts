import { performance } from 'node:perf_hooks'
import { makeRelease, type Release } from '@yijian/rules'
import { readSettled, type SettledPerson } from '@yijian/warehouse'
import pg from 'pg'
import { packVisit, type HistoryTask, type HistoryTaskResult } from '../modules/rules/public.ts'
import { engineMemory } from './memory.ts'
import type { TaskContext } from './task-context.ts'

/** Persons and characters a statement carries at most. */
const PERSONS = 1000
const CHARACTERS = 4_000_000

/** Fills the table that is not in use; whoever asked puts it into use. Straight into the database: the server only waits. */
export async function buildHistory(task: HistoryTask, context: TaskContext): Promise<HistoryTaskResult> {
  const { dataDirectory, contentDirectory, threads, signal, report } = context
  const began = performance.now()
  const client = new pg.Client({ connectionString: task.databaseUrl, application_name: 'yijian-history' })
  await client.connect()
  try {
    await client.query(`TRUNCATE ${task.table}`)
    // The table is not in use before it is whole: a commit that a crash takes back is no loss.
    await client.query('SET synchronous_commit = off')
    const write = writer(client, task.table)
    const done = await readSettled({
      dataDirectory,
      contentDirectory,
      threads,
      memoryLimit: engineMemory(context),
      releases: task.contents.map((content) => {
        const { rules, points, sets } = JSON.parse(content) as Release
        return makeRelease({ rules, points, sets })
      }),
      onPersons: write,
      signal,
      onProgress: ({ label, done: share }) => report({ step: label, progress: share }),
    })
    await client.query('SET synchronous_commit = on')
    await client.query(`ANALYZE ${task.table}`)
    return { ...done, tookMs: Math.round(performance.now() - began) }
  } finally {
    await client.end()
  }
}

function writer(client: pg.Client, table: string): (persons: readonly SettledPerson[]) => Promise<void> {
  return async (persons) => {
    let numbers: string[] = []
    let texts: string[] = []
    let size = 0
    const flush = async () => {
      if (numbers.length === 0) return
      await client.query(`INSERT INTO ${table} (psn_no, visits) SELECT psn_no, visits::json FROM unnest($1::text[], $2::text[]) AS given (psn_no, visits) ON CONFLICT (psn_no) DO NOTHING`, [numbers, texts]) // prettier-ignore
      numbers = []
      texts = []
      size = 0
    }
    for (const { psnNos, visits } of persons) {
      const text = JSON.stringify(visits.map(packVisit))
      for (const psnNo of psnNos) {
        numbers.push(psnNo)
        texts.push(text)
        size += text.length
      }
      if (numbers.length >= PERSONS || size >= CHARACTERS) await flush()
    }
    await flush()
  }
}
