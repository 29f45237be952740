import { EChart, useTheme } from '@yijian/web-kit'
import { useMemo } from 'react'
import type { DetailTable } from '../contract.ts'

/** Who was admitted together with whom: columns are node, node, weight, as the model declares them. */
export function PersonGraph({ table }: { readonly table: DetailTable }) {
  const { palette } = useTheme()
  const option = useMemo(() => {
    const edges = table.rows.map((row) => ({
      source: String(row[0]),
      target: String(row[1]),
      weight: Number(row[2] ?? 1) || 1,
    }))
    const degree = new Map<string, number>()
    for (const edge of edges) {
      for (const node of [edge.source, edge.target]) degree.set(node, (degree.get(node) ?? 0) + edge.weight)
    }
    const heaviest = Math.max(1, ...edges.map((edge) => edge.weight))
    const busiest = Math.max(1, ...degree.values())
    const many = degree.size > 14
    return {
      tooltip: {
        formatter: (item: {
          dataType: string
          data: { source?: string; target?: string; weight?: number; name?: string }
        }) =>
          item.dataType === 'edge'
            ? `${item.data.source ?? ''} 与 ${item.data.target ?? ''}：${item.data.weight ?? 1} 次`
            : (item.data.name ?? ''),
      },
      series: [
        {
          type: 'graph',
          layout: many ? 'force' : 'circular',
          roam: true,
          circular: { rotateLabel: false },
          force: { repulsion: 160, edgeLength: [40, 110], initLayout: 'circular' },
          label: { show: degree.size <= 30, color: palette.text, fontSize: 11, position: 'right' },
          itemStyle: { color: palette.brand },
          lineStyle: { color: palette.textTertiary, opacity: 0.55, curveness: 0.08 },
          emphasis: { focus: 'adjacency' },
          data: [...degree]
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, weight]) => ({ name, symbolSize: 10 + 16 * (weight / busiest) })),
          links: edges.map((edge) => ({ ...edge, lineStyle: { width: 1 + 4 * (edge.weight / heaviest) } })),
        },
      ],
    }
  }, [table, palette])
  return <EChart option={option} height={340} label={table.label} />
}
