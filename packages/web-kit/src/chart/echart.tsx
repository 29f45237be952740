import type { ECharts, EChartsCoreOption } from 'echarts/core'
import { useEffect, useRef } from 'react'
import { FONT_FAMILY } from '../theme/tokens.ts'

interface Props {
  readonly option: EChartsCoreOption
  readonly height: number
  readonly label: string
  /** Clicked datum: series name, category or node name, and the index in the data. */
  readonly onPick?: ((picked: { name: string; dataIndex: number; dataType: string }) => void) | undefined
  /** Clicked column of a category axis, however low its bar is. */
  readonly onPickColumn?: ((index: number) => void) | undefined
  readonly onReady?: ((chart: ECharts) => void) | undefined
}

/** One chart; the library arrives on its own, the place is kept free meanwhile. */
export function EChart({ option, height, label, onPick, onPickColumn, onReady }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts | null>(null)
  const latest = useRef({ option, onPick, onPickColumn, onReady })
  useEffect(() => {
    latest.current = { option, onPick, onPickColumn, onReady }
  })

  useEffect(() => {
    let gone = false
    let observer: ResizeObserver | null = null
    void library(latest.current.option).then(({ init }) => {
      if (gone || !host.current) return
      const made = init(host.current, null, { renderer: 'canvas' })
      chart.current = made
      made.setOption(withFont(latest.current.option))
      made.on('click', (event) => {
        latest.current.onPick?.({ name: event.name, dataIndex: event.dataIndex, dataType: event.dataType ?? '' })
      })
      made.getZr().on('click', (event) => {
        const at = [event.offsetX, event.offsetY]
        if (!latest.current.onPickColumn || !made.containPixel('grid', at)) return
        const [index] = made.convertFromPixel({ seriesIndex: 0 }, at)
        if (index !== undefined) latest.current.onPickColumn(index)
      })
      observer = new ResizeObserver(() => {
        made.resize()
      })
      observer.observe(host.current)
      latest.current.onReady?.(made)
    })
    return () => {
      gone = true
      observer?.disconnect()
      chart.current?.dispose()
      chart.current = null
    }
  }, [])

  useEffect(() => {
    chart.current?.setOption(withFont(option), { notMerge: true })
  }, [option])

  return <div ref={host} role="img" aria-label={label} style={{ width: '100%', height }} />
}

async function library({ series }: EChartsCoreOption) {
  const kinds = [series].flat() as readonly { readonly type?: string }[]
  const [charts] = await Promise.all([import('./echarts.ts'), kinds.some((one) => one?.type === 'graph') ? import('./echarts-graph.ts') : undefined]) // prettier-ignore
  return charts
}

function withFont(option: EChartsCoreOption): EChartsCoreOption {
  return { animationDuration: 250, ...option, textStyle: { fontFamily: FONT_FAMILY } }
}
