import { parseRatio, type Ratio } from '@yijian/drg'
import { AppError, isDay, parseYuan, type Fen } from '@yijian/kernel'
import { z } from 'zod'

/** A code or number written with or without quotes, as text. */
export const Text = z.union([z.string(), z.number()], { error: '应为文字或数字' }).transform(String)

/** 比例、系数、权重: exact, at most eight places. */
export const RatioText = Text.transform((text, context): Ratio => parsed(text, context, { parse: parseRatio, what: '应为最多八位小数的数' })) // prettier-ignore

/** An amount in yuan, at most two decimals. */
export const YuanText = Text.transform((text, context): Fen => parsed(text, context, { parse: parseYuan, what: '应为以元为单位、最多两位小数的金额' })) // prettier-ignore

export const DayText = z.string({ error: '应为 YYYY-MM-DD' }).refine(isDay, { error: '应为存在的日期 YYYY-MM-DD' })

function parsed<T>(
  text: string,
  context: z.RefinementCtx,
  { parse, what }: { parse: (text: string) => T; what: string },
): T {
  // prettier-ignore
  try {
    return parse(text)
  } catch {
    context.addIssue({ code: 'custom', message: `${what}：${text}` })
    return z.NEVER
  }
}

/** The settings, or one AppError that names the file, the place and what is wrong there. */
export function checked<T>(schema: z.ZodType<T>, given: unknown, file: string): T {
  const result = schema.safeParse(given, { error: (issue) => z.locales.zhCN().localeError(issue) })
  if (result.success) return result.data
  const reasons = result.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || '整体'} ${issue.message}`)
  throw new AppError('invalid', 'drg.settings', `${file}：${reasons.join('；')}`)
}
