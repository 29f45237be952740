import { Link } from '@tanstack/react-router'
import { BlockSkeleton, EmptyState, ErrorState, formatCount } from '@yijian/web-kit'
import { useArticles } from '../lifecycle-api.ts'
import { libraryHref } from '../search.ts'

/** 按条款浏览: every document, its articles, and how many points rest on each. */
export function ArticleList({ q }: { readonly q: string | undefined }) {
  const articles = useArticles(true)
  if (articles.data === undefined)
    return articles.isError ? (
      <ErrorState error={articles.error} onRetry={() => void articles.refetch()} />
    ) : (
      <BlockSkeleton rows={8} />
    )
  const wanted = q?.trim() ?? ''
  const rows = articles.data.rows.filter((row) => `${row.document}${row.article ?? ''}`.includes(wanted))
  const documents = [...Map.groupBy(rows, (row) => row.document)]
  if (documents.length === 0) return <EmptyState title="没有符合条件的文件或条款">换个文件名或条款再试。</EmptyState>
  return (
    <ul className="article-list">
      {documents.map(([document, articlesOf]) => (
        <li key={document}>
          <p>
            <Link to={libraryHref({ view: 'points', document })}>
              <strong>《{document}》</strong>
            </Link>{' '}
            <span className="yj-muted yj-num">
              {[articlesOf[0]?.date, `${formatCount(articlesOf.reduce((sum, row) => sum + row.points, 0))} 个知识点`]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </p>
          <p className="article-links">
            {articlesOf
              .filter((row) => row.article !== null)
              .map((row) => (
                <Link
                  key={row.article}
                  to={libraryHref({
                    view: 'points',
                    document,
                    ...(row.article === null ? {} : { article: row.article }),
                  })}
                >
                  {row.article} <span className="yj-muted">{formatCount(row.points)}</span>
                </Link>
              ))}
          </p>
        </li>
      ))}
    </ul>
  )
}
