import { randomUUID } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@yijian/kernel'
import { findKind } from '@yijian/rules'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { checkFolder } from '../scan.ts'
import { expiredFolders, lockCheck, deleteCheck, markRemoved, wasSubmitted } from '../store/checks.ts'
import { filesOf, insertFile, removeFile } from '../store/remedies.ts'
import { sentFiles } from '../store/submissions.ts'
import { getSubmitted } from './bureau.ts'
import { getRecord, noCheck } from './check-row.ts'
import type { Caller, SelfCheckContext } from './context.ts'
import { toFile } from './detail.ts'
import { edit } from './edit.ts'
import { receiveAttachment } from './receive.ts'

const MOST_FILES = 50

const attachments = ({ platform }: SelfCheckContext): string =>
  join(platform.settings.dataDirectory, 'files', 'self-check-attachments')

/** 整改附件. Stored under a number of ours; the name is only shown. */
export async function addFile(
  context: SelfCheckContext,
  caller: Caller,
  { checkId, kindId, request }: { checkId: string; kindId: string | undefined; request: FastifyRequest },
) {
  const { principal } = caller
  await edit(context, caller, { checkId, work: async () => undefined })
  if (kindId !== undefined && !findKind(kindId)) throw new AppError('missing', 'rules.kind', '规则种类不存在')
  const fileId = randomUUID()
  const path = join(attachments(context), fileId)
  await mkdir(attachments(context), { recursive: true })
  try {
    const { name, bytes } = await receiveAttachment(request, path)
    const row = { file_id: fileId, check_id: checkId, kind: kindId ?? null, name, bytes, at: context.platform.clock.now(), by_name: principal.displayName } // prettier-ignore
    await edit(context, caller, {
      checkId,
      work: async (tx) => {
        if ((await filesOf(tx, checkId)).length >= MOST_FILES) throw new AppError('conflict', 'self-check.files', `附件最多 ${MOST_FILES} 个`) // prettier-ignore
        await insertFile(tx, row)
        const details = { file: name, bytes, kind: row.kind }
        await context.platform.audit.append(tx, {
          actor: principal.username,
          action: 'self-check.file',
          subject: checkId,
          details,
        })
      },
    })
    return toFile({ ...row, removed: false })
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

export async function dropFile(
  context: SelfCheckContext,
  caller: Caller,
  { checkId, fileId }: { checkId: string; fileId: string },
) {
  const { principal } = caller
  const left = await edit(context, caller, {
    checkId,
    work: async (tx) => {
      const done = await removeFile(tx, checkId, fileId)
      if (done === undefined) throw noFile()
      const details = { file: fileId, removed: true }
      await context.platform.audit.append(tx, {
        actor: principal.username,
        action: 'self-check.file',
        subject: checkId,
        details,
      })
      return done
    },
  })
  if (left === 'gone') await rm(join(attachments(context), fileId), { force: true })
  return { done: true as const }
}

function noFile(): AppError {
  return new AppError('missing', 'self-check.no-file', '没有这个附件')
}

export async function ownFile(context: SelfCheckContext, { access }: Caller, ids: { checkId: string; fileId: string }) {
  await getRecord(context, access, ids.checkId)
  return pathOf(context, await filesOf(context.db, ids.checkId), ids.fileId)
}

export async function submittedFile(
  context: SelfCheckContext,
  { access }: Caller,
  ids: { checkId: string; fileId: string },
) {
  const { file_ids } = await getSubmitted(context, access, ids.checkId)
  return pathOf(context, await sentFiles(context.db, file_ids), ids.fileId)
}

function pathOf(context: SelfCheckContext, files: readonly { file_id: string; name: string }[], fileId: string) {
  const file = files.find(({ file_id }) => file_id === fileId)
  if (!file) throw noFile()
  return { name: file.name, path: join(attachments(context), file.file_id) }
}

/** Always a download: what an institution uploads is never shown as a page of ours. */
export function sendFile(
  reply: FastifyReply,
  { name, path, type = 'application/octet-stream' }: { name: string; path: string; type?: string },
) {
  if (!existsSync(path)) throw noFile()
  const fallback = name.replace(/[^\x20-\x7e]|["\\]/g, '_')
  return reply
    .header('content-disposition', `attachment; filename="${fallback}"; filename*=UTF-8''${encodeURIComponent(name)}`)
    .type(type)
    .serializer((value: unknown) => value as string)
    .send(createReadStream(path))
}

/** 拒收记录 of a table of the uploaded files: the institution's own rows, as it sent them. */
export async function rejectsFile(
  context: SelfCheckContext,
  caller: Caller,
  { checkId, table }: { checkId: string; table: string },
) {
  const { reading, check_id } = await getRecord(context, caller.access, checkId)
  const { dataDirectory } = context.platform.settings
  const path = join(dataDirectory, checkFolder(check_id), 'data', 'rejects', reading?.batch ?? '', `${table}.csv`)
  const isKnown = reading?.tables.some((one) => one.table === table && one.rejected > 0) === true
  if (!isKnown || !existsSync(path))
    throw new AppError('missing', 'rejects.missing', '没有该表的拒收记录，或保存期限已过')
  await context.platform.audit.record({
    actor: caller.principal.username,
    action: 'self-check.rejects',
    subject: checkId,
    details: { table },
  })
  return { name: `自查拒收记录-${table}.csv`, path, type: 'text/csv; charset=utf-8' }
}

/** 删除: what was never sent to the bureau. */
export async function remove(context: SelfCheckContext, caller: Caller, checkId: string) {
  const { principal, access } = caller
  const { scan } = await getRecord(context, access, checkId)
  if (scan === 'queued' || scan === 'running')
    throw new AppError('conflict', 'self-check.active', '筛查正在进行，请先取消')
  const files = await context.db.transaction().execute(async (tx) => {
    const check = await lockCheck(tx, access, checkId)
    if (!check) throw noCheck()
    if (await wasSubmitted(tx, checkId))
      throw new AppError('conflict', 'self-check.sent', '曾经提交过的自查单须留存，不能删除')
    const own = await filesOf(tx, checkId)
    await deleteCheck(tx, checkId)
    await context.platform.audit.append(tx, {
      actor: principal.username,
      action: 'self-check.delete',
      subject: checkId,
      details: {},
    })
    return own
  })
  for (const { file_id } of files) await rm(join(attachments(context), file_id), { force: true })
  await removeFolder(context, checkId)
  return { done: true as const }
}

async function removeFolder({ platform }: SelfCheckContext, checkId: string): Promise<void> {
  await rm(join(platform.settings.dataDirectory, checkFolder(checkId)), { recursive: true, force: true })
}

const ORPHAN_MS = 86_400_000

/** Deletes uploaded files whose days are over, those of scans that came to nothing, and folders no check knows. */
export async function sweep(context: SelfCheckContext): Promise<void> {
  const { db, platform } = context
  const now = platform.clock.now()
  for (const checkId of await expiredFolders(db, now)) {
    await removeFolder(context, checkId)
    await markRemoved(db, checkId, now)
  }
  const root = join(platform.settings.dataDirectory, 'files', 'self-check')
  const names = await readdir(root).catch(() => [])
  if (names.length === 0) return
  const known = await db.selectFrom('self_check').select('check_id').where('check_id', 'in', names).execute()
  const ids = new Set(known.map(({ check_id }) => check_id))
  for (const name of names.filter((one) => !ids.has(one))) {
    const { mtimeMs } = await stat(join(root, name)).catch(() => ({ mtimeMs: Infinity }))
    if (now.getTime() - mtimeMs > ORPHAN_MS) await rm(join(root, name), { recursive: true, force: true })
  }
}
