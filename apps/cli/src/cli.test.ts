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

describe('rules', () => {
  it('checks the library that ships, and names what is wrong in one of your own', () => {
    expect(yijian('rules', 'check')).toMatchObject({ code: 0, err: '' })
    const own = mkdtempSync(join(tmpdir(), 'yijian-rules-'))
    mkdirSync(join(own, 'site'))
    writeFileSync(
      join(own, 'site', 'source.yaml'),
      'id: site\nversion: 1\ndocuments: [{id: d, title: 本地文件, date: null}]\n',
    )
    const header = 'kp_id,kind,name,keys,partners,params,basis,document,article,origin,eff_begin'
    const rows = [
      'S-1,R67,女性用药,XG01*,,gend=2,说明书,d,,local,2024-01-01',
      'S-2,R999,无此规则,XG01*,,,说明书,d,,local,2024-01-01',
    ]
    writeFileSync(join(own, 'site', 'points.csv'), [header, ...rows, ''].join('\n'))
    const checked = yijian('rules', 'check', '--rules', own)
    rmSync(own, { recursive: true, force: true })
    expect(checked.code).toBe(1)
    expect(checked.out).toContain('site/points.csv:3 kind R999')
    expect(checked.out).toContain('319 个知识点')
  })

  it('shows what an official batch would become, and that nothing of it is in force', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'yijian-batch-')), 'batch.csv')
    const header =
      'kp_id,rule_class,gz_code,level1,level2,item_name,constraint,detect_logic,batch,batch_tag,published_at,supersedes,source_file,source_row,codes'
    const row = (id: string, of: string) =>
      `${id},${of},,医疗类,药品合理使用类,样例片,限女性使用。,与限定性别不符,1,,,,样例.xlsx,1,XG01AFA222D003`
    writeFileSync(file, [header, row('K1', '药品区分性别使用'), row('K2', '没有的类'), ''].join('\n'))
    const preview = yijian('rules', 'preview', file)
    expect(preview.code).toBe(1)
    expect(preview.out).toContain('第 3 行 rule_class 没有的类')
    expect(preview.out).toContain('现行 1 个，可执行 1')
    expect(preview.out).toContain('未经专家确认的参数一律不生效')
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

    const scan = () => yijian('rules', 'scan', '--data', at('data'), '--only', 'R49,R52', '--out', at('hits.csv'))
    expect(scan()).toMatchObject({ code: 0, err: '' })
    const hits = readFileSync(at('hits.csv'), 'utf8')
    expect(hits).toMatch(/^jr_id,rule_id,rule_name,kp_id,/)
    expect(hits).toMatch(/^J-\w+,R49,/m)
    expect(scan().code).toBe(0)
    expect(readFileSync(at('hits.csv'), 'utf8')).toBe(hits)

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
