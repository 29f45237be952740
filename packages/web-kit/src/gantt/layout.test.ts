import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layoutGantt, type GanttItem } from './layout.ts'

type Rest = [begin: string, end: string, more?: Partial<GanttItem>]
const item = (id: string, ...[begin, end, more = {}]: Rest): GanttItem => ({
  id,
  row: 'H1',
  rowLabel: '样例医院1',
  rowNote: '',
  person: 'P1',
  begin,
  end,
  ...more,
})
const conflictIds = (items: readonly GanttItem[]) =>
  layoutGantt(items)
    .bars.filter((bar) => bar.conflict)
    .map((bar) => bar.id)
    .sort()

describe('conflicts', () => {
  it('marks two stays of one person that overlap', () => {
    const items = [item('a', '2025-03-01', '2025-03-10'), item('b', '2025-03-08', '2025-03-12', { row: 'H2' })]
    expect(conflictIds(items)).toEqual(['a', 'b'])
    expect(layoutGantt(items).conflicts).toMatchObject([{ fromText: '2025-03-08', toText: '2025-03-10' }])
  })

  it('marks an outpatient visit inside a stay, but not on its first or last day', () => {
    const stay = item('a', '2025-03-01', '2025-03-10')
    const visit = (at: string) => item('b', at, at, { row: 'H2' })
    expect(conflictIds([stay, visit('2025-03-05 10:20')])).toEqual(['a', 'b'])
    expect(conflictIds([stay, visit('2025-03-01')])).toEqual([])
    expect(conflictIds([stay, visit('2025-03-10')])).toEqual([])
  })

  it('does not mark a transfer on the day of discharge, nor two persons', () => {
    expect(
      conflictIds([item('a', '2025-03-01', '2025-03-10'), item('b', '2025-03-10', '2025-03-15', { row: 'H2' })]),
    ).toEqual([])
    expect(
      conflictIds([item('a', '2025-03-01', '2025-03-10'), item('b', '2025-03-05', '2025-03-08', { person: 'P2' })]),
    ).toEqual([])
  })

  it('merges overlaps into one span', () => {
    const items = ['a', 'b', 'c'].map((id) => item(id, '2025-03-01', '2025-03-10', { row: id }))
    expect(layoutGantt(items).conflicts).toHaveLength(1)
  })
})

describe('places', () => {
  it('gives every row its label once, in order of time', () => {
    const items = [
      item('b', '2025-04-01', '2025-04-03', { row: 'H2', rowLabel: '二' }),
      item('a', '2025-03-01', '2025-03-02'),
    ]
    expect(layoutGantt(items).rows.map((row) => row.key)).toEqual(['H1', 'H2'])
  })

  it('puts overlapping items of a row on lanes of their own and reuses a lane that is free', () => {
    const layout = layoutGantt([
      item('a', '2025-03-01', '2025-03-10'),
      item('b', '2025-03-02', '2025-03-04'),
      item('c', '2025-04-02', '2025-04-04'),
    ])
    expect(layout.bars.map((bar) => bar.lane)).toEqual([0, 1, 0])
    expect(layout.rows[0]?.lanes).toBe(2)
  })

  it('draws a moment as a point and a day as a day', () => {
    const [point, day] = layoutGantt([
      item('a', '2025-03-01 10:20', '2025-03-01 10:20'),
      item('b', '2025-03-05', '2025-03-05'),
    ]).bars
    expect([point?.point, day?.point]).toEqual([true, false])
    expect(day && day.to > day.from).toBe(true)
  })

  it('dates the axis by day for a fortnight and by month for a year', () => {
    expect(
      layoutGantt([item('a', '2025-03-01', '2025-03-14')]).ticks.every((tick) => /^\d\d-\d\d$/.test(tick.label)),
    ).toBe(true)
    const months = layoutGantt([item('a', '2025-01-05', '2025-01-09'), item('b', '2025-12-01', '2025-12-09')]).ticks
    expect(months.map((tick) => tick.label).slice(0, 2)).toEqual(['2025-01', '2025-02'])
    expect(months.length).toBeLessThanOrEqual(14)
  })

  it('has nothing to show for nothing, and skips what has no date', () => {
    expect(layoutGantt([]).rows).toEqual([])
    expect(layoutGantt([item('a', '', '')]).bars).toEqual([])
  })

  it('never puts two bars over each other and stays inside the axis, whatever is given', () => {
    const day = fc
      .integer({ min: 0, max: 500 })
      .map((n) => new Date(Date.UTC(2025, 0, 1) + n * 86_400_000).toISOString().slice(0, 10))
    const items = fc
      .array(
        fc.tuple(day, fc.integer({ min: 0, max: 40 }), fc.constantFrom('H1', 'H2', 'H3'), fc.constantFrom('P1', 'P2')),
        { maxLength: 40 },
      )
      .map((list) =>
        list.map(([begin, los, row, person], index) => {
          const end = new Date(Date.parse(begin) + los * 86_400_000).toISOString().slice(0, 10)
          return item(String(index), begin, end, { row, person })
        }),
      )
    fc.assert(
      fc.property(items, (given) => {
        const { bars, rows } = layoutGantt(given)
        expect(bars).toHaveLength(given.length)
        for (const bar of bars) {
          expect(bar.from).toBeGreaterThanOrEqual(0)
          expect(bar.to).toBeLessThanOrEqual(1)
          expect(bar.lane).toBeLessThan(rows[bar.row]?.lanes ?? 0)
          const other = bars.find(
            (b) => b !== bar && b.row === bar.row && b.lane === bar.lane && b.from < bar.to && bar.from < b.to,
          )
          expect(other).toBeUndefined()
        }
      }),
    )
  })
})
