import { fork, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startServer } from '../apps/server/src/main.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
/** Persons with three years of monthly visits of five lines in the log. */
const PERSONS = 500
const VISITS = 36
const VISIT_LINES = 5

/**
 * 3101/3102 over HTTP in a closed loop, every request committed to the log before it is answered (targets on two idle cores:
 * prescriptions of 10 lines with three years of history ≥ 1,000/s at p99 ≤ 15 ms; stays of 200 lines ≥ 200/s at p99 ≤ 50 ms), and
 * after kill -9 no answered request missing from the log. Server, database and load share the machine: CPU is printed beside.
 */
export async function benchRealtime({ seconds = 12 }: { seconds?: number } = {}): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'yijian-bench-realtime-'))
  let server = await serve(directory)
  try {
    // The starter library runs in trial outside demonstration mode; here reminders are to be rendered and answered.
    await server.sql(`INSERT INTO rule_activation (release_id, state, at, by_name, reason) VALUES ('V1', 'active', now(), 'bench', 'bench')`) // prettier-ignore
    const codes = await codesOf(server)
    await fillHistory(server, codes)
    await server.stop()
    server = await serve(directory)
    await load(server, { title: `prescriptions, 10 lines, ${VISITS * VISIT_LINES} lines of history`, infno: '3101', lines: 10, clients: 8, seconds, codes }) // prettier-ignore
    await load(server, { title: 'stays, 200 lines', infno: '3102', lines: 200, clients: 4, seconds, codes })
    const killed = load(server, { title: 'until kill -9', infno: '3101', lines: 10, clients: 8, seconds: 3, codes })
    await new Promise((resume) => setTimeout(resume, 2000))
    server.kill()
    const { answered } = await killed
    server = await serve(directory)
    const found = await server.sql(`SELECT COUNT(*) AS n FROM unnest(string_to_array($1, ',')) AS t(task) WHERE EXISTS (SELECT 1 FROM rule_call c WHERE c.task_id = t.task)`, [answered.join(',')]) // prettier-ignore
    console.log(`after kill -9: ${answered.length} answered, ${answered.length - Number(found[0]?.['n'])} missing from the log`) // prettier-ignore
  } finally {
    await server.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}

interface Server {
  readonly url: string
  readonly pid: number
  sql(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>
  stop(): Promise<void>
  kill(): void
}

async function serve(directory: string): Promise<Server> {
  const child = fork(fileURLToPath(import.meta.url), ['serve', directory], { env: { ...process.env, YIJIAN_MODE: 'development', YIJIAN_LOG_LEVEL: 'error', YIJIAN_ADMIN_PASSWORD: 'Bench-Secret-2026' } }) // prettier-ignore
  child.setMaxListeners(100)
  const { url } = await message<{ url: string }>(child, 'url')
  let serial = 0
  return {
    url,
    pid: child.pid ?? 0,
    sql: async (text, values = []) => {
      const id = `q${++serial}`
      child.send({ id, text, values })
      return (await message<{ rows: Record<string, unknown>[] }>(child, id)).rows
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise((resume) => child.once('exit', resume))
      child.send({ id: 'stop' })
      await gone
    },
    kill: () => child.kill('SIGKILL'),
  }
}

function message<T>(child: ChildProcess, id: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const listen = (said: unknown) => {
      if ((said as { id?: string }).id !== id) return
      child.off('message', listen)
      resolve(said as T)
    }
    child.on('message', listen)
    child.once('exit', () => reject(new Error('the server ended')))
  })
}

/** The child's side. */
async function runServer(directory: string): Promise<void> {
  const server = await startServer({ dataDirectory: directory, contentDirectory: join(ROOT, 'content'), consoleDirectory: join(directory, 'no-console'), port: 0, demo: false }) // prettier-ignore
  process.on('message', (asked: { id: string; text?: string; values?: unknown[] }) => {
    if (asked.id === 'stop') return void server.close().then(() => process.exit(0))
    void server.store.pool.query(asked.text ?? '', asked.values ?? []).then(({ rows }) => process.send?.({ id: asked.id, rows: rows as unknown[] })) // prettier-ignore
  })
  process.send?.({ id: 'url', url: server.url })
}

/** Codes that points name. */
async function codesOf(server: Server): Promise<string[]> {
  const rows = await server.sql('SELECT content FROM rule_release LIMIT 1')
  const { points } = JSON.parse(String(rows[0]?.['content'])) as { points: { keys: string[] }[] }
  return points.flatMap(({ keys }) => keys).filter((key) => /^\w+$/.test(key))
}

/** Half of the lines are items that some point names, half are not. */
function codeAt(codes: readonly string[], n: number): string {
  return n % 2 === 0 ? (codes[(n * 7919) % codes.length] ?? 'X') : `XN0${n % 5000}`
}

async function fillHistory(server: Server, codes: readonly string[]): Promise<void> {
  let id = 0
  for (let from = 0; from < PERSONS; from += 100) {
    const rows: object[] = []
    for (let p = from; p < from + 100; p++)
      for (let v = 0; v < VISITS; v++) rows.push(pastCall({ id: ++id, person: p, visit: v, codes }))
    await server.sql('INSERT INTO rule_call SELECT * FROM json_populate_recordset(NULL::rule_call, $1::json)', [JSON.stringify(rows)]) // prettier-ignore
  }
}

function pastCall({
  id,
  person,
  visit,
  codes,
}: {
  id: number
  person: number
  visit: number
  codes: readonly string[]
}) {
  const at = new Date(Date.now() - (VISITS - visit) * 30 * 86_400_000).toISOString()
  const mdtrt = `H${person}-${visit}`
  const encounter = { mdtrtId: mdtrt, psnNo: `P${person}`, rev: 0, void: false, mode: 'OPT', medType: '11', insutype: '310', adm: at.slice(0, 10), dsc: null, inst: 'H1', tier: 3, hospType: null, dept: '内科', diseaseNo: null, internet: false, dx: ['I10.x00'], ops: [], dscgWay: null, receivingInst: null, birthWeight: null, gestWeeks: null, reportedDays: null, cert: null, instDesignated: null, batchShare: null } // prettier-ignore
  const lines = Array.from({ length: VISIT_LINES }, (_, n) => [`L${n}`, codeAt(codes, person * 31 + visit * 7 + n), '历史项目', `${at.slice(0, 10)} 09:00:00`, 10_000, 2000, 2000, 2000, '内科', 3, 1, 7, `R${visit}`, 0]) // prettier-ignore
  return { call_id: id, at, infno: '3101', task_id: null, fixmedins_code: 'H1', fixmedins_name: '示例医院', admdvs: '410102', psn_no: `P${person}`, mdtrt_id: mdtrt, doctor: 'D1', lines: VISIT_LINES, release_id: 'V1', state: 'active', took_us: 0, hits: 0, shown: 0, outcome: 'judged', reason: null, claims: { v: 1, full: false, encounter, lines } } // prettier-ignore
}

interface Load {
  readonly title: string
  readonly infno: '3101' | '3102'
  readonly lines: number
  readonly clients: number
  readonly seconds: number
  readonly codes: readonly string[]
}

async function load(server: Server, options: Load): Promise<{ answered: string[] }> {
  const { title, clients, seconds } = options
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const answered: string[] = []
  const times: number[] = []
  const figures = { results: 0, failed: 0 }
  const until = performance.now() + seconds * 1000
  const cpu = cpuOf(server.pid)
  const began = performance.now()
  await Promise.all(Array.from({ length: clients }, (_, client) => loop(client)))
  agent.destroy()
  const elapsed = (performance.now() - began) / 1000
  const used = cpuOf(server.pid) - cpu
  const sorted = times.sort((a, b) => a - b)
  const at = (share: number) => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)
  const perCall = used > 0 ? `, server CPU ${((used * 1000) / sorted.length).toFixed(2)} ms a call` : ''
  console.log(`${title}: ${(sorted.length / elapsed).toFixed(0)}/s, p50 ${at(0.5)} p99 ${at(0.99)} max ${at(1)} ms${perCall}, ${figures.results} reminders, ${figures.failed} failed, load ${loadavg()[0]?.toFixed(1)}`) // prettier-ignore
  return { answered }

  async function loop(client: number): Promise<void> {
    for (let n = client; performance.now() < until; n += clients) {
      const task = `${options.infno}-${process.pid}-${title.length}-${n}`
      const start = performance.now()
      const reply = await post(agent, `${server.url}/fsi/api/${options.infno}`, bodyOf(options, { n, task })).catch(() => undefined) // prettier-ignore
      if (reply === undefined) return
      times.push(performance.now() - start)
      if (!reply.includes('"infcode":0')) figures.failed++
      else answered.push(task)
      figures.results += reply.split('"jr_id"').length - 1
    }
  }
}

function bodyOf({ infno, lines, codes }: Load, { n, task }: { n: number; task: string }): string {
  const person = (n * 13) % PERSONS
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const orders = Array.from({ length: lines }, (_, i) => ({ rx_id: `A${i}`, rxno: 'RX1', grpno: '', long_drord_flag: '0', hilist_type: '101', chrg_type: '09', drord_bhvr: '0', hilist_code: codeAt(codes, n * 17 + i), hilist_name: '测试项目', hilist_lv: '01', hilist_pric: '20.00', hosplist_code: `Y${i}`, hosplist_name: '测试项目', cnt: '1', pric: '20.00', sumamt: '20.00', ownpay_amt: '0', selfpay_amt: '0', spec: '1片', spec_unt: '片', drord_begn_date: `${day} 09:00:00`, drord_dept_codg: 'A03', drord_dept_name: '内科', drord_dr_codg: 'D1', drord_dr_name: '医师1', drord_dr_profttl: '3', curr_drord_flag: '1' })) // prettier-ignore
  const encounter = { mdtrt_id: task, medins_id: 'H1', medins_name: '示例医院', medins_admdvs: '410102', medins_type: 'A1', medins_lv: '02', adm_date: `${day} 08:00:00`, dscg_date: `${day} 08:00:00`, dscg_main_dise_codg: 'I10.x00', fsi_diagnose_dtos: [{ dise_codg: 'I10.x00', maindise_flag: '1', dias_srt_no: '1' }], dr_codg: 'D1', med_mdtrt_type: infno === '3101' ? '1' : '2', med_type: infno === '3101' ? '11' : '21', insutype: '310', matn_stas: '0', fsi_order_dtos: orders, fsi_operation_dtos: '' } // prettier-ignore
  return JSON.stringify({ infno, fixmedins_code: 'H1', input: { data: { syscode: 'HIS', task_id: task, trig_scen: infno === '3101' ? '2' : '9', patient_dtos: [{ patn_id: `P${person}`, patn_name: '患者', gend: '1', brdy: '1970-05-20', poolarea: '410100', curr_mdtrt_id: task, fsi_encounter_dtos: [encounter] }] } } }) // prettier-ignore
}

function post(agent: Agent, url: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request(url, { agent, method: 'POST', headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve(Buffer.concat(parts).toString()))
      response.on('error', reject)
    }) // prettier-ignore
    call.on('error', reject)
    call.end(body)
  })
}

/** CPU seconds of a process so far (Linux); 0 elsewhere or when it is gone. */
function cpuOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    return 0
  }
}

const isMain = process.argv[1] === fileURLToPath(import.meta.url)
if (isMain && process.argv[2] === 'serve') await runServer(process.argv[3] ?? '')
else if (isMain) await benchRealtime()
