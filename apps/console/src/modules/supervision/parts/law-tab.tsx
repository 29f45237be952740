import type { FindingDetail } from '@yijian/contract'
import type { Legal } from '../contract.ts'

export function LawTab({ detail }: { readonly detail: FindingDetail }) {
  return (
    <div className="yj-stack">
      <div>
        <h3 className="sub-title">政策依据</h3>
        <LegalList legal={detail.legal} />
      </div>
      <div>
        <h3 className="sub-title">机构如何申诉</h3>
        <p style={{ maxWidth: '76ch' }}>
          {detail.contest || '机构可在收到核查通知后提交病历、费用和情况说明，由核查人员复核。'}
        </p>
        {detail.rule === null ? null : (
          <ul className="appeal-list" aria-label="申诉理由">
            {detail.rule.appeals.map(({ code, label }) => (
              <li key={code}>
                <code className="yj-muted">{code}</code> {label}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}

export function LegalList({ legal }: { readonly legal: readonly Legal[] }) {
  if (legal.length === 0) return <p className="yj-muted">尚未登记政策依据。</p>
  return (
    <ul className="legal-list">
      {legal.map((basis) => (
        <li key={basis.document + basis.article + basis.text}>
          <strong>
            《{basis.document.replace(/^《|》$/g, '')}》{basis.article}
          </strong>
          <p>{basis.text}</p>
        </li>
      ))}
    </ul>
  )
}
