import { createGrouper, parseScheme, type Grouper } from '@yijian/drg'
import type { MacroRow } from '../models/case-file.ts'

/** Two groups by main diagnosis (I63 → BR11, J18 → ES11), an ambiguous one for operations beside J18; valid in 2025. */
export function smallGrouper(): Grouper {
  return createGrouper(
    parseScheme({
      scheme: 'key,value\nid,small\nname,样例方案\nversion,1\nvalid_from,2025-01-01\nvalid_to,2025-12-31',
      mdc: 'seq,mdc,name,rule,qy_enabled,qy_after_adrg\n1,MDCB,神经,pdx,0,\n2,MDCE,呼吸,pdx,any,',
      adrg: 'seq,mdc,rule_id,adrg,name,rule\n1,MDCB,BR1,BR1,脑梗死,pdx(1)\n2,MDCE,ES1,ES1,肺炎,pdx(1)',
      drg: 'seq,rule_id,drg,name,split\n1,BR1,BR11,脑梗死,else\n2,ES1,ES11,肺炎,else',
      mdc_dx: 'mdc,dx,region\nMDCB,I63.900,\nMDCE,J18.900,',
      adrg_dx: 'rule_id,set,dx\nBR1,1,I63.900\nES1,1,J18.900',
      adrg_op: 'rule_id,set,op',
      cc: 'dx,level,exclusion_table',
      cc_exclusion: 'pdx,exclusion_table',
      op_valid: 'op\n36.0700',
    }),
  )
}

/** A stay of a few days in March at H1; 70 % of its cost paid by the pooled fund. */
export function sampleStay(id: string, row: MacroRow): MacroRow {
  const cost = Number(row['cost'] ?? 1000)
  const fund = row['fund'] ?? (cost * 0.7).toFixed(2)
  return { id, psn: `P${id}`, inst: 'H1', adm: '2025-03-03', dsc: '2025-03-10', main: 'I63.900', cost: cost.toFixed(2), fund, hifp_pay: fund, dscg_way: '1', ...row } // prettier-ignore
}
