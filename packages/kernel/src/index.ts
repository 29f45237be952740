export * from './money.ts'
export * from './errors.ts'
export * from './dates.ts'
export * from './risk.ts'
