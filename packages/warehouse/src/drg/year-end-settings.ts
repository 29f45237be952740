import { ADJUSTMENT_KINDS, ONE, type AdjustmentKind } from '@yijian/drg'
import { z } from 'zod'
import { RatioText, Text, YuanText } from './settings-text.ts'

const ByFund = z.strictObject({ employee: YuanText, resident: YuanText })

const Budget = z.discriminatedUnion('method', [
  /** Final local budget as published. */
  z.strictObject({ method: z.literal('fixed'), employee: YuanText, resident: YuanText }),
  /** Last year's actual of the snapshot × (1 + growth), less off-site by last year's shares. */
  z.strictObject({
    method: z.literal('growth'),
    factors: z.array(z.strictObject({ name: z.string(), growth: RatioText, share: RatioText })).min(1),
    lowest: RatioText,
    highest: RatioText,
    last_off_site: ByFund,
    income: ByFund,
    keep: RatioText,
    surplus: ByFund,
  }),
  /** Trial without a published budget: this year's item-by-item outlay × ratio. */
  z.strictObject({ method: z.literal('trial'), ratio: RatioText }),
])

const Share = RatioText.refine((share) => share >= 0n && share <= ONE, '应在 0 与 1 之间')

const Band = z.discriminatedUnion('pay', [
  z.strictObject({ pay: z.literal('actual'), up_to: RatioText }),
  z.strictObject({ pay: z.literal('surplus'), up_to: RatioText, share: RatioText }),
  z.strictObject({ pay: z.literal('overspend'), up_to: RatioText.nullable(), share: RatioText }),
])

export const YearEnd = z.strictObject({
  budget: Budget,
  bands: z.array(Band).min(1),
  when_over: z.enum(['scale', 'surplus']),
  performance: z
    .strictObject({
      deposit: Share,
      /** The first tier that the score reaches counts. */
      tiers: z
        .array(z.strictObject({ at_least: RatioText, returned: Share }))
        .min(1)
        .refine((tiers) => tiers.every(({ at_least }, i) => i === 0 || at_least < tiers[i - 1]!.at_least), '档次应按 at_least 从高到低'), // prettier-ignore
      scores: z.record(z.string(), RatioText).default({}),
      unscored: Share.nullable().default(null),
    })
    .nullable()
    .default(null),
  adjustments: z
    .array(
      z.strictObject({
        hospital: Text,
        fund: z.enum(['employee', 'resident']),
        kind: z.enum(Object.keys(ADJUSTMENT_KINDS) as [AdjustmentKind, ...AdjustmentKind[]]),
        amount: YuanText,
        basis: z.string().min(1),
      }),
    )
    .default([]),
  /** What was really paid, by hospital; without it the months are worked out again with the share of prepayment. */
  paid: z.record(z.string(), ByFund).nullable().default(null),
})
