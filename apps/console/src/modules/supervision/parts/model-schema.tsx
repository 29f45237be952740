import { Link } from '@tanstack/react-router'
import type { ModelPageData } from '../contract.ts'

const FORMATS = {
  integer: '整数',
  number: '数值',
  ratio: '比值',
  percent: '百分比',
  money: '金额',
  date: '日期',
  text: '文本',
} as const

/** What the model reads and what each finding carries. */
export function ModelSchema({ model }: { readonly model: ModelPageData }) {
  return (
    <div className="basis-grid">
      <div>
        <h3 className="sub-title">
          读取的表和列{' '}
          <Link to="/data" search={{ tab: 'tables' }} className="yj-small">
            数据表目录
          </Link>
        </h3>
        <table className="yj-plain-table">
          <tbody>
            {model.reads.map((read) => (
              <tr key={read.table}>
                <td>
                  <code>{read.table}</code>
                </td>
                <td className="yj-secondary">
                  <code>{read.columns.join(', ')}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div>
        <h3 className="sub-title">每条疑点带的指标</h3>
        <table className="yj-plain-table">
          <thead>
            <tr>
              <th>列</th>
              <th>名称</th>
              <th>单位</th>
              <th>格式</th>
            </tr>
          </thead>
          <tbody>
            {model.returns.map((column) => (
              <tr key={column.name}>
                <td>
                  <code>{column.name}</code>
                </td>
                <td>{column.label}</td>
                <td>{column.unit ?? '—'}</td>
                <td>{FORMATS[column.format]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}
