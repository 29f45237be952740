import type { DataScope, ROLES } from '@yijian/contract'

/** A data scope as form fields. */
export interface ScopeValues {
  readonly scopeKind: DataScope['kind']
  readonly admdvs?: string
  readonly fixmedinsCodes?: readonly string[]
}

export const ROLE_HINTS = {
  'city-auditor': '看数据范围内全部疑点，登记结论，运行和调整模型，导入数据',
  'district-auditor': '看本区县的疑点，登记核实结论',
  'drg-officer': '质控清单，冻结月份，测算和结算 DRG 付费',
  expert: '评审分派给自己的特病单议',
  institution: '看本机构：自查自纠、结算清单、月度对账、特病单议申请',
  administrator: '管理账号和审计日志，导入数据',
} as const satisfies Record<(typeof ROLES)[number], string>

export function scopeValues(scope: DataScope): ScopeValues {
  switch (scope.kind) {
    case 'city':
      return { scopeKind: 'city' }
    case 'district':
      return { scopeKind: 'district', admdvs: scope.admdvs }
    case 'institution':
      return { scopeKind: 'institution', fixmedinsCodes: scope.fixmedinsCodes }
  }
}

export function readScope(values: ScopeValues): DataScope {
  switch (values.scopeKind) {
    case 'city':
      return { kind: 'city' }
    case 'district':
      return { kind: 'district', admdvs: values.admdvs ?? '' }
    case 'institution':
      return {
        kind: 'institution',
        fixmedinsCodes: [...(values.fixmedinsCodes ?? [])].map((code) => code.trim()).filter((code) => code !== ''),
      }
  }
}
