export { parseScheme, SCHEME_FILES, type SchemeFile, type SchemeTables } from './scheme.ts'
export { parseRule, type Rule } from './rule-parser.ts'
export { normaliseCode, type CaseRecord } from './record.ts'
export { createGrouper, type Grouper, type Grouping } from './group.ts'
