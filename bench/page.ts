import { mkdirSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startServer } from '../apps/server/src/main.ts'

export interface BenchPagesOptions {
  /** Address of a running server in demonstration mode. */
  readonly url: string
  readonly users?: number
  readonly seconds?: number
}

export interface PageTimes {
  readonly page: string
  readonly n: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

/** Makes the demonstration city in `directory`, prints how long the first and the second start take, and benches its pages. */
export async function benchDemonstration({ directory }: { directory: string }): Promise<readonly PageTimes[]> {
  const dataDirectory = join(directory, 'demonstration')
  mkdirSync(dataDirectory, { recursive: true, mode: 0o755 })
  const root = fileURLToPath(new URL('../', import.meta.url))
  const start = () =>
    startServer({
      dataDirectory,
      contentDirectory: join(root, 'content'),
      consoleDirectory: join(root, 'apps/console/dist'),
      port: 0,
      demo: true,
      environment: { ...process.env, YIJIAN_LOG_LEVEL: 'error' },
    })
  const began = performance.now()
  const first = await start()
  const listening = performance.now()
  await first.ready
  console.log(
    `first start: listening after ${seconds(began, listening)} s, city ready after ${seconds(began, performance.now())} s`,
  )
  await first.close()
  const again = performance.now()
  const second = await start()
  await second.ready
  console.log(`second start: ready after ${seconds(again, performance.now())} s`)
  try {
    return await benchPages({ url: second.url })
  } finally {
    await second.close()
  }
}

const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1)

interface Reader {
  readonly get: (path: string) => Promise<unknown>
  readonly post: (path: string, body: unknown) => Promise<unknown>
}

/**
 * Page data with 20 people at work while a model run is going on: each takes the overview, a list with a random filter and page, a
 * finding and its fee lines, one after the other. Prints and answers the times by page, with the load average.
 */
export async function benchPages({
  url,
  users = 20,
  seconds: duration = 20,
}: BenchPagesOptions): Promise<readonly PageTimes[]> {
  const hints = (await (await fetch(`${url}/api/session/hints`)).json()) as {
    accounts: { username: string; password: string }[]
  }
  const account = hints.accounts[0]
  if (!account) throw new Error('the server is not in demonstration mode')
  const readers = await Promise.all(Array.from({ length: users }, () => signIn(url, account)))
  const first = readers[0]
  if (!first) throw new Error('no users')
  const models = ((await first.get('/api/models')) as { rows: { modelId: string }[] }).rows.map(
    ({ modelId }) => modelId,
  )
  const job = (await first.post('/api/runs', { modelIds: models })) as { jobId: string }
  const times = new Map<string, number[]>()
  const until = performance.now() + duration * 1000
  let runs = 1
  const watch = keepRunning()
  await Promise.all(readers.map((reader, seat) => work(reader, { seat, until, times })))
  await watch
  const rows = [...times].map(([page, values]) => summary(page, values))
  rows.push(summary('all', [...times.values()].flat()))
  print(rows, { users, runs, duration })
  return rows

  /** Another run as soon as one ends, so that the machine is never at rest. */
  async function keepRunning(): Promise<void> {
    let current = job.jobId
    while (performance.now() < until) {
      await new Promise((resume) => setTimeout(resume, 500))
      const { state } = (await first?.get(`/api/jobs/${current}`)) as { state: string }
      if (state === 'queued' || state === 'running') continue
      if (state === 'failed') throw new Error('the model run failed')
      current = ((await first?.post('/api/runs', { modelIds: models })) as { jobId: string }).jobId
      runs++
    }
    await first?.post(`/api/jobs/${current}/cancel`, {}).catch(() => undefined)
  }
}

async function signIn(url: string, account: { username: string; password: string }): Promise<Reader> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${url}/api/session`, { method: 'POST', headers, body: JSON.stringify(account) })
  if (!answer.ok) throw new Error(`sign-in: ${answer.status}`)
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const call = async (path: string, init: RequestInit) => {
    const response = await fetch(url + path, init)
    const body: unknown = await response.json()
    if (!response.ok) throw new Error(`${path}: ${response.status}`)
    return body
  }
  return {
    get: (path) => call(path, { headers: { cookie } }),
    post: (path, body) => call(path, { method: 'POST', headers: { ...headers, cookie }, body: JSON.stringify(body) }),
  }
}

interface Shift {
  readonly seat: number
  readonly until: number
  readonly times: Map<string, number[]>
}

const FILTERS = [
  '',
  'level=高',
  'level=高,中&sort=amtFund',
  'sort=periodFrom&order=asc',
  'kind=excluded',
  'q=医院',
  'minFund=500',
]

async function work(reader: Reader, { seat, until, times }: Shift): Promise<void> {
  const timed = async (page: string, path: string) => {
    const start = performance.now()
    const answer = await reader.get(path)
    const list = times.get(page) ?? []
    list.push(performance.now() - start)
    times.set(page, list)
    return answer
  }
  for (let turn = seat; performance.now() < until; turn++) {
    await timed('overview', '/api/overview')
    const filter = FILTERS[turn % FILTERS.length] ?? ''
    const list = (await timed('list', `/api/findings?size=50&page=${1 + (turn % 2)}&${filter}`)) as {
      rows: { findingId: string }[]
    }
    await timed('facets', `/api/findings/facets?${filter}`)
    const finding = list.rows[turn % Math.max(1, list.rows.length)]
    if (finding) {
      await timed('detail', `/api/findings/${finding.findingId}`)
      if (turn % 4 === 0) await timed('lines', `/api/findings/${finding.findingId}/lines?size=50`)
    }
    await timed('institutions', '/api/institutions?size=50')
    // Somebody reads what came.
    await new Promise((resume) => setTimeout(resume, 200 + ((turn * 97) % 400)))
  }
}

function summary(page: string, values: readonly number[]): PageTimes {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
  return { page, n: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

function print(
  rows: readonly PageTimes[],
  { users, runs, duration }: { users: number; runs: number; duration: number },
): void {
  const load = loadavg()
    .map((value) => value.toFixed(1))
    .join(' ')
  console.log(`page data, ${users} users, ${duration} s, ${runs} model run(s) meanwhile, load average ${load}`)
  console.log('page           requests   p50 ms   p95 ms   p99 ms')
  for (const { page, n, p50, p95, p99 } of rows) {
    const cells = [n, p50, p95, p99].map((value) => String(value).padStart(8)).join(' ')
    console.log(`${page.padEnd(14)} ${cells}`)
  }
}
