import type { IncomingMessage } from 'node:http'

/** What is worth receiving only to be able to answer; beyond it the connection is cut. */
const MOST = 64 * 2 ** 20

/** Receives a body that is too large and keeps nothing of it: a client that is still sending would find the connection broken, not the answer. */
export async function passOver(body: IncomingMessage): Promise<void> {
  let seen = 0
  for await (const chunk of body) {
    seen += (chunk as Buffer).length
    if (seen > MOST) break
  }
}
