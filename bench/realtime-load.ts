import { connect, type Socket } from 'node:net'

/** One request: its texts and buffers are sent one after the other, nothing is copied for it. */
export interface LoadBody {
  readonly task: string
  readonly parts: readonly (string | Buffer)[]
}

export interface LoadOptions {
  readonly url: string
  readonly path: string
  readonly clients: number
  /** Ends after so long, or after so many requests, whichever comes first. */
  readonly seconds: number
  readonly most?: number
  /** The nth request. */
  readonly body: (n: number) => LoadBody
}

export interface LoadFigures {
  /** Milliseconds, ascending. */
  readonly times: readonly number[]
  readonly elapsed: number
  readonly results: number
  readonly failed: number
  /** Tasks that got an answer. */
  readonly answered: readonly string[]
  /** CPU milliseconds of this process. */
  readonly cpu: number
}

/**
 * A closed loop: every client sends its next request when it has the whole answer to the last. Speaks HTTP by hand over one
 * connection each, so that the load costs next to nothing of the machine it shares with what it measures.
 */
export async function closedLoop({
  url,
  path,
  clients,
  seconds,
  most = Infinity,
  body,
}: LoadOptions): Promise<LoadFigures> {
  const { hostname, port } = new URL(url)
  const answered: string[] = []
  const times: number[] = []
  const figures = { results: 0, failed: 0 }
  const before = process.cpuUsage()
  const began = performance.now()
  const until = began + seconds * 1000
  let next = 0

  async function run(): Promise<void> {
    const client = await open({ hostname, port: Number(port) })
    try {
      while (performance.now() < until && next < most) {
        const { task, parts } = body(next++)
        const start = performance.now()
        const reply = await client.ask(path, parts)
        times.push(performance.now() - start)
        if (reply.indexOf('"infcode":0') < 0) figures.failed++
        else answered.push(task)
        for (let at = reply.indexOf('"jr_id"'); at >= 0; at = reply.indexOf('"jr_id"', at + 7)) figures.results++
      }
    } finally {
      client.close()
    }
  }
  // A server that is killed meanwhile ends its clients; what they were answered before counts.
  await Promise.all(Array.from({ length: clients }, () => run().catch(() => undefined)))
  const { user, system } = process.cpuUsage(before)
  const elapsed = (performance.now() - began) / 1000
  return { times: times.sort((a, b) => a - b), elapsed, ...figures, answered, cpu: (user + system) / 1000 }
}

interface Client {
  ask(path: string, parts: readonly (string | Buffer)[]): Promise<Buffer>
  close(): void
}

async function open({ hostname, port }: { hostname: string; port: number }): Promise<Client> {
  const socket = connect({ host: hostname, port, noDelay: true })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  let waiting: { readonly resolve: (reply: Buffer) => void; readonly reject: (error: Error) => void } | undefined
  const parts: Buffer[] = []
  const gone = (error?: Error) => waiting?.reject(error ?? new Error('closed'))
  socket.on('error', gone)
  socket.on('close', () => gone())
  socket.on('data', (part) => {
    parts.push(part)
    const whole = parts.length === 1 ? part : Buffer.concat(parts)
    const reply = replyOf(whole)
    if (!reply) return void parts.splice(0, parts.length, whole)
    parts.length = 0
    waiting?.resolve(reply)
  })
  return {
    ask: (path, body) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        send(socket, path, body)
      }),
    close: () => socket.destroy(),
  }
}

function send(socket: Socket, path: string, body: readonly (string | Buffer)[]): void {
  const length = body.reduce((sum, part) => sum + (typeof part === 'string' ? Buffer.byteLength(part) : part.length), 0)
  socket.cork()
  socket.write(`POST ${path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`) // prettier-ignore
  for (const part of body) socket.write(part)
  socket.uncork()
}

/** The body of a whole response; undefined while more is to come. */
function replyOf(whole: Buffer): Buffer | undefined {
  const end = whole.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const length = /content-length: (\d+)/i.exec(whole.subarray(0, end).toString('latin1'))?.[1]
  const size = end + 4 + Number(length)
  return whole.length >= size ? whole.subarray(end + 4, size) : undefined
}
