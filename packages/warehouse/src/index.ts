export * from './engine/public.ts'
export * from './import/public.ts'
export * from './log/public.ts'
export * from './tables/public.ts'
