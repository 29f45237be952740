import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  appendEntry,
  appendRetrying,
  entryFileName,
  foldLog,
  logDirectory,
  readLog,
  tmpDirectory,
  verifyLog,
} from './public.ts'

const newData = () => mkdtempSync(join(tmpdir(), 'yijian-log-'))
const run = (id: string) => ({ kind: 'run', payload: { id } }) as const

test('entries are chained by hash and read back in order', async () => {
  const data = newData()
  for (const id of ['a', 'b', 'c']) await appendRetrying(data, () => run(id))
  expect(readLog(data).map((entry) => entry.payload['id'])).toEqual(['a', 'b', 'c'])
  expect(verifyLog(data)).toEqual({ entries: 3 })
  expect(foldLog(readLog(data))).toMatchObject({ seq: 3, snapshot: undefined })
  expect(readdirSync(tmpDirectory(data))).toEqual([])
})

test('a changed entry is found', async () => {
  const data = newData()
  for (const id of ['a', 'b', 'c']) await appendRetrying(data, () => run(id))
  const path = join(logDirectory(data), entryFileName(2))
  writeFileSync(path, readFileSync(path, 'utf8').replace('"b"', '"x"'))
  expect(verifyLog(data)).toEqual({ entries: 2, problem: { seq: 3, reason: '与前一条不衔接' } })
  expect(() => readLog(data)).toThrow('仓库日志第 3 条与前一条不衔接')
})

test('of two writers that know the same log one is told to look again', () => {
  const data = newData()
  appendEntry(data, { after: [], entry: run('first') })
  expect(() => appendEntry(data, { after: [], entry: run('second') })).toThrow('仓库在此期间有其他写入')
  expect(readLog(data).map((entry) => entry.payload['id'])).toEqual(['first'])
})

test('a writer that lost builds its entry again from what the other wrote', async () => {
  const data = newData()
  const seen: number[] = []
  await appendRetrying(data, (entries) => {
    seen.push(entries.length)
    if (seen.length === 1) appendEntry(data, { after: entries, entry: run('other') })
    return run('mine')
  })
  expect(seen).toEqual([0, 1])
  expect(readLog(data).map((entry) => entry.payload['id'])).toEqual(['other', 'mine'])
})
