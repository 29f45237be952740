import type { Overview } from '@yijian/contract'
import { LEVELS } from '@yijian/kernel'
import { readState } from '@yijian/warehouse'
import type { z } from 'zod'
import type { Access } from '../../platform/access/scope.ts'
import type { Platform } from '../../platform/module.ts'
import type { SupervisionModule } from '../supervision/public.ts'

type OverviewView = z.output<typeof Overview>

const FRESH_MS = 60_000
const MAX_SCOPES = 200

/** 首页总览 by scope, kept until findings, runs or batches change: many people open the same page. */
export function createOverview(platform: Platform, supervision: SupervisionModule) {
  const kept = new Map<string, { at: number; answer: Promise<OverviewView> }>()
  platform.events.subscribe((event) => {
    if (event.type === 'data') kept.clear()
  })
  return (access: Access): Promise<OverviewView> => {
    const key = JSON.stringify(access.scope)
    const now = platform.clock.now().getTime()
    const found = kept.get(key)
    if (found && now - found.at < FRESH_MS) return found.answer
    const answer = buildOverview(platform, supervision, access)
    answer.catch(() => kept.delete(key))
    if (kept.size >= MAX_SCOPES) kept.clear()
    kept.set(key, { at: now, answer })
    return answer
  }
}

async function buildOverview(
  platform: Platform,
  supervision: SupervisionModule,
  access: Access,
): Promise<OverviewView> {
  const { regions } = platform
  const [figures, institutions, attempts, run] = await Promise.all([
    supervision.overview(access),
    supervision.institutions(access),
    supervision.latestAttempts(),
    supervision.latestRun(),
  ])
  const { total } = figures
  const failed = attempts.filter(({ state }) => state === 'failed')
  const institutionOf = new Map(institutions.map((row) => [row.fixmedins_code, row]))
  const level = new Map(figures.byLevel.map((slice) => [slice.key, slice]))
  return {
    asOf: run?.as_of ?? null,
    snapshot: run?.snapshot ?? null,
    lastRunAt: run?.at.toISOString() ?? null,
    lastImportAt: lastImportAt(platform),
    findings: total.findings,
    amtFund: total.amt,
    institutions: total.institutions,
    persons: total.persons,
    byLevel: LEVELS.map((name) => ({
      level: name,
      findings: level.get(name)?.findings ?? 0,
      amtFund: level.get(name)?.amt ?? '0.00',
    })),
    byModel: figures.byModel.map(({ key, findings, high, amt }) => ({
      id: key,
      label: supervision.nameOfModel(key),
      findings,
      high,
      amtFund: amt,
    })),
    byRegion: figures.byRegion.map(({ key, findings, amt }) => ({
      id: key,
      label: regions.nameOf(key),
      findings,
      amtFund: amt,
    })),
    byInstitution: figures.byInstitution.slice(0, 20).map(({ key, findings, amt }) => {
      const row = institutionOf.get(key)
      return { id: key, label: row?.fixmedins_name ?? key, findings, amtFund: amt, score: row?.score ?? 0 }
    }),
    byMonth: figures.byMonth.map(({ month, findings, amt }) => ({ month, findings, amtFund: amt })),
    failedModels: failed.map(({ model_id, name, error }) => ({ modelId: model_id, name, error: error ?? '运行失败' })),
  }
}

function lastImportAt({ settings }: Platform): string | null {
  try {
    return readState(settings.dataDirectory).imports.at(-1)?.at ?? null
  } catch {
    return null
  }
}
