import type { SplitResult } from '@yijian/contract'
import { formatAmount, formatCount, formatNumber, Section } from '@yijian/web-kit'
import { Alert } from 'antd'
import { CodeName, Plain } from './bits.tsx'

const number = (value: number | null, places: number): string => (value === null ? '—' : formatNumber(value, places))
const chance = (p: number | null): string => (p === null ? '—' : p < 0.001 ? '< 0.001' : formatNumber(p, 3))

/** What the groups of a rule are like before and after a split, and whether the split explains anything. */
export function SplitFigures({ split }: { readonly split: SplitResult }) {
  const rows = (groups: SplitResult['after']) =>
    groups.map((one) => ({
      key: one.drg,
      cells: [<CodeName key="c" code={one.drg} name={one.name} />, one.condition, formatCount(one.n), one.mean === null ? '—' : formatAmount(one.mean), number(one.cv, 3), number(one.meanLos, 1), one.weight ?? '—'], // prettier-ignore
    }))
  const columns = ['病组', '条件', '病例', '例均费用（元）', '变异系数', '例均天数', '权重']
  return (
    <>
      {split.problems.length === 0 ? null : (
        <Alert type="warning" showIcon title="发布前须改好" description={<ul className="drg-lines">{split.problems.map((one) => <li key={one}>{one}</li>)}</ul>} /> // prettier-ignore
      )}
      <Section
        title={`${split.ruleId} ${split.ruleName}：细分后`}
        note={`涉及 ${formatCount(split.touched)} 例；总权重 ${split.totalBefore} → ${split.totalAfter}，保持不变（只差四位小数取整）`}
      >
        <Plain label="细分后" columns={columns} right={[2, 3, 4, 5, 6]} rows={rows(split.after)} />
        <p className="yj-secondary" style={{ marginTop: 10 }}>
          本组内 RIV {number(split.rivWithin.before, 3)} → {number(split.rivWithin.after, 3)}；全部病例 RIV{' '}
          {number(split.riv.before, 4)} → {number(split.riv.after, 4)}；两个最大组的均费差异 p {chance(split.tP)}
          ，离散程度差异 p {chance(split.leveneP)}。权重 = 裁剪后的组均费 ÷ 涉及病例均费 × 原平均权重，不足 30
          例的组向均值收缩。
        </p>
      </Section>
      <Section title="细分前">
        <Plain label="细分前" columns={columns} right={[2, 3, 4, 5, 6]} rows={rows(split.before)} />
      </Section>
    </>
  )
}
