import { Link } from '@tanstack/react-router'
import type { FindingDetail, RuleFinding } from '@yijian/contract'
import { Amount, CodeText, formatCount, formatLocal, formatNumber, Tag, SeverityTag } from '@yijian/web-kit'
import { pointHref } from '../public.ts'

/** 判定与明细: what each knowledge point says, and the rows it rests on, 疑似违规项 before 涉及项. */
export function RuleHitsTab({ detail, rule }: { readonly detail: FindingDetail; readonly rule: RuleFinding }) {
  return (
    <div className="yj-stack">
      <div>
        <h3 className="sub-title">
          判定（{formatCount(rule.hitsTotal)}）
          {rule.hitsTotal > rule.hits.length ? <span className="yj-muted yj-small"> 只显示前 200 条</span> : null}
        </h3>
        <ul className="rule-hits" aria-label="判定">
          {rule.hits.map((hit) => (
            <Hit key={`${hit.jrId}${hit.kpId}`} hit={hit} kindId={rule.kindId} />
          ))}
        </ul>
      </div>
      <div>
        <h3 className="sub-title">
          明细（疑似违规项 {formatCount(rule.violating)}，涉及项 {formatCount(rule.involved)}）
          {rule.violating + rule.involved > rule.rows.length ? (
            <span className="yj-muted yj-small"> 只显示前 200 行，全部见“费用明细”</span>
          ) : null}
        </h3>
        <RowTable rows={rule.rows} several={detail.visitsTotal > 1} />
      </div>
    </div>
  )
}

function Hit({ hit, kindId }: { readonly hit: RuleFinding['hits'][number]; readonly kindId: string }) {
  return (
    <li>
      <div className="rule-hit-main">
        <p>
          <SeverityTag severity={hit.severity} /> {hit.message}
        </p>
        <p className="yj-secondary yj-small">
          知识点 <Link to={pointHref(kindId, hit.kpId)}>{hit.kpName}</Link>
          {hit.kpVersion > 1 ? ` 第 ${hit.kpVersion} 版` : ''}
          {hit.params === '' ? null : ` · ${hit.params}`}
        </p>
        <p className="yj-secondary yj-small">
          依据 {hit.document}
          {hit.article === null || hit.article === '' ? '' : `·${hit.article}`}：{hit.basis}
        </p>
      </div>
      <div className="rule-hit-money">
        {hit.computable ? (
          <>
            <strong>
              <Amount value={hit.fund} /> 元
            </strong>
            <small className="yj-muted">
              基金，范围内 <Amount value={hit.amount} />
            </small>
          </>
        ) : (
          <small className="yj-muted">金额不可算</small>
        )}
        <small className="yj-muted">
          <CodeText value={hit.jrId} short={12} />
        </small>
      </div>
    </li>
  )
}

const quantity = (text: string | null) => (text === null ? '—' : formatNumber(Number(text), 4))

function RowTable({ rows, several }: { readonly rows: RuleFinding['rows']; readonly several: boolean }) {
  return (
    <div className="yj-scroll-x">
      <table className="yj-plain-table rule-rows" aria-label="判定明细">
        <thead>
          <tr>
            <th>标记</th>
            <th>时间</th>
            <th>项目</th>
            {several ? <th>机构</th> : null}
            <th className="yj-right">数量</th>
            <th className="yj-right">单价</th>
            <th className="yj-right">金额（元）</th>
            <th className="yj-right">范围内（元）</th>
            <th className="yj-right">其中疑似（元）</th>
            <th className="yj-right">涉及基金（元）</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.sn}>
              <td>
                <Tag tone={row.role === '疑似违规项' ? 'danger' : 'neutral'}>{row.role}</Tag>
              </td>
              <td className="yj-num">{row.time === null ? (row.day ?? '—') : formatLocal(row.time)}</td>
              <td>
                <span className="yj-cell-2">
                  <span>{row.name}</span>
                  {row.code === null ? null : (
                    <small>
                      <CodeText value={row.code} short={24} />
                    </small>
                  )}
                </span>
              </td>
              {several ? <td>{row.fixmedinsName ?? '—'}</td> : null}
              <td className="yj-right yj-num">{quantity(row.cnt)}</td>
              <td className="yj-right yj-num">{quantity(row.pric)}</td>
              <td className="yj-right">{row.amt === null ? '—' : <Amount value={row.amt} />}</td>
              <td className="yj-right">{row.inscp === null ? '—' : <Amount value={row.inscp} />}</td>
              <td className="yj-right">{row.role === '疑似违规项' ? <Amount value={row.share} /> : '—'}</td>
              <td className="yj-right">{row.role === '疑似违规项' ? <Amount value={row.fund} /> : '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
