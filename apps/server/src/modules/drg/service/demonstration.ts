import { prepayments } from '@yijian/drg'
import { parseYuan } from '@yijian/kernel'
import { accessOf, type Access } from '../../../platform/access/scope.ts'
import type { Principal } from '../../../platform/access/principal.ts'
import { hospitalNames } from '../store/cases.ts'
import { accountSums, monthRecords, putMonth } from '../store/months.ts'
import { SYSTEM, type DrgContext } from './context.ts'
import { post, pricedPostings, type Posting } from './ledger.ts'
import { activeOf } from './parameters.ts'
import type { Report } from './price.ts'

/** The whole city, for the settlement's own arithmetic. */
export const CITY: Access = accessOf({ scope: { kind: 'city' } } as Principal)

/** In the demonstration all months but the newest are settled already, so that the year's pages have something to show. */
export async function closeDemonstrationMonths(context: DrgContext, report: Report): Promise<void> {
  const { db, platform } = context
  const months = (await monthRecords(db)).toReversed()
  if (months.some(({ frozen }) => frozen)) return
  const names = await hospitalNames(db)
  const active = await activeOf(context)
  const now = platform.clock.now()
  for (const [at, row] of months.slice(0, -1).entries()) {
    report.signal.throwIfAborted()
    report.progress(`正在结清示范月份 ${row.month}`, 0.92 + (0.07 * at) / months.length)
    const accounts = await accountSums(db, CITY, row.month)
    const postings = accounts.flatMap((account): Posting[] => {
      const key = { month: row.month, hospital: account.fixmedins_code, fund: account.fund }
      const payable = parseYuan(account.payable)
      const [prepaid] = prepayments(new Map([[key.hospital, payable]]), { share: active.settings.prepay.share, cap: null }) // prettier-ignore
      const first = pricedPostings(key, { step: 'freeze', cases: account.cases, grouped: account.grouped, ungrouped: account.ungrouped, refused: account.refused, casesHash: '示范', schemeHash: row.scheme_hash, parametersHash: `V${row.parameters}`, payable }) // prettier-ignore
      return [
        ...first,
        { ...key, side: 'agency', entry: { kind: 'step', step: 'state', payable } },
        { ...key, side: 'hospital', entry: { kind: 'step', step: 'request', note: '核对无误（示范）', caseIds: [] } },
        { ...key, side: 'agency', entry: { kind: 'step', step: 'accept', note: '受理（示范）' } },
        { ...key, side: 'agency', entry: { kind: 'step', step: 'prepay', amount: prepaid!.prepaid } },
      ]
    })
    await db.transaction().execute(async (tx) => {
      await putMonth(tx, { ...row, frozen: true, frozen_by: SYSTEM.username, frozen_by_name: '示范数据', frozen_at: now }) // prettier-ignore
      await post(tx, context, { by: SYSTEM, postings, admdvs: (hospital) => names.get(hospital)?.admdvs ?? null })
      await platform.audit.append(tx, { actor: SYSTEM.username, action: 'drg.month.close', subject: row.month, details: { demonstration: true, accounts: accounts.length } }) // prettier-ignore
    })
  }
}
