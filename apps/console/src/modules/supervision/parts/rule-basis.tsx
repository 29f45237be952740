import { Link } from '@tanstack/react-router'
import type { FindingDetail, RuleFinding } from '@yijian/contract'
import { CodeText, FactList } from '@yijian/web-kit'
import { pointHref, ruleHref } from '../public.ts'

/** How a rule came to its hits: logic, release, and the parameters of the knowledge points in force on the day. */
export function RuleBasis({ detail, rule }: { readonly detail: FindingDetail; readonly rule: RuleFinding }) {
  const points = [...new Map(rule.hits.map((hit) => [hit.kpId, hit])).values()]
  return (
    <div className="basis-grid">
      <div>
        <h3 className="sub-title">
          判定逻辑{' '}
          <Link className="yj-small" to={ruleHref(rule.kindId)}>
            去规则页查看
          </Link>
        </h3>
        <ul className="passed-list">
          {rule.logic.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <h3 className="sub-title">算法</h3>
        <FactList
          columns={1}
          facts={[
            { label: '涉及金额', value: detail.amountFormula || '—' },
            { label: '风险分', value: detail.scoreFormula || '—' },
          ]}
        />
      </div>
      <div>
        <h3 className="sub-title">规则与规则集</h3>
        <FactList
          columns={1}
          facts={[
            { label: '规则', value: `${rule.kindId} ${rule.name}${rule.gz === null ? '' : `（${rule.gz}）`}` },
            { label: '类别', value: `${rule.cat1} / ${rule.cat2}` },
            { label: '规则集', value: rule.releaseTitle },
            { label: '校验值', value: <CodeText value={rule.releaseHash} short={16} /> },
          ]}
        />
        <h3 className="sub-title">知识点参数</h3>
        <table className="yj-plain-table">
          <thead>
            <tr>
              <th>知识点</th>
              <th>参数</th>
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.kpId}>
                <td>
                  <span className="yj-cell-2" style={{ whiteSpace: 'normal' }}>
                    <Link to={pointHref(rule.kindId, point.kpId)}>{point.kpName}</Link>
                    <small>
                      <code>{point.kpId}</code> 第 {point.kpVersion} 版
                    </small>
                  </span>
                </td>
                <td>{point.params === '' ? '—' : point.params}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}
