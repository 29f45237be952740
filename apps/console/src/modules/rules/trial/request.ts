import { addDays, birthdayOf, MODES, type TrialClaim, type TrialLine } from './claim.ts'

const MDTRT_ID = 'TRIAL-1'
const PATIENT = 'TRIAL-P1'

/** 3101 judges while the doctor orders, 3102 before discharge or settlement. */
export type Infno = '3101' | '3102'

/** Which interface shows a rule: a rule that does not run before the fact is seen at settlement; null when only afterwards. */
export function infnoOf(stages: readonly string[]): Infno | null {
  return stages.includes('B') ? '3101' : stages.includes('D') ? '3102' : null
}

/** 目录类别 and 收费类别 that go with the first letter of a national code. */
const CATALOGUES = {
  X: { type: '101', charge: '09' },
  Z: { type: '102', charge: '11' },
  T: { type: '103', charge: '10' },
  C: { type: '301', charge: '08' },
} as const

/** The body a doctor's workstation (3101) or the settlement window (3102) would send for this claim. */
export function requestOf(claim: TrialClaim, infno: Infno = '3101'): Record<string, unknown> {
  const lines = claim.lines.filter((line) => line.code.trim() !== '')
  return {
    infno,
    input: {
      data: {
        ...{ syscode: 'TRIAL', task_id: 'TRIAL', trig_scen: MODES[claim.mode].scene, rule_ids: null },
        patient_dtos: [
          {
            ...{ patn_id: PATIENT, patn_name: '样例参保人', gend: claim.gend, brdy: birthdayOf(claim), poolarea: '' },
            curr_mdtrt_id: MDTRT_ID,
            fsi_encounter_dtos: [encounterOf(claim, lines)],
          },
        ],
      },
    },
  }
}

function encounterOf(claim: TrialClaim, lines: readonly TrialLine[]) {
  const { medType, mdtrtType } = MODES[claim.mode]
  const days = lines.map((line) => line.at.slice(0, 10)).sort()
  const first = days[0] !== undefined && days[0] < claim.day ? days[0] : claim.day
  const last = claim.mode === 'IPT' && days.length > 0 ? addDays(days.at(-1) ?? first, 1) : first
  const amount = sum(lines.map(amountOf))
  const own = sum(lines.map((line) => (line.ownPaid ? amountOf(line) : 0)))
  return {
    ...{ mdtrt_id: MDTRT_ID, medins_id: 'TRIAL-H1', medins_name: '样例医院', medins_admdvs: '', medins_type: '1' },
    ...{ medins_lv: claim.tier, wardarea_codg: '', wardno: '', bedno: '' },
    ...{ adm_date: `${first} 00:00:00`, dscg_date: `${last} 23:59:59` },
    ...{ dscg_main_dise_codg: claim.dx[0] ?? '', dscg_main_dise_name: '', dr_codg: 'D1' },
    ...{ adm_dept_codg: claim.dept, adm_dept_name: claim.dept, dscg_dept_codg: claim.dept, dscg_dept_name: claim.dept },
    ...{ med_mdtrt_type: mdtrtType, med_type: medType, matn_stas: claim.maternity, insutype: claim.insutype },
    ...{
      medfee_sumamt: amount,
      ownpay_amt: own,
      selfpay_amt: 0,
      acct_payamt: 0,
      ma_amt: 0,
      hifp_payamt: sum([amount, -own]),
    },
    ...{ setl_totlnum: 0, reim_flag: '1', out_setl_flag: '2' },
    fsi_diagnose_dtos: claim.dx.map((code, index) => ({
      ...{ dise_id: String(index + 1), inout_dise_type: '1', maindise_flag: index === 0 ? '1' : '0' },
      ...{ dias_srt_no: String(index + 1), dise_codg: code, dise_name: '', dise_date: `${first} 00:00:00` },
    })),
    fsi_order_dtos: lines.map((line) => orderOf(line, claim.dept)),
    fsi_operation_dtos: claim.ops.map((code, index) => ({
      ...{ setl_list_oprn_id: String(index + 1), oprn_code: code, oprn_name: '' },
      ...{ main_oprn_flag: index === 0 ? '1' : '0', oprn_date: `${claim.day} 00:00:00` },
    })),
  }
}

function orderOf(line: TrialLine, dept: string) {
  const code = line.code.trim()
  const { type, charge } = CATALOGUES[code[0] as keyof typeof CATALOGUES] ?? { type: '201', charge: '14' }
  const name = line.name.trim() === '' ? code : line.name.trim()
  const amount = amountOf(line)
  const begin = `${line.at}:00`
  return {
    ...{ rx_id: line.id, rxno: 'R1', grpno: '', long_drord_flag: '0', hilist_type: type, chrg_type: charge },
    ...{ drord_bhvr: '0', hilist_code: code, hilist_name: name, hilist_dosform: '', hilist_lv: '1' },
    ...{ hilist_pric: line.price, hosplist_code: code, hosplist_name: name, hosplist_dosform: '' },
    ...{ cnt: line.qty, pric: line.price, sumamt: amount, ownpay_amt: line.ownPaid ? amount : 0, selfpay_amt: 0 },
    ...{ spec: '', spec_unt: '', drord_begn_date: begin },
    drord_stop_date: line.days > 1 ? `${addDays(line.at.slice(0, 10), line.days - 1)} 23:59:59` : begin,
    ...{ drord_dept_codg: dept, drord_dept_name: dept, drord_dr_codg: 'D1', drord_dr_name: '样例医师' },
    ...{ drord_dr_profttl: '3', curr_drord_flag: '1' },
  }
}

/** Whole fen, so that three times 0.1 stays 0.3. */
function amountOf(line: Pick<TrialLine, 'qty' | 'price'>): number {
  return Math.round(line.qty * line.price * 100) / 100
}

function sum(amounts: readonly number[]): number {
  return Math.round(amounts.reduce((all, amount) => all + amount, 0) * 100) / 100
}
