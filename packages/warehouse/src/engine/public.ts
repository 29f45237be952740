export * from './cell.ts'
export * from './engine.ts'
export * from './sql-text.ts'
export * from './table-cache.ts'
