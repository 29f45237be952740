import { readFileSync } from 'node:fs'

/** One table of the preparation: a single SELECT over `ods_*`, `v_*` and the tables before it. */
export interface PreparationStep {
  readonly table: string
  readonly file: string
  /** Chinese name shown while the preparation runs. */
  readonly label: string
  /** `publish`: models read it; `internal`: needed only while preparing; `view`: built only when some model reads it. */
  readonly kind: 'publish' | 'internal' | 'on-demand'
}

const step = (table: string, file: string, rest: Pick<PreparationStep, 'label' | 'kind'>): PreparationStep => ({
  table,
  file,
  ...rest,
})
const publish = (label: string) => ({ label, kind: 'publish' }) as const
const internal = (label: string) => ({ label, kind: 'internal' }) as const
const onDemand = (label: string) => ({ label, kind: 'on-demand' }) as const

/** In order. The order is the dependency order; `x_` tables never leave the preparation. */
export const PREPARATION_STEPS: readonly PreparationStep[] = [
  step('x_number', '010-number.sql', internal('一人多号归并')),
  step('person', '020-person.sql', publish('参保人')),
  step('institution', '030-institution.sql', publish('定点机构')),
  step('x_chain', '040-chain.sql', internal('退费链')),
  step('x_family', '050-family.sql', internal('退费对冲')),
  step('x_setl', '060-setl-core.sql', internal('有效结算')),
  step('x_setl_key', '065-setl-key.sql', internal('结算编号')),
  step('x_segment', '070-segment.sql', internal('住院就诊')),
  step('x_episode', '075-episode.sql', internal('住院次合并')),
  step('stay_diag', '080-stay-diag.sql', publish('住院诊断')),
  step('stay_oprn', '085-stay-oprn.sql', publish('住院手术')),
  step('x_catalogue', '100-catalogue.sql', internal('项目目录')),
  step('x_line', '110-line.sql', internal('费用明细')),
  step('item', '120-item.sql', publish('项目')),
  step('item_set', '125-item-set.sql', publish('项目集合')),
  step('diag_set', '126-diag-set.sql', publish('诊断集合')),
  step('x_net_line', '130-net-line.sql', internal('明细对冲')),
  step('x_visit_item', '140-visit-item.sql', internal('项目汇总')),
  step('stay_item', '141-stay-item.sql', publish('住院项目汇总')),
  step('opt_item', '142-opt-item.sql', publish('门诊项目汇总')),
  step('inst_month_item', '143-inst-month-item.sql', publish('机构月度项目汇总')),
  step('inst_open_day', '144-inst-open-day.sql', publish('机构开诊天数')),
  step('x_stay_minute', '150-stay-minute.sql', internal('住院逐分钟记账')),
  step('stay_day', '151-stay-day.sql', publish('住院逐日服务')),
  step('x_stay_line', '152-stay-line.sql', internal('住院明细合计')),
  step('x_setl_time', '153-setl-time.sql', internal('结算服务时间')),
  step('opsp_reg', '200-opsp-reg.sql', publish('门慢特备案')),
  step('settlement', '210-settlement.sql', publish('结算')),
  step('x_stay', '220-stay-base.sql', internal('住院')),
  step('x_front_page', '230-front-page.sql', internal('结算清单与分组')),
  step('stay', '240-stay.sql', publish('住院')),
  step('order_exec', '250-order-exec.sql', publish('医嘱执行')),
  step('inv_month', '260-inv-month.sql', onDemand('进销存月度')),
  step('psn_month', '300-psn-month.sql', onDemand('参保人月度汇总')),
  step('fee_line', '310-fee-line.sql', onDemand('净费用明细')),
  step('psn_item_day', '320-psn-item-day.sql', onDemand('参保人项目逐日')),
]

/** The SELECT of a step. */
export function sqlOf(stepOrFile: PreparationStep): string {
  return readFileSync(new URL(`./sql/${stepOrFile.file}`, import.meta.url), 'utf8')
    .trim()
    .replace(/;$/, '')
}
