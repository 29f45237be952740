import { platformEndpoints } from '@yijian/contract'
import { route, type Route } from './http/route.ts'
import type { HealthCheck } from './module.ts'

const TIMEOUT_MS = 3000

/** 运行状况: every check answers in time or counts as failed; a message says nothing about data. */
export function healthRoute(checks: readonly HealthCheck[], version: string): Route {
  return route(platformEndpoints.health, async () => {
    const results = await Promise.all(checks.map(runCheck))
    return { status: results.every(({ ok }) => ok) ? ('ok' as const) : ('degraded' as const), version, checks: results }
  })
}

async function runCheck({ name, check }: HealthCheck) {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timeout')), TIMEOUT_MS)
  })
  try {
    return { name, ok: true, message: await Promise.race([check(), late]) }
  } catch {
    return { name, ok: false, message: '异常' }
  } finally {
    clearTimeout(timer)
  }
}
