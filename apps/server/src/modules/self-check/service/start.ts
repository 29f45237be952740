import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { UPLOAD_KEEP_DAYS } from '@yijian/contract'
import { AppError, isDay, type Day } from '@yijian/kernel'
import type { FastifyRequest } from 'fastify'
import { hasActiveScan, insertCheck, insertEvent, lockInstitution } from '../store/checks.ts'
import { checkFolder } from '../scan.ts'
import { getRecord, getRow } from './check-row.ts'
import type { Caller, SelfCheckContext } from './context.ts'
import { getDetail } from './detail.ts'
import { placeFor, type Place } from './places.ts'
import { receiveFiles } from './receive.ts'

/** What the queued job knows; the release is read again when it runs. */
export interface ScanPayload {
  readonly checkId: string
  readonly fixmedinsCode: string
  readonly source: 'settled' | 'upload'
  readonly from: Day | null
  readonly to: Day | null
  readonly releaseId: string
}

/** 用结算数据自查: the institution's own part of the city's warehouse. */
export async function startSettled(
  context: SelfCheckContext,
  caller: Caller,
  { fixmedinsCode, from, to }: { fixmedinsCode?: string | undefined; from: string; to: string },
) {
  if (!isDay(from) || !isDay(to)) throw new AppError('invalid', 'self-check.period', '日期不存在，请重新选择')
  const place = await placeFor(context, caller.access, fixmedinsCode)
  if (place.from === null) {
    throw new AppError('conflict', 'self-check.no-data', '仓库里还没有本机构的结算数据，请改用上传文件自查')
  }
  return queue(context, caller, { checkId: randomUUID(), place, source: 'settled', from, to, names: [] })
}

/** 上传文件自查: files go to a folder of this check; nothing of them reaches the city's data. */
export async function startUpload(
  context: SelfCheckContext,
  caller: Caller,
  { fixmedinsCode, request }: { fixmedinsCode?: string | undefined; request: FastifyRequest },
) {
  const place = await placeFor(context, caller.access, fixmedinsCode)
  await refuseSecond(context, place)
  const checkId = randomUUID()
  const folder = join(context.platform.settings.dataDirectory, checkFolder(checkId))
  try {
    const names = await receiveFiles(request, join(folder, 'delivery'))
    return await queue(context, caller, { checkId, place, source: 'upload', from: null, to: null, names })
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

interface NewCheck {
  readonly checkId: string
  readonly place: Place
  readonly source: 'settled' | 'upload'
  readonly from: Day | null
  readonly to: Day | null
  readonly names: readonly string[]
}

async function queue(context: SelfCheckContext, { principal, access }: Caller, check: NewCheck) {
  const { platform, db } = context
  const rules = context.current()
  if (!rules) throw new AppError('conflict', 'self-check.no-rules', '还没有发布规则集，暂时不能自查')
  const { checkId, place, source, from, to, names } = check
  const at = platform.clock.now()
  const payload: ScanPayload = {
    checkId,
    fixmedinsCode: place.fixmedinsCode,
    source,
    from,
    to,
    releaseId: rules.releaseId,
  }
  const title = source === 'settled' ? `自查 ${from ?? ''} 至 ${to ?? ''}` : `自查上传的 ${names.length} 个文件`
  await db.transaction().execute(async (tx) => {
    await lockInstitution(tx, place.fixmedinsCode)
    if (await hasActiveScan(tx, place.fixmedinsCode)) throw secondScan()
    const job = await platform.jobs.enqueue(tx, { kind: 'self-check', title, payload, by: principal })
    await insertCheck(tx, {
      check_id: checkId,
      fixmedins_code: place.fixmedinsCode,
      fixmedins_name: place.fixmedinsName,
      admdvs: place.admdvs,
      source,
      period_from: from,
      period_to: to,
      file_names: JSON.stringify(names),
      release_id: rules.releaseId,
      release_title: rules.title,
      job_id: job.jobId,
      created_by: principal.accountId,
      created_by_name: principal.displayName,
      created_at: at,
      keep_until: new Date(at.getTime() + UPLOAD_KEEP_DAYS * 86_400_000),
    })
    await insertEvent(tx, { checkId, at, by: principal, side: 'institution', text: title })
    const details = { source, from, to, files: names, release: rules.releaseId, fixmedinsCode: place.fixmedinsCode }
    await platform.audit.append(tx, {
      actor: principal.username,
      action: 'self-check.start',
      subject: checkId,
      details,
    })
  })
  platform.jobs.wake()
  return getRow(context, access, checkId)
}

async function refuseSecond({ db }: SelfCheckContext, place: Place): Promise<void> {
  if (await hasActiveScan(db, place.fixmedinsCode)) throw secondScan()
}

function secondScan(): AppError {
  return new AppError('conflict', 'self-check.active', '本机构已有一次自查正在进行，请等它结束或先取消')
}

/** 取消筛查: by any account of the institution, not only by whom it was begun. */
export async function cancel(context: SelfCheckContext, { principal, access }: Caller, checkId: string) {
  const { scan, job_id } = await getRecord(context, access, checkId)
  if (scan !== 'queued' && scan !== 'running') throw new AppError('conflict', 'job.ended', '筛查已结束，无需取消')
  await context.platform.jobs.cancel(job_id)
  await context.platform.audit.record({ actor: principal.username, action: 'self-check.cancel', subject: checkId })
  return getDetail(context, access, checkId)
}
