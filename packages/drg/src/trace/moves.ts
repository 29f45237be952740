import type { CompiledRule } from '../compile.ts'
import type { Grouping } from '../outcome.ts'
import { describeRule } from '../rule-parser.ts'
import type { TracedComplication } from './complications.ts'
import { failuresOf, type ExplainContext } from './explain-rule.ts'

/** One step to a neighbouring group of the same ADRG. */
export interface Move {
  readonly direction: 'up' | 'down'
  readonly drg: string
  readonly name: string
  readonly needs: string
  /** Codes that stand in the way (excluded complications) or would have to go (deciding ones). */
  readonly codes: readonly string[]
}

interface MoveContext extends ExplainContext {
  readonly complications: readonly TracedComplication[]
  readonly severity: 0 | 1 | 2
}

export function movesOf(rule: CompiledRule, result: Grouping, context: MoveContext): readonly Move[] {
  const moves = rule.bySeverity === null ? bySplit(rule, result, context) : bySeverity(rule, context)
  return moves.filter((move): move is Move => move !== null)
}

function bySeverity(rule: CompiledRule, context: MoveContext): (Move | null)[] {
  const { severity, complications } = context
  const results = rule.bySeverity!
  const groupAt = (level: number) => rule.splits.find((split) => split.result === results[level])
  const up = [severity + 1, severity + 2].find((level) => level <= 2 && results[level] !== results[severity])
  const down = [severity - 1, severity - 2].find((level) => level >= 0 && results[level] !== results[severity])
  const names = ['', 'CC', 'MCC']
  return [
    up === undefined ? null : moveTo(groupAt(up), {
      direction: 'up',
      needs: up === 2 ? '需要一个未被排除的严重并发症（MCC）' : '需要一个未被排除的并发症（CC 或 MCC）',
      codes: complications.filter((one) => one.excluded && names.indexOf(one.level) >= up).map(({ code }) => code),
    }),
    down === undefined ? null : moveTo(groupAt(down), {
      direction: 'down',
      needs: down === 0 ? '全部有效并发症不成立时' : '全部有效严重并发症（MCC）不成立时',
      codes: complications.filter((one) => one.effective && names.indexOf(one.level) > down).map(({ code }) => code),
    }),
  ] // prettier-ignore
}

/** Splits that read more than severity: the ones before and behind in the order of the scheme. */
function bySplit(rule: CompiledRule, result: Grouping, context: MoveContext): (Move | null)[] {
  const at = rule.splits.findIndex((split) => split.drg === result.drg)
  const before = at > 0 ? rule.splits[at - 1] : undefined
  const behind = at >= 0 ? rule.splits[at + 1] : undefined
  const own = rule.splits[at]
  return [
    before === undefined ? null : moveTo(before, { direction: 'up', needs: `需要：${failuresOf(before.rule, context).join('；')}`, codes: [] }),
    behind === undefined || own === undefined ? null : moveTo(behind, { direction: 'down', needs: `不再符合：${describeRule(own.rule)}`, codes: [] }),
  ] // prettier-ignore
}

function moveTo(group: { readonly drg: string; readonly name: string } | undefined, move: Omit<Move, 'drg' | 'name'>) {
  return group === undefined ? null : { ...move, drg: group.drg, name: group.name }
}
