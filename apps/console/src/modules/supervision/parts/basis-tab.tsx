import { Link } from '@tanstack/react-router'
import type { FindingDetail } from '@yijian/contract'
import { FactList, formatPercent, Tag } from '@yijian/web-kit'
import { modelHref } from '../public.ts'
import { parameterText } from './parameter-text.ts'

/** How the figures came about: formulas, parameters, exclusions tested. */
export function BasisTab({ detail }: { readonly detail: FindingDetail }) {
  return (
    <div className="basis-grid">
      <div>
        <h3 className="sub-title">算法</h3>
        <FactList
          columns={1}
          facts={[
            { label: '风险分', value: detail.scoreFormula || '—' },
            { label: '涉及金额', value: detail.amountFormula || '—' },
            ...(detail.missingShare === null
              ? []
              : [{ label: '所需数据缺失', value: formatPercent(detail.missingShare) }]),
          ]}
        />
      </div>
      <div>
        <h3 className="sub-title">
          推算时的参数{' '}
          <Link className="yj-small" to={modelHref(detail.modelId)}>
            去模型页查看或调整
          </Link>
        </h3>
        <table className="yj-plain-table">
          <thead>
            <tr>
              <th>参数</th>
              <th className="yj-right">取值</th>
              <th className="yj-right">默认</th>
            </tr>
          </thead>
          <tbody>
            {detail.parameters.map((parameter) => (
              <tr key={parameter.id}>
                <td>{parameter.label}</td>
                <td className="yj-right yj-num">
                  {parameter.current === parameter.default ? null : <Tag tone="warning">已调整</Tag>}{' '}
                  {parameterText(parameter.current, parameter.unit)}
                </td>
                <td className="yj-right yj-num yj-muted">{parameterText(parameter.default, parameter.unit)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <h3 className="sub-title">已检查的排除条件</h3>
        {detail.exclusionsPassed.length === 0 ? (
          <p className="yj-muted">该模型没有记录排除条件。</p>
        ) : (
          <ul className="passed-list">
            {detail.exclusionsPassed.map((exclusion) => (
              <li key={exclusion.id}>
                不属于“{exclusion.label}” <code className="yj-muted">{exclusion.id}</code>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}
