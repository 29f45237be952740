import { Link } from '@tanstack/react-router'
import { formatCount, HeadlineAmount, LevelTag } from '@yijian/web-kit'
import type { OverviewData } from '../api.ts'
import { reportedHref } from '../../supervision/public.ts'

/** The one number, and how it splits by risk. */
export function Headline({ overview }: { readonly overview: OverviewData }) {
  return (
    <section className="yj-card headline" aria-label="涉及基金">
      <div className="headline-main">
        <span className="yj-muted">疑点涉及基金（同一就诊只计一次，不含观察级）</span>
        <Link
          to={reportedHref({ sort: 'amtFund' })}
          className="headline-amount"
          aria-label="查看全部疑点，按涉及基金排列"
        >
          <HeadlineAmount value={overview.amtFund} />
        </Link>
        <span className="yj-secondary">
          <Link to={reportedHref({})}>{formatCount(overview.findings)} 条疑点</Link>，涉及{' '}
          <Link to="/institutions">{formatCount(overview.institutions)} 家机构</Link>、{formatCount(overview.persons)}{' '}
          名参保人
        </span>
      </div>
      <ul className="headline-levels" aria-label="按风险等级">
        {overview.byLevel
          .filter((slice) => slice.level !== '观察' || slice.findings > 0)
          .map((slice) => (
            <li key={slice.level}>
              <Link to={reportedHref({ level: slice.level })}>
                <LevelTag level={slice.level} />
                <strong className="yj-num">{formatCount(slice.findings)}</strong>
                <span className="yj-secondary">
                  <HeadlineAmount value={slice.amtFund} />
                </span>
              </Link>
            </li>
          ))}
      </ul>
    </section>
  )
}
