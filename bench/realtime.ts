import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Day } from '@yijian/kernel'
import { claimsOf, compileRelease, createEvaluator, RULE_KINDS, type Encounter, type Release } from '@yijian/rules'
import { closedLoop, type LoadBody } from './realtime-load.ts'
import { packedText, type PackedLine } from '../apps/server/src/modules/rules/real-time/pack.ts'
import { benchReminders } from './reminders.ts'
import { serve, type BenchServer } from './realtime-server.ts'

const VISITS = 36
const VISIT_LINES = 5
/** As many as keep the server busy; more only wait longer. */
const RX_CLIENTS = 6
const STAY_CLIENTS = 4
/** Prepared lists of orders; requests take them in turn. */
const LISTS = 400

export interface RealtimeBench {
  readonly seconds?: number
  /** Persons with three years of monthly visits of five lines in the log; a call of each reads them before the measuring begins. */
  readonly persons?: number
  readonly only?: readonly string[]
}

/**
 * 3101/3102 over HTTP in a closed loop, every request committed to the log before it is answered (targets on two idle cores:
 * prescriptions of 10 lines with three years of history ≥ 1,000/s at p99 ≤ 15 ms; stays of 200 lines ≥ 200/s at p99 ≤ 50 ms), and
 * after kill -9 no answered request missing from the log. Server, database and load share the machine: CPU is printed beside.
 * Half of the lines are items that points name. Ordinary: one line in twenty breaks a rule; dense: as it falls (one in
 * four). Parts (`--only`): rx, rx-dense, stay, stay-dense, clean, kill.
 */
export async function benchRealtime({ seconds = 8, persons = 2000, only }: RealtimeBench = {}): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'yijian-bench-realtime-'))
  const wants = (part: string) => only === undefined || only.includes(part)
  let server = await serve(directory)
  try {
    // The starter library runs in trial outside demonstration mode; here reminders are to be rendered and answered.
    await server.database.query(`INSERT INTO rule_activation (release_id, state, at, by_name, reason) VALUES ('V1', 'active', now(), 'bench', 'bench')`) // prettier-ignore
    const codes = codesOf(await releaseOf(server))
    await fillHistory(server, persons, codes.named)
    await server.stop()
    server = await serve(directory)
    const work = { server, codes, persons, seconds }
    const history = `${VISITS * VISIT_LINES} lines of history`
    if (['rx', 'rx-dense', 'stay', 'stay-dense'].some(wants)) await load({ ...work, title: `first call of each person, prescriptions, 10 lines, ${history} read from the log`, infno: '3101', lines: 10, clients: RX_CLIENTS, dense: false, seconds: 300, most: persons }) // prettier-ignore
    if (wants('rx')) await load({ ...work, title: `prescriptions, 10 lines, ${history}`, infno: '3101', lines: 10, clients: RX_CLIENTS, dense: false }) // prettier-ignore
    if (wants('rx-dense')) await load({ ...work, title: `prescriptions, 10 lines, ${history}, dense`, infno: '3101', lines: 10, clients: RX_CLIENTS, dense: true }) // prettier-ignore
    if (wants('stay')) await load({ ...work, title: 'stays, 200 lines', infno: '3102', lines: 200, clients: STAY_CLIENTS, dense: false }) // prettier-ignore
    if (wants('stay-dense')) await load({ ...work, title: 'stays, 200 lines, dense', infno: '3102', lines: 200, clients: STAY_CLIENTS, dense: true }) // prettier-ignore
    if (wants('clean')) await benchReminders()
    if (!wants('kill')) return
    const killed = load({ ...work, title: 'until kill -9', infno: '3101', lines: 10, clients: RX_CLIENTS, dense: true, seconds: 3 }) // prettier-ignore
    await new Promise((resume) => setTimeout(resume, 2000))
    server.kill()
    const answered = await killed
    server = await serve(directory)
    const { rows } = await server.database.query<{ n: string }>('SELECT COUNT(*) AS n FROM unnest($1::text[]) AS t(task) WHERE EXISTS (SELECT 1 FROM rule_call c WHERE c.task_id = t.task)', [answered]) // prettier-ignore
    console.log(`after kill -9: ${answered.length} answered, ${answered.length - Number(rows[0]?.n)} missing from the log`) // prettier-ignore
  } finally {
    await server.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}

async function releaseOf({ database }: BenchServer): Promise<Release> {
  const { rows } = await database.query<{ content: string }>('SELECT content FROM rule_release LIMIT 1')
  return JSON.parse(rows[0]?.content ?? '') as Release
}

interface Codes {
  /** Codes that points name. */
  readonly named: readonly string[]
  /** Those of them that alone bring a reminder to the patient of the load, and those that do not. */
  readonly broken: readonly string[]
  readonly kept: readonly string[]
}

function codesOf(release: Release): Codes {
  const evaluator = createEvaluator(compileRelease(release, RULE_KINDS))
  const named = release.points.flatMap(({ keys }) => keys).filter((key) => /^\w+$/.test(key))
  const isBroken = (code: string) => {
    const claims = claimsOf({ visits: [{ mode: 'OPT', medType: '11', tier: 3, adm: '2026-03-02' as Day, dsc: null }], lines: [{ code, at: '2026-03-02', inscp: '20.00' }] }) // prettier-ignore
    return evaluator.judge(evaluator.tableOf(claims), 'B').length > 0
  }
  return { named, broken: named.filter(isBroken), kept: named.filter((code) => !isBroken(code)) }
}

/** Half of the lines are items that some point names, half are not. */
function codeAt(codes: readonly string[], n: number): string {
  return n % 2 === 0 ? (codes[(n * 7919) % codes.length] ?? 'X') : `XN0${n % 5000}`
}

const CALL_COLUMNS = 'call_id, at, infno, fixmedins_code, fixmedins_name, admdvs, psn_no, mdtrt_id, doctor, lines, release_id, state, took_us, hits, shown, outcome, claims' // prettier-ignore

async function fillHistory({ database }: BenchServer, persons: number, codes: readonly string[]): Promise<void> {
  await database.query('SET synchronous_commit = off')
  let id = 0
  for (let from = 0; from < persons; from += 100) {
    const rows = Array.from({ length: 100 * VISITS }, (_, n) => pastCall({ person: from + Math.floor(n / VISITS), visit: n % VISITS, codes })) // prettier-ignore
    const column = (name: 'at' | 'psn' | 'mdtrt' | 'claims') => rows.map((row) => row[name])
    await database.query(
      `INSERT INTO rule_call (${CALL_COLUMNS})
       SELECT id, at, '3101', 'H1', '示例医院', '410102', psn, mdtrt, 'D1', ${VISIT_LINES}, 'V1', 'active', 0, 0, 0, 'judged', claims
       FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::json[]) AS t(id, at, psn, mdtrt, claims)`,
      [rows.map(() => ++id), column('at'), column('psn'), column('mdtrt'), column('claims')],
    )
  }
  await database.query('ANALYZE rule_call')
  await database.query('CHECKPOINT')
}

function pastCall({ person, visit, codes }: { person: number; visit: number; codes: readonly string[] }) {
  const at = new Date(Date.now() - (VISITS - visit) * 30 * 86_400_000).toISOString()
  const mdtrt = `H${person}-${visit}`
  const encounter: Encounter = { mdtrtId: mdtrt, psnNo: psnNo(person), rev: 0, void: false, mode: 'OPT', medType: '11', insutype: '310', adm: at.slice(0, 10) as Day, dsc: null, inst: 'H1', tier: 3, hospType: null, dept: '内科', diseaseNo: null, internet: false, dx: ['I10.x00'], ops: [], dscgWay: null, receivingInst: null, birthWeight: null, gestWeeks: null, reportedDays: null, cert: null, instDesignated: null, batchShare: null } // prettier-ignore
  const lines = Array.from({ length: VISIT_LINES }, (_, n): PackedLine => [`L${n}`, codeAt(codes, person * 31 + visit * 7 + n), '历史项目', `${at.slice(0, 10)} 09:00:00`, 10_000, 2000, 2000, 2000, '内科', 3, 1, 7, `R${visit}`, 0]) // prettier-ignore
  return { at, psn: psnNo(person), mdtrt, claims: packedText({ v: 1, full: false, encounter, lines }) }
}

function psnNo(person: number): string {
  return `P${String(person).padStart(6, '0')}`
}

interface Load {
  readonly server: BenchServer
  readonly title: string
  readonly infno: '3101' | '3102'
  readonly lines: number
  readonly clients: number
  readonly seconds: number
  readonly most?: number
  readonly persons: number
  readonly codes: Codes
  /** Codes as they fall, or most of them such as break no rule. */
  readonly dense: boolean
}

/** Prints what came of it; returns the tasks that got an answer. */
async function load({ server, ...options }: Load): Promise<readonly string[]> {
  const lists = Array.from({ length: LISTS }, (_, n) => Buffer.from(JSON.stringify(ordersOf(options, n))))
  const before = server.cpu()
  const { times, elapsed, results, failed, answered, cpu: own } = await closedLoop({ url: server.url, path: `/fsi/api/${options.infno}`, clients: options.clients, seconds: options.seconds, ...(options.most === undefined ? {} : { most: options.most }), body: (n) => bodyOf(options, lists, n) }) // prettier-ignore
  const after = server.cpu()
  const at = (share: number) => (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(1)
  // Processes of the database come and go (autovacuum): what one used before it went is not seen.
  const database = [...after.database].reduce((sum, [pid, used]) => sum + used - (before.database.get(pid) ?? 0), 0)
  const each = (millis: number) => (millis / times.length).toFixed(2)
  const use = after.server > before.server ? `CPU ms a call: server ${each(after.server - before.server)}, database ${each(database)}, load ${each(own)}` : '' // prettier-ignore
  console.log(`${options.title}: ${(times.length / elapsed).toFixed(0)}/s, p50 ${at(0.5)} p99 ${at(0.99)} max ${at(1)} ms; ${use}; ${(results / times.length).toFixed(2)} reminders a call, ${failed} failed, load average ${loadavg()[0]?.toFixed(1)}`) // prettier-ignore
  return answered
}

/** Lines of a stay lie on the last eight days, at three times of the day. */
const STAY_DAYS = 8
const dayBefore = (days: number) => new Date(Date.now() + 8 * 3_600_000 - days * 86_400_000).toISOString().slice(0, 10)
const DAY = dayBefore(0)

function ordersOf({ infno, lines, codes, dense }: Omit<Load, 'server'>, n: number): object[] {
  const timeOf = (i: number) =>
    infno === '3101' ? `${DAY} 09:00:00` : `${dayBefore(i % STAY_DAYS)} ${['08', '14', '20'][i % 3]}:00:00`
  const { named, broken, kept } = codes
  const codeOf = (i: number) => {
    if (dense) return codeAt(named, n * lines * 17 + i)
    // A stay has the same things day by day.
    const at = n * lines * 17 + (infno === '3101' ? i : Math.floor(i / STAY_DAYS))
    return at % 20 === 0 ? (broken[(at * 7919) % broken.length] ?? 'X') : codeAt(kept, at)
  }
  return Array.from({ length: lines }, (_, i) => ({ rx_id: `A${i}`, rxno: 'RX1', grpno: '', long_drord_flag: '0', hilist_type: '101', chrg_type: '09', drord_bhvr: '0', hilist_code: codeOf(i), hilist_name: '测试项目', hilist_lv: '01', hilist_pric: '20.00', hosplist_code: `Y${i}`, hosplist_name: '测试项目', cnt: '1', pric: '20.00', sumamt: '20.00', ownpay_amt: '0', selfpay_amt: '0', spec: '1片', spec_unt: '片', drord_begn_date: timeOf(i), drord_dept_codg: 'A03', drord_dept_name: '内科', drord_dr_codg: 'D1', drord_dr_name: '医师1', drord_dr_profttl: '3', curr_drord_flag: '1' })) // prettier-ignore
}

/** Doctors ask some times in a visit, orders changed in between. */
const CALLS_A_VISIT = 4

function bodyOf({ infno, persons, title }: Omit<Load, 'server'>, lists: readonly Buffer[], n: number): LoadBody {
  const task = `${infno}-${process.pid}-${title.length}-${n}`
  const person = (n * 7919) % persons
  const visit = `${infno}-${process.pid}-${title.length}-${person}-${Math.floor(n / persons / CALLS_A_VISIT)}`
  const adm = `${infno === '3101' ? DAY : dayBefore(STAY_DAYS)} 08:00:00`
  const encounter = { mdtrt_id: visit, medins_id: 'H1', medins_name: '示例医院', medins_admdvs: '410102', medins_type: 'A1', medins_lv: '02', adm_date: adm, dscg_date: adm, dscg_main_dise_codg: 'I10.x00', fsi_diagnose_dtos: [{ dise_codg: 'I10.x00', maindise_flag: '1', dias_srt_no: '1' }], dr_codg: 'D1', med_mdtrt_type: infno === '3101' ? '1' : '2', med_type: infno === '3101' ? '11' : '21', insutype: '310', matn_stas: '0', fsi_operation_dtos: '', fsi_order_dtos: 0 } // prettier-ignore
  const patient = { patn_id: psnNo(person), patn_name: '患者', gend: '1', brdy: '1970-05-20', poolarea: '410100', curr_mdtrt_id: visit, fsi_encounter_dtos: [encounter] } // prettier-ignore
  const request = JSON.stringify({ infno, fixmedins_code: 'H1', input: { data: { syscode: 'HIS', task_id: task, trig_scen: infno === '3101' ? '2' : '9', patient_dtos: [patient] } } }) // prettier-ignore
  const at = request.lastIndexOf('"fsi_order_dtos":0') + '"fsi_order_dtos":'.length
  return { task, parts: [request.slice(0, at), lists[n % lists.length] ?? '[]', request.slice(at + 1)] }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { seconds: { type: 'string' }, persons: { type: 'string' }, only: { type: 'string' } } }) // prettier-ignore
  await benchRealtime({
    ...(values.seconds === undefined ? {} : { seconds: Number(values.seconds) }),
    ...(values.persons === undefined ? {} : { persons: Number(values.persons) }),
    ...(values.only === undefined ? {} : { only: values.only.split(',') }),
  })
}
