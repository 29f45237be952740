export { loadClaims } from './load-claims.ts'
export { scanRules } from './scan.ts'
export { relatePrepared } from './prepared-relations.ts'
