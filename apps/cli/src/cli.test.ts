import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const bin = fileURLToPath(new URL('../bin/yijian.mjs', import.meta.url))

function yijian(...args: string[]): { code: number | null; out: string; err: string } {
  const run = spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8', timeout: 240_000 })
  return { code: run.status, out: run.stdout, err: run.stderr }
}

describe('wrong usage', () => {
  it.each([
    [['nonsense'], '没有这个命令'],
    [['synth', '--persons', '2000', '--months', '12'], '缺少 --out'],
    [['synth', '--out', '/tmp/x', '--persons', 'many', '--months', '12'], '--persons 应为正整数'],
    [['import'], '缺少 交付文件夹'],
    [['import', '/no/such/folder', '--data', '/tmp/x'], '不存在'],
    [['models', 'run', '--data', '/tmp'], '取一'],
    [['models', 'run', '--all', '--data', '/tmp', '--as-of', '2025-02-30'], '--as-of'],
    [['models', 'run', '--all', '--data', '/tmp', '--out', 'x.doc'], '--out'],
    [['models', 'run', 'no-such-model', '--data', '/tmp'], '没有模型 no-such-model'],
    [['serve', '--port', '99999'], '--port'],
    [['models', 'list', '--colour'], '没有这个选项'],
  ])('%j answers 2 and one line on stderr', (args, message) => {
    const { code, err } = yijian(...args)
    expect(err).toContain(message)
    expect(err.trim().split('\n')).toHaveLength(1)
    expect(code).toBe(2)
  })
})

describe('a round from delivery to measured findings', () => {
  let root: string
  const at = (...parts: string[]) => join(root, ...parts)

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'yijian-cli-'))
  })
  afterAll(() => {
    rmSync(root, { recursive: true, force: true })
  })

  it('synthesises, imports, runs, exports, evaluates and verifies', () => {
    expect(yijian('synth', '--out', at('city'), '--persons', '2000', '--months', '12', '--seed', '3').code).toBe(0)

    const first = yijian('import', at('city'), '--data', at('data'))
    expect(first).toMatchObject({ code: 0, err: '' })
    expect(first.out).toMatch(/fee_list_d\s+读取 [\d,]+ {2}入库 [\d,]+ {2}拒收 0/)
    expect(yijian('import', at('city'), '--data', at('data')).out).toContain('没有新的内容')

    const ids = ['decomposed-hospitalization', 'frequent-hospitalization']
    const run = yijian('models', 'run', ...ids, '--data', at('data'), '--out', at('findings.csv'), '--json')
    expect(run).toMatchObject({ code: 0, err: '' })
    expect((JSON.parse(run.out) as { models: unknown[] }).models).toHaveLength(2)
    const header = readFileSync(at('findings.csv'), 'utf8').split('\n')[0]
    expect(header).toBe(
      'finding_id,model_id,model_version,subject_type,subject_id,psn_no,fixmedins_code,period_from,period_to,mdtrt_ids,setl_ids,feedetl_sns,score,level,amt_total,amt_fund,excluded_by,explain_zh',
    )

    const evaluation = yijian('models', 'evaluate', '--data', at('data'), '--truth', at('city', 'truth.csv'), '--json')
    const { models } = JSON.parse(evaluation.out) as { models: { modelId: string; recall: number | null }[] }
    expect(models.find((model) => model.modelId === 'decomposed-hospitalization')?.recall).toBeGreaterThan(0.8)

    const changed = yijian(
      'models',
      'run',
      ids[1] ?? '',
      '--data',
      at('data'),
      '--set',
      'frequent-hospitalization.no_such=1',
    )
    expect(changed.code).toBe(1)
    expect(changed.err).toMatch(/no_such/)
    expect(yijian('audit', 'verify', '--data', at('data'))).toMatchObject({ code: 0 })
  })

  it('reports a bad file and bad rows, and takes in the rest', () => {
    mkdirSync(at('bad'))
    writeFileSync(at('bad', 'psn_info_b.csv'), 'psn_no,gend,brdy\nP1,1,1960-01-01\nP2,9x,1961-01-01\nP3,2,1962-02-30\n')
    writeFileSync(at('bad', 'fixmedins_b.csv'), 'code;name\nH1;x\n')
    const { code, out, err } = yijian('import', at('bad'), '--data', at('bad-data'))
    expect(out).toMatch(/psn_info_b\s+读取 3 {2}入库 1 {2}拒收 2/)
    expect(err).toMatch(/拒收文件 fixmedins_b\.csv/)
    expect(code).toBe(1)
  })
})
