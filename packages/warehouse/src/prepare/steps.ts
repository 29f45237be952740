import { readFileSync } from 'node:fs'

/**
 * One table of the preparation: a single SELECT over `ods_*`, `v_*` and the tables before it.
 * `publish`: kept, models read it; `keep`: kept for views that models read; `internal`: needed only while preparing;
 * `sorted`: kept, rows in the order of the statement's place columns, the row's place is its surrogate; `partitioned`: kept in one
 * folder per person bucket; `view`: not stored.
 */
export interface PreparationStep {
  readonly table: string
  readonly file: string
  /** Chinese name shown while the preparation runs. */
  readonly label: string
  readonly kind: 'publish' | 'keep' | 'internal' | 'sorted' | 'partitioned' | 'view'
}

type Line = readonly [table: string, file: string, kind: PreparationStep['kind'], label: string]
const steps = (lines: readonly Line[]): readonly PreparationStep[] =>
  lines.map(([table, file, kind, label]) => ({ table, file, kind, label }))

/** Before the fee lines. The order is the dependency order; `x_` tables are not for models. */
export const STEPS_BEFORE_LINES = steps([
  ['x_number', '010-number.sql', 'internal', '一人多号归并'],
  ['person', '020-person.sql', 'publish', '参保人'],
  ['institution', '030-institution.sql', 'publish', '定点机构'],
  ['x_chain', '040-chain.sql', 'internal', '退费链'],
  ['x_family', '050-family.sql', 'internal', '退费对冲'],
  ['x_segment', '060-segment.sql', 'internal', '住院就诊'],
  ['x_episode', '070-episode.sql', 'internal', '住院次合并'],
  ['stay_diag', '080-stay-diag.sql', 'publish', '住院诊断'],
  ['stay_oprn', '085-stay-oprn.sql', 'publish', '住院手术'],
  ['settlement_core', '200-settlement-core.sql', 'sorted', '有效结算'],
  ['x_setl_key', '210-setl-key.sql', 'keep', '结算编号'],
  ['x_catalogue', '100-catalogue.sql', 'internal', '项目目录'],
  ['x_line', '220-line.sql', 'partitioned', '费用明细'],
  ['item', '230-item.sql', 'publish', '项目'],
  ['item_set', '231-item-set.sql', 'publish', '项目集合'],
  ['diag_set', '232-diag-set.sql', 'publish', '诊断集合'],
  ['x_marked', '233-marked.sql', 'internal', '项目标记'],
  ['x_unlisted', '234-unlisted.sql', 'keep', '目录外项目'],
  ['x_touched', '240-touched.sql', 'keep', '需对冲明细的结算'],
  ['x_line_net', '241-line-net.sql', 'keep', '明细对冲'],
  ['x_net_line', '245-net-line.sql', 'view', '净明细'],
])

/** Per bucket of persons, in the engine's memory. */
export const BUCKET_TABLES = steps([
  ['b_visit_item', '250-visit-item.sql', 'internal', '就诊项目汇总'],
  ['b_stay_minute', '254-stay-minute.sql', 'internal', '住院逐分钟记账'],
])

/** Per bucket of persons, kept: one part per bucket. */
export const BUCKET_PARTS = steps([
  ['stay_item', '251-stay-item.sql', 'publish', '住院项目汇总'],
  ['opt_item', '252-opt-item.sql', 'publish', '门诊项目汇总'],
  ['x_month_part', '253-month-part.sql', 'internal', '机构月度项目'],
  ['stay_day', '255-stay-day.sql', 'publish', '住院逐日服务'],
  ['x_stay_line', '256-stay-line.sql', 'internal', '住院明细合计'],
  ['x_setl_time', '257-setl-time.sql', 'keep', '结算服务时间'],
])

/** After the fee lines. */
export const STEPS_AFTER_LINES = steps([
  ['inst_month_item', '260-inst-month-item.sql', 'publish', '机构月度项目汇总'],
  ['inst_open_day', '261-inst-open-day.sql', 'publish', '机构开诊天数'],
  ['opsp_reg', '300-opsp-reg.sql', 'publish', '门慢特备案'],
  ['x_stay', '310-stay-base.sql', 'internal', '住院'],
  ['x_front_page', '320-front-page.sql', 'internal', '结算清单与分组'],
  ['stay', '330-stay.sql', 'publish', '住院宽表'],
  ['dept_set', '335-dept-set.sql', 'publish', '科室集合'],
  ['order_exec', '340-order-exec.sql', 'publish', '医嘱执行'],
  ['prep_count', '900-prep-count.sql', 'publish', '剔除与合并计数'],
  ['prep_excluded', '910-prep-excluded.sql', 'publish', '剔除与合并清单'],
])

/** Relations that exist only when a model reads them. */
export const ON_DEMAND = steps([
  ['inv_month', '400-inv-month.sql', 'view', '进销存月度'],
  ['psn_month', '410-psn-month.sql', 'view', '参保人月度汇总'],
  ['psn_item_day', '420-psn-item-day.sql', 'view', '参保人项目逐日'],
  ['fee_line', '431-fee-line-full.sql', 'view', '净费用明细'],
  ['settlement', '440-settlement.sql', 'view', '结算'],
])

/** Columns of on-demand relations that need the dear variant; without them the cheap file is used. */
export const CHEAP_VARIANTS: Readonly<Record<string, { readonly file: string; readonly without: readonly string[] }>> =
  {
    fee_line: {
      file: '430-fee-line.sql',
      without: [
        'feedetl_sn',
        'list_type',
        'chrgitm_lv',
        'pric',
        'bilg_dept_codg',
        'bilg_dr_code',
        'orders_dr_code',
        'rx_drord_no',
      ],
    },
    settlement: { file: '441-settlement-bare.sql', without: ['first_fee_time', 'last_fee_time', 'etip'] },
  }

const texts = new Map<string, string>()

/** The SELECT in a file of `sql/`. */
export function sqlFile(file: string): string {
  const known = texts.get(file)
  if (known !== undefined) return known
  const text = readFileSync(new URL(`./sql/${file}`, import.meta.url), 'utf8')
    .trim()
    .replace(/;$/, '')
  texts.set(file, text)
  return text
}

const ALL_STEPS = [...STEPS_BEFORE_LINES, ...BUCKET_TABLES, ...BUCKET_PARTS, ...STEPS_AFTER_LINES, ...ON_DEMAND]
const PREPARED = new Map(ALL_STEPS.map((step) => [step.table, step]))

/** Whether the preparation (or a view over it) makes the table. */
export const isPrepared = (table: string): boolean => PREPARED.has(table)

/** Every table that the given ones are made from, themselves included. */
export function neededFor(tables: Iterable<string>): ReadonlySet<string> {
  const needed = new Set<string>()
  const open = [...tables]
  for (let table = open.pop(); table !== undefined; table = open.pop()) {
    const step = PREPARED.get(table)
    if (!step || needed.has(table)) continue
    needed.add(table)
    for (const word of sqlFile(step.file).match(/\b\w+\b/g) ?? []) {
      if (PREPARED.has(word)) open.push(word)
      // A bucket's lines are read through the view of net lines.
      else if (word === 'b_line') open.push('x_net_line')
    }
  }
  return needed
}
