/** Grey shapes of what is coming, of the same height, so that nothing jumps. */
export function Skeleton({
  height = 16,
  width = '100%',
}: {
  readonly height?: number
  readonly width?: number | string
}) {
  return <span className="yj-skeleton" style={{ height, width }} aria-hidden="true" />
}

export function BlockSkeleton({ rows = 6 }: { readonly rows?: number }) {
  return (
    <div className="yj-skeleton-rows" role="status" aria-label="正在加载">
      {Array.from({ length: rows }, (_, i) => (
        <Skeleton key={i} height={14} width={`${[92, 76, 84, 60, 88, 70][i % 6] ?? 80}%`} />
      ))}
    </div>
  )
}

export function PageSkeleton() {
  return (
    <div className="yj-page" role="status" aria-label="正在加载页面">
      <Skeleton height={28} width={220} />
      <div className="yj-card" style={{ marginTop: 20 }}>
        <BlockSkeleton rows={3} />
      </div>
      <div className="yj-card" style={{ marginTop: 16, minHeight: 320 }}>
        <BlockSkeleton rows={10} />
      </div>
    </div>
  )
}

export function TableSkeleton({ rows, columns }: { readonly rows: number; readonly columns: number }) {
  return (
    <div className="yj-table-skeleton" role="status" aria-label="正在加载列表">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}>
          {Array.from({ length: columns }, (_, column) => (
            <Skeleton key={column} height={12} width={`${[70, 90, 55, 80, 62][(row + column) % 5] ?? 70}%`} />
          ))}
        </div>
      ))}
    </div>
  )
}
