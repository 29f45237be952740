import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest'
import { auditRequest } from './audit.ts'
import { importPoints } from './import.ts'
import { readPoints } from './library.ts'

let root: string
let said: MockInstance<typeof console.log>
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'yijian-rules-import-'))
  said = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(root, { recursive: true, force: true })
})
const lines = () => said.mock.calls.map(([line]) => String(line))
const file = (name: string, text: string) => {
  writeFileSync(join(root, name), text)
  return join(root, name)
}
const data = () => join(root, 'data')

const OFFICIAL = [
  'kp_id,rule_class,item_name,constraint,detect_logic,published_at,supersedes,codes',
  'N-1,中药饮片单方使用不予支付,样例饮片,单独使用时不予支付,,2025-06-01,,T999900001',
  'N-2,药品区分性别使用,样例男用药,限男性使用,与限定性别不符,2025-06-01,,XG99AAA001',
  'N-3,没有这类规则,样例,,,2025-06-01,,XG99AAA002',
  'N-4,药品区分性别使用,坏编码,限男性使用,,2025-06-01,,!!',
  '',
].join('\n')

describe('importing points as a library of the site', () => {
  it('takes in what needs no reading, lets the rest wait for an expert, and names every row that is wrong', async () => {
    const path = file('batch.csv', OFFICIAL)
    expect(await importPoints({ path, data: data(), name: undefined, confirmedBy: undefined })).toBe(1)
    expect(lines().filter((line) => line.startsWith('batch.csv:'))).toEqual([
      expect.stringMatching(/^batch\.csv:4 rule_class 没有这类规则 /),
      expect.stringMatching(/^batch\.csv:5 codes !! 编码格式不正确/),
    ])
    const library = () => readPoints(undefined, data()).points.filter(({ kpId }) => kpId.startsWith('N-'))
    expect(library().map(({ kpId }) => kpId)).toEqual(['N-1'])
    expect(readFileSync(join(data(), 'knowledge', 'batch', 'proposals.csv'), 'utf8')).toContain('N-2,R67,样例男用药,XG99AAA001,,gend=1') // prettier-ignore
    expect(JSON.parse(readFileSync(join(data(), 'knowledge', 'batch', 'proposals.json'), 'utf8'))).toMatchObject([{ kpId: 'N-2', proposals: [{ param: 'gend', value: 1, span: { field: 'constraint' } }] }]) // prettier-ignore
    await importPoints({ path, data: data(), name: undefined, confirmedBy: '专家甲' })
    expect(library().map(({ kpId, params }) => [kpId, params])).toEqual([['N-1', {}], ['N-2', { gend: 1 }]]) // prettier-ignore
    expect(JSON.parse(readFileSync(join(data(), 'knowledge', 'batch', 'source.yaml'), 'utf8'))).toMatchObject({
      id: 'batch',
      confirmed_by: '专家甲',
      points: 2,
      errors: 2,
      files: [{ name: 'batch.csv', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown }],
    })
  })

  it('reads a folder of own sheets, and says where an id is used twice', async () => {
    const header = 'kp_id,kind,name,keys,partners,params,basis,document,article,origin,eff_begin'
    mkdirSync(join(root, 'own'))
    file('own/a.csv', `${header}\nS-1,R67,样例女用药,XG99AAA003,,gend=2,说明书,本地文件,第一条,local,2024-01-01\n`)
    file('own/b.csv', `${header}\nS-1,R67,又一次,XG99AAA004,,gend=2,说明书,本地文件,,local,2024-01-01\n`)
    expect(await importPoints({ path: join(root, 'own'), data: data(), name: '本市', confirmedBy: undefined })).toBe(1)
    expect(lines()[0]).toBe('b.csv:0 kp_id S-1 知识点编号已在 a.csv 使用')
    const [point] = readPoints(undefined, data()).points.filter(({ kpId }) => kpId === 'S-1')
    expect(point).toMatchObject({ name: '样例女用药', basis: { document: '本地文件', article: '第一条', text: '说明书' } }) // prettier-ignore
  })
})

describe('auditing a request', () => {
  const order = { rx_id: '1', hilist_code: 'XG99AAA003', hilist_name: '样例女用药', cnt: '1', pric: '20.00', sumamt: '20.00', ownpay_amt: '-', curr_drord_flag: '1', drord_begn_date: '2025-06-02 09:00:00' } // prettier-ignore
  const encounter = { mdtrt_id: 'M1', medins_id: 'H1', medins_lv: '3', adm_date: '2025-06-02 08:00:00', med_mdtrt_type: '1', insutype: '310', fsi_diagnose_dtos: { dise_codg: 'I10.x00', maindise_flag: '1' } } // prettier-ignore

  it.each([
    ['arrays and strings', { data: { patient_dtos: [{ patn_id: 'P1', gend: '1', brdy: '1980-01-01', curr_mdtrt_id: 'M1', fsi_encounter_dtos: [{ ...encounter, fsi_order_dtos: [order] }] }], syscode: 'x', trig_scen: '2', task_id: 'T1' } }], // prettier-ignore
    ['objects, numbers and an envelope', { infno: '3101', input: { data: { syscode: 'x', trig_scen: 2, task_id: 'T1', patient_dtos: { patn_id: 'P1', gend: 1, brdy: '1980-01-01', curr_mdtrt_id: 'M1', fsi_encounter_dtos: { ...encounter, fsi_order_dtos: { ...order, cnt: 1, pric: 20, sumamt: 20 } } } } } }], // prettier-ignore
  ])('answers as the interface would: %s', async (_name, body) => {
    const header = 'kp_id,kind,name,keys,partners,params,basis,document,article,origin,eff_begin'
    const sheet = file(
      'site.csv',
      `${header}\nS-1,R67,样例女用药,XG99AAA003,,gend=2,说明书,本地文件,,local,2024-01-01\n`,
    )
    await importPoints({ path: sheet, data: data(), name: undefined, confirmedBy: undefined })
    said.mockClear()
    const request = file('request.json', JSON.stringify(body))
    expect(auditRequest({ request, release: undefined, rules: undefined, data: data(), infno: undefined })).toBe(0)
    expect(JSON.parse(lines()[0] ?? '')).toMatchObject({
      infcode: 0,
      output: { judge_flag: '1', result: [{ rule_id: 'R67', patn_id: 'P1', mdtrt_id: 'M1', vola_amt: 20, task_id: 'T1', judge_result_detail_dtos: [{ rx_id: '1', vola_item_type: '1' }] }] }, // prettier-ignore
    })
  })

  it('says what is wrong with a body that is no request', () => {
    const audit = (text: string) => () => auditRequest({ request: file('request.json', text), release: undefined, rules: undefined, data: undefined, infno: '3102' }) // prettier-ignore
    expect(audit('not json')).toThrow('不是有效的 JSON')
    expect(audit('{"data": {}}')).toThrow(/patient_dtos|参保人/)
  })
})
