import {
  CALIBRATION_SOURCE_LABELS,
  EXPERT_FIELD_LABELS,
  type CalibrationRow,
  type EXPERT_FIELDS,
} from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import { findKind } from '@yijian/rules'
import type { Principal } from '../../../platform/access/principal.ts'
import { chinaTimeText } from '../../../platform/clock.ts'
import type { ExportTable } from '../../../platform/export.ts'
import { insertCalibrations, pageOfCalibrations, type CalibrationCriteria, type CalibrationRecord } from '../store/calibrations.ts' // prettier-ignore
import type { RulesContext } from './context.ts'
import { exportHeader } from './export-header.ts'

export interface NewCalibration {
  readonly kpId: string
  readonly version: number
  readonly day: string
  readonly expert: string
  readonly field: (typeof EXPERT_FIELDS)[number]
  readonly before: string
  readonly after: string
  readonly evidence: string
}

/** 临床专家校准记录 (rules specification §7.5): written once, never changed. */
export async function addCalibration(
  context: RulesContext,
  principal: Principal,
  given: NewCalibration,
): Promise<CalibrationRow> {
  // prettier-ignore
  const { db, library, platform } = context
  const { kpId, version, ...rest } = given
  const stored = library.versionsOf(kpId).find(({ point }) => point.version === version)
  if (!stored) throw new AppError('missing', 'rules.point', '知识点不存在')
  const { kind, name } = stored.point
  const [row] = await db.transaction().execute(async (tx) => {
    const made = await insertCalibrations(tx, [{ ...rest, kp_id: kpId, version, kind, name, at: platform.clock.now(), source: 'meeting', by_account: principal.username, by_name: principal.displayName }]) // prettier-ignore
    await platform.audit.append(tx, { actor: principal.username, action: 'rules.calibration', subject: kpId, details: { version, expert: given.expert, before: given.before, after: given.after } }) // prettier-ignore
    return made
  })
  return toRow(row as CalibrationRecord)
}

export async function listCalibrations(
  { db, library }: RulesContext,
  query: Omit<CalibrationCriteria, 'unseen'> & { page: number; size: number },
) {
  // prettier-ignore
  const { rows, total } = await pageOfCalibrations(db, { ...query, unseen: library.unseen() })
  return { rows: rows.map(toRow), total }
}

function toRow(row: CalibrationRecord): CalibrationRow {
  return {
    recordId: Number(row.record_id),
    at: row.at.toISOString(),
    day: row.day,
    kpId: row.kp_id,
    version: row.version,
    kindId: row.kind,
    kindName: findKind(row.kind)?.name ?? row.kind,
    name: row.name,
    expert: row.expert,
    field: row.field as CalibrationRow['field'],
    before: row.before,
    after: row.after,
    evidence: row.evidence,
    source: row.source,
    by: row.by_name,
  }
}

const COLUMNS: readonly (readonly [title: string, width: number, read: (row: CalibrationRow) => string])[] = [
  ['日期', 12, (row) => row.day],
  ['规则', 26, (row) => `${row.kindId} ${row.kindName}`],
  ['知识点编号', 22, (row) => row.kpId],
  ['版本', 6, (row) => String(row.version)],
  ['知识点名称', 28, (row) => row.name],
  ['专家', 12, (row) => row.expert],
  ['专业', 8, (row) => EXPERT_FIELD_LABELS[row.field]],
  ['校准前', 40, (row) => row.before],
  ['校准后', 40, (row) => row.after],
  ['依据', 60, (row) => row.evidence],
  ['来源', 12, (row) => CALIBRATION_SOURCE_LABELS[row.source]],
  ['登记人', 14, (row) => row.by],
  ['登记时间', 20, (row) => chinaTimeText(new Date(row.at))],
]
const BATCH = 500

export async function exportCalibrations(
  context: RulesContext,
  principal: Principal,
  query: Omit<CalibrationCriteria, 'unseen'>,
): Promise<ExportTable> {
  // prettier-ignore
  const { platform } = context
  await platform.audit.record({ actor: principal.username, action: 'rules.export', subject: '专家校准记录', details: { ...query } }) // prettier-ignore
  return {
    name: `专家校准记录-${chinaTimeText(platform.clock.now()).slice(0, 10)}`,
    header: exportHeader(context, principal, { 知识点: query.kpId, 规则: query.kind, 搜索: query.q }),
    columns: COLUMNS.map(([title, width]) => ({ title, width })),
    rows: (async function* () {
      for (let page = 1; ; page++) {
        const { rows } = await listCalibrations(context, { ...query, page, size: BATCH })
        yield rows.map((row) => COLUMNS.map(([, , read]) => read(row)))
        if (rows.length < BATCH) return
      }
    })(),
  }
}
