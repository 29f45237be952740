export * from './definition.ts'
export * from './dictionaries.ts'
export * from './load.ts'
export * from './views.ts'
