/** A stay, visit or purchase on a time line. Times are local, `YYYY-MM-DD` or with a time. */
export interface GanttItem {
  readonly id: string
  readonly row: string
  readonly rowLabel: string
  readonly rowNote: string
  /** Two items of one person that overlap are a conflict. */
  readonly person: string
  readonly begin: string
  readonly end: string
}

export interface GanttBar {
  readonly id: string
  readonly row: number
  readonly lane: number
  /** 0…1 of the time axis. */
  readonly from: number
  readonly to: number
  readonly point: boolean
  readonly conflict: boolean
}
export interface GanttRow {
  readonly key: string
  readonly label: string
  readonly note: string
  readonly lanes: number
}
export interface GanttLayout {
  readonly rows: readonly GanttRow[]
  readonly bars: readonly GanttBar[]
  /** Spans in which a person is in two places. */
  readonly conflicts: readonly {
    readonly from: number
    readonly to: number
    readonly fromText: string
    readonly toText: string
  }[]
  readonly ticks: readonly { readonly at: number; readonly label: string }[]
}

const DAY_MS = 86_400_000

interface Span {
  readonly item: GanttItem
  readonly begin: number
  readonly end: number
}

/** Places items on rows and lanes, finds overlaps of one person and dates the axis. Pure. */
export function layoutGantt(items: readonly GanttItem[]): GanttLayout {
  const spans = items
    .map((item) => ({ item, begin: instant(item.begin), end: Math.max(instant(item.begin), instant(item.end)) }))
    .filter((span) => !Number.isNaN(span.begin) && !Number.isNaN(span.end))
    .sort((a, b) => a.begin - b.begin || a.end - b.end || (a.item.id < b.item.id ? -1 : 1))
  if (spans.length === 0) return { rows: [], bars: [], conflicts: [], ticks: [] }
  const scale = makeScale(spans)
  const overlaps = findOverlaps(spans)
  const placed = placeLanes(spans, scale)
  return {
    rows: placed.rows,
    bars: spans.map((span, index) => ({
      id: span.item.id,
      ...(placed.places[index] ?? { row: 0, lane: 0 }),
      from: scale.at(span.begin),
      to: scale.at(drawnEnd(span)),
      point: span.begin === span.end && hasTime(span.item.begin),
      conflict: overlaps.members.has(span.item.id),
    })),
    conflicts: overlaps.spans.map((overlap) => ({
      from: scale.at(overlap.from),
      to: scale.at(overlap.to),
      fromText: textOf(overlap.from),
      toText: textOf(overlap.to),
    })),
    ticks: makeTicks(scale.min, scale.max, scale.at),
  }
}

function instant(text: string): number {
  return Date.parse(`${text.slice(0, 10)}T${text.slice(11, 16) || '00:00'}:00Z`)
}

const hasTime = (text: string) => text.length > 10 && text.slice(11, 16) !== '00:00'

/** A day without a time is drawn to its end. */
function drawnEnd(span: Span): number {
  return hasTime(span.item.end) ? span.end : span.end + DAY_MS
}

function makeScale(spans: readonly Span[]) {
  const first = Math.min(...spans.map((span) => span.begin))
  const last = Math.max(...spans.map(drawnEnd))
  const margin = Math.max(DAY_MS / 2, (last - first) * 0.03)
  const min = first - margin
  const max = last + margin
  return { min, max, at: (ms: number) => (ms - min) / (max - min) }
}

function findOverlaps(spans: readonly Span[]) {
  const members = new Set<string>()
  const found: { from: number; to: number }[] = []
  spans.forEach((a, index) => {
    for (const b of spans.slice(index + 1)) {
      if (b.begin >= a.end && b.begin !== a.begin) break
      if (a.item.person !== b.item.person || !overlap(a, b)) continue
      members.add(a.item.id).add(b.item.id)
      found.push({ from: Math.max(a.begin, b.begin), to: Math.max(Math.max(a.begin, b.begin), Math.min(a.end, b.end)) })
    }
  })
  return { members, spans: mergeSpans(found) }
}

/** Strict: leaving one hospital and entering another on the same day, without times, is not an overlap. */
function overlap(a: Span, b: Span): boolean {
  const from = Math.max(a.begin, b.begin)
  const to = Math.min(a.end, b.end)
  if (from < to) return true
  const [inner, outer] = a.begin === a.end ? [a, b] : [b, a]
  return inner.begin === inner.end && inner.begin > outer.begin && inner.begin < outer.end
}

function mergeSpans(spans: readonly { from: number; to: number }[]): { from: number; to: number }[] {
  const merged: { from: number; to: number }[] = []
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to)
    else merged.push({ ...span })
  }
  return merged
}

function placeLanes(spans: readonly Span[], scale: { min: number; max: number }) {
  const gap = (scale.max - scale.min) * 0.004
  const order: string[] = []
  const byRow = new Map<string, { row: GanttItem; laneEnds: number[] }>()
  const places = spans.map((span) => {
    const entry = byRow.get(span.item.row) ?? { row: span.item, laneEnds: [] }
    if (!byRow.has(span.item.row)) {
      byRow.set(span.item.row, entry)
      order.push(span.item.row)
    }
    const free = entry.laneEnds.findIndex((end) => end + gap <= span.begin)
    const lane = free < 0 ? entry.laneEnds.length : free
    entry.laneEnds[lane] = drawnEnd(span)
    return { row: order.indexOf(span.item.row), lane }
  })
  const rows = order.map((key) => {
    const entry = byRow.get(key)
    return {
      key,
      label: entry?.row.rowLabel ?? key,
      note: entry?.row.rowNote ?? '',
      lanes: entry?.laneEnds.length ?? 1,
    }
  })
  return { rows, places }
}

/** Steps in days that read well; beyond two months the axis is in calendar months. */
function makeTicks(min: number, max: number, at: (ms: number) => number) {
  const days = (max - min) / DAY_MS
  if (days > 62) return monthTicks(min, max, at)
  const step = [1, 2, 5, 7, 10].find((candidate) => days / candidate <= 10) ?? 14
  const ticks = []
  for (let ms = Math.ceil(min / DAY_MS) * DAY_MS; ms < max; ms += step * DAY_MS) {
    ticks.push({ at: at(ms), label: textOf(ms).slice(5, 10) })
  }
  return ticks
}

function monthTicks(min: number, max: number, at: (ms: number) => number) {
  const start = new Date(min)
  const months = (max - min) / (30 * DAY_MS)
  const step = [1, 2, 3, 6, 12].find((candidate) => months / candidate <= 13) ?? 24
  const ticks = []
  for (let i = 1; ; i += 1) {
    const ms = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + i, 1)
    if (ms >= max) return ticks
    const month = new Date(ms).getUTCMonth()
    if (month % step === 0) ticks.push({ at: at(ms), label: textOf(ms).slice(0, 7) })
  }
}

function textOf(ms: number): string {
  const text = new Date(ms).toISOString()
  return text.slice(11, 16) === '00:00' ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 16)}`
}
