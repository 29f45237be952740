import type { ListField, QualityRule } from '@yijian/drg'

/** How to correct: said from the rule's own test. */
export function adviceOf({ test, when }: QualityRule, field: ListField | undefined): string {
  const label = field?.label ?? '该项'
  switch (test.form) {
    case 'required':
      return `请填写${label}${when === undefined ? '' : '（该病例须填）'}`
    case 'absent':
      return `请清空${label}，或改正与其矛盾的项目`
    case 'type':
      return { number: '请填写数字，不带单位', day: '请按 YYYY-MM-DD 填写', moment: '请按 YYYY-MM-DD HH:mm:ss 填写', duration: '请按 天/小时/分钟 填写，如 1/13/24' }[test.type] // prettier-ignore
    case 'length':
      return `请缩短到 ${test.most} 个字符以内`
    case 'dictionary':
      return `请从“${label}”的标准代码中选择`
    case 'pattern':
      return '请按标准编码格式填写'
    case 'prefix':
      return '请改用能说明本次住院主要原因的疾病编码'
    case 'known':
      return test.codes === 'diagnoses' ? '请改用医保版疾病诊断编码库中的编码' : '请改用医保版手术操作编码库中的编码'
    case 'not-in':
      return '请改用非灰码的明确编码'
    case 'exactly-one':
      return '请只保留一条主要记录，其余标为其他'
    case 'no-repeat':
      return '请删去重复的一条'
    case 'timely':
      return '已超过时限，请说明原因；以后请在出院后规定日内申报'
    case 'range':
      return `请核实，合理范围为 ${test.least}–${test.most}`
    case 'sums':
      return '请核对各项金额，使两边合计相等'
    default:
      return '请核对相关的时间、天数或次数，使前后一致'
  }
}
