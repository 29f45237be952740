import { AppError, divideRounded, type Fen } from '@yijian/kernel'
import { allocate } from './allocate.ts'
import { ONE, timesRatios, type Ratio } from './ratio.ts'

export interface PrepaymentPolicy {
  /** Share of the payable paid now (commonly 0.90–0.95); the rest is the quality deposit. */
  readonly share: Ratio
  /** Month's budget of the fund; null: no cap. */
  readonly cap: Fen | null
}

export interface Prepayment {
  readonly hospital: string
  readonly payable: Fen
  readonly prepaid: Fen
  /** payable − prepaid: quality deposit, and what the month's budget did not allow. */
  readonly deposit: Fen
}

/** The month's payments of one fund: payable × share, cut in proportion when together they exceed the month's budget. */
export function prepayments(payables: ReadonlyMap<string, Fen>, { share, cap }: PrepaymentPolicy): Prepayment[] {
  if (share < 0n || share > ONE) throw new AppError('invalid', 'prepay.share', '拨付比例应在 0 与 1 之间')
  const wanted = [...payables].map(([hospital, payable]) => {
    return { hospital, payable, prepaid: payable > 0n ? timesRatios(payable, share) : (0n as Fen) }
  })
  const total = wanted.reduce((sum, { prepaid }) => sum + prepaid, 0n)
  const cut = cap !== null && total > cap ? allocate(cap, wanted.map(({ hospital: id, prepaid }) => ({ id, share: prepaid }))) : null // prettier-ignore
  return wanted.map(({ hospital, payable, prepaid }) => {
    const paid = cut?.get(hospital) ?? prepaid
    return { hospital, payable, prepaid: paid, deposit: (payable - paid) as Fen }
  })
}

/** 年初预付: last year's payable / 12 × months advanced (usual 1), rounded once. */
export function yearStartAdvance(lastYearPayable: Fen, months: Ratio): Fen {
  return divideRounded(lastYearPayable * months, 12n * ONE) as Fen
}
