import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { compileRelease, createEvaluator, makeRelease, readStarter, RULE_KINDS } from '@yijian/rules'
import { synthesizeCity } from '@yijian/synthetic-city'
import { openEngine, readRuleFolders } from '@yijian/warehouse'
import type { JudgeResult } from '@yijian/contract'
import { audit, type AuditParts } from '../apps/server/src/modules/rules/real-time/audit.ts'
import { createHistories } from '../apps/server/src/modules/rules/real-time/history.ts'
import { createLogWriter } from '../apps/server/src/modules/rules/real-time/log-writer.ts'
import { createMetrics } from '../apps/server/src/modules/rules/real-time/metrics.ts'
import { createActiveRelease } from '../apps/server/src/modules/rules/service/active.ts'

const RULES = resolve(import.meta.dirname, '../content/knowledge/rules')

interface Visit {
  readonly encounter: object
  readonly person: object
  /** Days of the visit with their orders. */
  readonly days: readonly { readonly day: string; readonly orders: readonly object[] }[]
}

/**
 * 干净医嘱的打扰率: the orders of a city in which nobody cheats, played day by day as 3101 and before settlement as 3102 (targets: at most
 * one interruption in 200 order lines, no reminder twice in an episode). An interruption is a reminder of severity 1 or 2.
 */
export async function benchReminders({
  persons = 1000,
  city,
}: { persons?: number; city?: string } = {}): Promise<void> {
  const directory = city ?? mkdtempSync(join(tmpdir(), 'yijian-bench-reminders-'))
  try {
    if (city === undefined) await synthesizeCity({ directory, persons, months: 12, seed: 11, format: 'parquet', fraud: false, threads: 1 }) // prettier-ignore
    const visits = await visitsOf(directory)
    const parts = await partsOf()
    const tallies = { 3101: newTally(), 3102: newTally() }
    let repeats = 0
    for (const visit of visits) {
      const sent: object[] = []
      for (const { orders } of visit.days) {
        const request = bodyOf(visit, orders)
        await ask(parts, '3101', { request, lines: orders.length, tally: tallies[3101] })
        // Saved once more, unchanged.
        repeats += (await ask(parts, '3101', { request: bodyOf(visit, orders), lines: 0, tally: newTally() })).length
        sent.push(...orders)
      }
      await ask(parts, '3102', { request: bodyOf(visit, sent), lines: sent.length, tally: tallies[3102] })
    }
    report('3101', tallies[3101])
    report('3102', tallies[3102])
    console.log(`repeats in an episode: ${repeats}`)
  } finally {
    if (city === undefined) rmSync(directory, { recursive: true, force: true })
  }
}

interface Tally {
  calls: number
  lines: number
  interruptions: number
  hints: number
  readonly byRule: Map<string, { n: number; severe: boolean; sample: string }>
}

function newTally(): Tally {
  return { calls: 0, lines: 0, interruptions: 0, hints: 0, byRule: new Map() }
}

function report(infno: string, { calls, lines, interruptions, hints, byRule }: Tally): void {
  const per200 = (count: number) => ((count * 200) / Math.max(1, lines)).toFixed(2)
  console.log(`${infno}: ${calls} calls, ${lines} clean order lines, ${interruptions} interruptions (${per200(interruptions)} in 200 lines), ${hints} hints (${per200(hints)})`) // prettier-ignore
  for (const [rule, { n, severe, sample }] of [...byRule].sort(([, a], [, b]) => b.n - a.n).slice(0, 12)) console.log(`  ${severe ? '!' : '·'} ${rule} ${n} × ${sample}`) // prettier-ignore
}

async function partsOf(): Promise<AuditParts> {
  const { points } = readStarter(readRuleFolders(RULES), new Date().toISOString())
  const kinds = [...new Set(points.map(({ point }) => point.kind))]
  const release = makeRelease({ rules: kinds.map((kind) => ({ kind, version: 1, severity: null, stages: null })), points: points.map(({ point }) => point), sets: [] }) // prettier-ignore
  const compiled = compileRelease(release, RULE_KINDS)
  const active = createActiveRelease()
  active.swap({ releaseId: 'V1', title: '', hash: release.hash, state: 'active', since: new Date(), release, compiled, evaluator: createEvaluator(compiled) }) // prettier-ignore
  const quiet = () => undefined
  let call = 0
  return {
    active,
    histories: createHistories({ read: () => Promise.resolve(new Map()), keepLines: 5_000_000 }),
    writer: createLogWriter(() => Promise.resolve()),
    metrics: createMetrics(),
    clock: { now: () => new Date() },
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    nextCallId: () => ++call,
  }
}

let task = 0

async function ask(
  parts: AuditParts,
  infno: '3101' | '3102',
  { request, lines, tally }: { request: object; lines: number; tally: Tally },
): Promise<JudgeResult[]> {
  const body = { input: { data: { task_id: `T${++task}`, trig_scen: infno === '3101' ? '2' : '9', patient_dtos: [request] } } } // prettier-ignore
  const { result } = await audit(parts, { infno, body, caller: { id: '', institutions: null }, envelope: null, arrivedAt: performance.now() }) // prettier-ignore
  const judges = result.map((text) => JSON.parse(text) as JudgeResult)
  tally.calls++
  tally.lines += lines
  for (const { sev_deg, rule_id, rule_name, vola_cont, vola_evid } of judges) {
    const severe = sev_deg !== '3'
    if (severe) tally.interruptions++
    else tally.hints++
    const rule = `${rule_id} ${rule_name} ${vola_evid.split('|')[1]}`
    const seen = tally.byRule.get(rule)
    tally.byRule.set(rule, { n: (seen?.n ?? 0) + 1, severe, sample: seen?.sample ?? vola_cont })
  }
  return judges
}

function bodyOf({ person, encounter }: Visit, orders: readonly object[]): object {
  return { ...person, fsi_encounter_dtos: [{ ...encounter, fsi_order_dtos: orders }] }
}

/** Visits with what was settled of them, oldest first: no reversed settlement, no line taken back. */
async function visitsOf(directory: string): Promise<Visit[]> {
  const engine = await openEngine({ threads: 1 })
  try {
    const table = (name: string) => `read_parquet('${directory}/${name}.parquet')`
    const rows = await engine.rows(`
WITH settled AS (SELECT setl_id, mdtrt_id, ANY_VALUE(insutype) AS insutype, ANY_VALUE(dise_no) AS dise_no FROM ${table('setl_d')} WHERE vali_flag = '1' AND COALESCE(refd_setl_flag, '0') <> '1' AND init_setl_id IS NULL GROUP BY ALL),
taken AS (SELECT DISTINCT init_feedetl_sn AS sn FROM ${table('fee_list_d')} WHERE init_feedetl_sn IS NOT NULL),
days AS (
  SELECT l.mdtrt_id, CAST(l.fee_ocur_time AS DATE) AS day, to_json(list({rx_id: l.feedetl_sn, rxno: l.rx_drord_no, hilist_code: COALESCE(l.med_list_codg, l.hilist_code), hilist_name: l.hilist_name, hilist_lv: l.chrgitm_lv,
    cnt: CAST(l.cnt AS VARCHAR), pric: CAST(l.pric AS VARCHAR), sumamt: CAST(l.det_item_fee_sumamt AS VARCHAR), ownpay_amt: CAST(l.fulamt_ownpay_amt AS VARCHAR), drord_begn_date: strftime(l.fee_ocur_time, '%Y-%m-%d %H:%M:%S'),
    drord_dr_codg: COALESCE(l.orders_dr_code, l.bilg_dr_code), curr_drord_flag: '1'} ORDER BY l.fee_ocur_time, l.feedetl_sn)) AS orders
  FROM ${table('fee_list_d')} l JOIN settled USING (setl_id) WHERE l.vali_flag = '1' AND l.cnt > 0 AND l.init_feedetl_sn IS NULL AND l.feedetl_sn NOT IN (SELECT sn FROM taken) GROUP BY ALL),
diagnoses AS (SELECT mdtrt_id, to_json(list({dise_codg: diag_code, maindise_flag: maindiag_flag, dias_srt_no: diag_srt_no} ORDER BY diag_srt_no)) AS list FROM ${table('setl_diag_list_d')} GROUP BY ALL)
SELECT m.mdtrt_id, m.begntime,
  to_json({patn_id: m.psn_no, gend: p.gend, brdy: strftime(p.brdy, '%Y-%m-%d'), curr_mdtrt_id: m.mdtrt_id}) AS person,
  to_json({mdtrt_id: m.mdtrt_id, medins_id: m.fixmedins_code, medins_name: f.fixmedins_name, medins_lv: f.hosp_lv, adm_date: strftime(m.begntime, '%Y-%m-%d %H:%M:%S'),
    dscg_date: strftime(CASE WHEN left(m.med_type, 1) = '2' THEN m.endtime ELSE m.begntime END, '%Y-%m-%d %H:%M:%S'), dscg_main_dise_codg: m.dscg_maindiag_code, adm_dept_name: m.adm_dept_name, dr_codg: m.chfpdr_code, dscg_way: m.dscg_way,
    med_mdtrt_type: CASE WHEN left(m.med_type, 1) = '2' THEN '2' WHEN left(m.med_type, 2) = '41' THEN '3' ELSE '1' END, med_type: m.med_type, insutype: s.insutype, dise_no: s.dise_no, matn_stas: '0'}) AS encounter,
  CAST(d.list AS VARCHAR) AS diagnoses, to_json(list({day: strftime(days.day, '%Y-%m-%d'), orders: days.orders} ORDER BY days.day)) AS days
FROM ${table('mdtrt_d')} m JOIN days USING (mdtrt_id) JOIN ${table('psn_info_b')} p USING (psn_no) JOIN ${table('fixmedins_b')} f USING (fixmedins_code)
  LEFT JOIN diagnoses d USING (mdtrt_id) LEFT JOIN (SELECT mdtrt_id, ANY_VALUE(insutype) AS insutype, ANY_VALUE(dise_no) AS dise_no FROM settled GROUP BY ALL) s USING (mdtrt_id)
GROUP BY ALL ORDER BY m.begntime, m.mdtrt_id`) // prettier-ignore
    return rows.map((row): Visit => ({
      person: JSON.parse(String(row['person'])) as object,
      encounter: { ...(JSON.parse(String(row['encounter'])) as object), fsi_diagnose_dtos: row['diagnoses'] === null ? [] : (JSON.parse(String(row['diagnoses'])) as object[]) }, // prettier-ignore
      days: JSON.parse(String(row['days'])) as Visit['days'],
    }))
  } finally {
    engine.close()
  }
}

if (import.meta.main) await benchReminders(process.argv[2] === undefined ? {} : { city: process.argv[2] })
